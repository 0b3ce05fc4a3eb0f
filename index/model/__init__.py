"""The model: its files, its export, and the vectors that it gives to texts."""
