"""What is new for what people have saved: found after each update of the documents, and told by e-mail if they want."""
