"""What rows themselves say: lists, cells, sums, dates."""
