"""What a table's columns hold and what they are for."""
