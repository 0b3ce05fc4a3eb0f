"""What words of documents mean: dates, numerals, English words."""
