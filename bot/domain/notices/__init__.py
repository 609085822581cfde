"""What a member asked to be told in private, and when."""
