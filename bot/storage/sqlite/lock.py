"""The lock by which one bot keeps a database file for itself: the operating system's, so that it ends with the process.

It is on a file of its own, since SQLite's locks come and go with each transaction.
"""

import fcntl
import os
from pathlib import Path

from bot.storage.holder import this_process

_HOLDER_LIMIT = 200


class FileLock:
    """Held from `take` on until `release`, or until the process ends, be it by SIGKILL."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.lock")
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether this process has it now. Raises OSError where the file can't be made."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, this_process().encode(), 0)
        self._descriptor = descriptor
        return True

    def holder(self) -> str:
        """What the process that has it, or had it last, said of itself; empty where it said nothing yet."""
        return self.path.read_bytes()[:_HOLDER_LIMIT].decode(errors="replace")

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
