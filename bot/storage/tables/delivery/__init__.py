"""What is due, and what is to be told."""
