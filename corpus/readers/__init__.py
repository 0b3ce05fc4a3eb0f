"""One module a format: file to Reading."""
