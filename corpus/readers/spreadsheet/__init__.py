"""Excel workbooks and CSV files."""
