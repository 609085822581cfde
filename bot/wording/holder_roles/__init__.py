"""What is said of roles that members have by rules."""
