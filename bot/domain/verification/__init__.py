"""Checking a record: whether all that it says of a vote follows from what was frozen, cast and read."""
