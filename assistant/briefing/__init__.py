"""Briefings: what the plans say of one subject, in quotes alone, and two subjects side by side."""
