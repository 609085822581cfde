"""What members asked to be told in private, and how they choose it."""
