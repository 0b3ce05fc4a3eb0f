"""Plain text files, and tables that are typed or drawn in them."""
