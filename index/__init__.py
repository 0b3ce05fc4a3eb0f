"""Rows to hits: passages, vectors, words, and snapshots of them on disk."""
