"""For other programs: the shapes of what they are given, the HTTP interface, and the MCP server."""
