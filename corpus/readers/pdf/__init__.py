"""PDF files: pages to words, words to tables and prose."""
