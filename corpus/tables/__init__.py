"""Grids to rows: headers, columns, bands, items."""
