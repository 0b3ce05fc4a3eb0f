"""What people leave with the app, in one SQLite file: conversations and feedback."""
