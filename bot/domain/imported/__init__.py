"""A space's past from before it voted here, as others have published it: never mixed with its own records."""
