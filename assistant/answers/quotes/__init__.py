"""Picking the quotes: which clause of what was found answers best, and how sure that is."""
