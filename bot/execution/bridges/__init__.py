"""Bridges: what is sent to other chains, and what became of it there."""
