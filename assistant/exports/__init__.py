"""What staff take away: Word, CSV and Markdown, every quote with its citation."""
