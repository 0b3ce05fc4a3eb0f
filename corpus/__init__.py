"""Files to rows: reading documents and saying what couldn't be read."""
