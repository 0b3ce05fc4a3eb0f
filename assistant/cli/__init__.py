"""`plans`, the command line."""
