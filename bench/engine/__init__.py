"""What the store in PostgreSQL does with many councils, with workers, and when things fail: on servers on loopback."""
