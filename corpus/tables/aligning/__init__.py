"""Physical rows under their table's labels: cells put in columns, numerals and headings in rows of their own told."""
