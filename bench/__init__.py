"""Measurements of the product on this machine. Speed and memory are measured here and never in tests."""
