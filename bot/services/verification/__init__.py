"""Checking a record against the chains that it speaks of."""
