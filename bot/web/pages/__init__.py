"""The pages: one file each, with its templates beside it, and a line in the registry."""
