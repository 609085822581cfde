"""Files that are named on the command line."""

import sys


def beginning(name: str, most: int) -> bytes:
    """The file, or standard input for `-`; of one that is longer than `most` bytes one more than that, which tells that
    it is too long: so one without an end takes no memory away. Raises OSError."""
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    with open(name, "rb") as file:
        return file.read(most + 1)
