"""A question to its answer: evidence weighed, quotes picked, lists and changes answered, follow-ups."""
