"""Files beside a message, as large as Discord takes them."""

import gzip

_LARGEST = 9 * 1024 * 1024
"""Discord takes 10 MiB from a bot."""


def fitting(name: str, content: bytes) -> tuple[str, bytes] | None:
    """The file's name and content, compressed by gzip where it is too large as it is, which takes seconds of the
    largest; None where it is too large all the same."""
    if len(content) > _LARGEST:
        name, content = f"{name}.gz", gzip.compress(content, mtime=0)
    return (name, content) if len(content) <= _LARGEST else None
