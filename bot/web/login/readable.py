"""Pages that are for reading, and may be for members alone."""

import re

_READABLE = re.compile(
    r"/(?:spaces|mirrors|mirrored|proposals)/[1-9][0-9]{0,17}(?:/voters|/claims|/treasury)?"
)


def is_readable(path: str) -> bool:
    """Whether it is the path of such a page of ours, there or not, and nothing else."""
    return _READABLE.fullmatch(path) is not None
