"""Choosing what one is told in private."""
