"""The model: its files, its export, and the vectors of texts."""
