"""Figures of spaces in words, and what their charts show."""
