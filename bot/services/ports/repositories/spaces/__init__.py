"""Spaces with their tracks, and what else belongs to a space or its server."""
