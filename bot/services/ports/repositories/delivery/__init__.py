"""What is due, what stands in Discord, and what is still to be told."""
