"""Votes that are played through before anything depends on them."""
