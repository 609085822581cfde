"""Carrying out what was voted: actions as calldata and in words, and one folder for each kind of executor."""
