"""The controls of the world, a file for each kind."""
