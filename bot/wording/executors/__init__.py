"""What is said of executors and of what they are asked to do: one file for each kind."""
