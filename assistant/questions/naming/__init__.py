"""What questions can name of the documents, and where they do: plans, updates, rows, headings, values and statuses."""
