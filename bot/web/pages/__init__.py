"""The pages: one file each in the room of what it is for, with its templates beside it, and a line in the registry."""
