"""Proposals with the facts of their lives, and what is said and reported of them."""
