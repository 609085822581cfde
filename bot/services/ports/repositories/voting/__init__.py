"""Ballots, and what stands around them."""
