"""Moloch DAOs of the second version: what members submit, sponsor and process there."""
