"""Juries that are drawn by lot: announced, drawn when their block is final, and shown."""
