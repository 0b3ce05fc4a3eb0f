"""Layouts that compete: how a table may be read, what speaks for each way, and which is chosen by how much."""
