"""The app as a service: the index in use, rebuilding, HTTP."""
