"""Answers, rows, lists and comparisons as Word, CSV and Markdown, every quote with its citation."""
