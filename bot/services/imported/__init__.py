"""A space's past from before it voted here."""
