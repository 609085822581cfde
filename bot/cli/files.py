"""Files that are named on the command line."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO


def beginning(name: str, most: int) -> bytes:
    """The file, or standard input for `-`; of one that is longer than `most` bytes one more than that, which tells that
    it is too long: so one without an end takes no memory away. Raises OSError."""
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    with open(name, "rb") as file:
        return file.read(most + 1)


@contextmanager
def new_file(name: str) -> Iterator[BinaryIO]:
    """A file that nobody else on the machine can read, and that is there as soon as all of it is written. Raises
    FileExistsError, OSError."""
    file, part = Path(name), Path(f"{name}.part")
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
    try:
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=partial(os.open, mode=0o600)) as writing:
            yield writing
            writing.flush()
            os.fsync(writing.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
