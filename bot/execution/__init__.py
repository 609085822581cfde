"""Carrying out what was voted: actions as calldata and in words, and the Safe that makes them."""
