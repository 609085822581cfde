"""What machines made of texts, and what members wrote for them to read."""
