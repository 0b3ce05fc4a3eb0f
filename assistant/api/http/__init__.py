"""The HTTP interface, version 1: what other programs call, below /api/v1."""
