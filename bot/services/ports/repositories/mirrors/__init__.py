"""What is decided elsewhere on a chain, and shown by spaces."""
