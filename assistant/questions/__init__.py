"""A question as it is understood: its topic, what it lists, which plan, update and column it means."""
