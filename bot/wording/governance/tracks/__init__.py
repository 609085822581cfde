"""Tracks, and what proposals begin with on each."""
