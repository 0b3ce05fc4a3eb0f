"""What English is like, and nothing about plans: words, clauses, kinds of answers."""
