"""Baal (Moloch v3): what members submit, sponsor and process there."""
