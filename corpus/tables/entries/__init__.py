"""Plans whose actions are entries of labels and texts, as cards or as lines, turned to tables."""
