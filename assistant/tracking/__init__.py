"""Plans over time: what changed, what is due, which figures moved."""
