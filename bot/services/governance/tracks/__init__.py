"""The tracks of a space, what proposals begin with on each, and what another policy would have decided there."""
