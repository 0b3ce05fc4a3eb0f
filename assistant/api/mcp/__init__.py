"""The MCP server: what a language model's program may ask, and how it is to treat what it is given."""
