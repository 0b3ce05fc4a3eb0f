"""Fictional tables drawn at random, each with the rows that it means."""
