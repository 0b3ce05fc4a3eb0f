"""What people leave with the app, in one SQLite file: their conversations, and feedback on answers."""
