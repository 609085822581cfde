"""Juries drawn by lot, by the hash of a block that nobody knows when the draw is announced."""
