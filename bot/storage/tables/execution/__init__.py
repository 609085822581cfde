"""What executors were asked to do, and to which spaces they belong."""
