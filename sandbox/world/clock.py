"""The time of a sandbox, shared by its processes: the machine's, moved on by a number that stands in a file."""

from __future__ import annotations

import mmap
import os
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

VARIABLE = "SANDBOX_CLOCK"
"""The environment variable with the file's path. The bot itself knows nothing of it: nobody moves the clock of a bot
that runs for members."""
_NUMBER = struct.Struct("=q")
_MICROSECOND = timedelta(microseconds=1)


class SharedClock:
    """Every process that opens the same file has the same time."""

    def __init__(self, file: Path) -> None:
        """Opens the file, and makes it where there is none."""
        self.file = file
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < _NUMBER.size:
                os.ftruncate(descriptor, _NUMBER.size)
            self._shared = mmap.mmap(descriptor, _NUMBER.size)
        finally:
            os.close(descriptor)

    @classmethod
    def of_environment(cls) -> Self:
        """The clock that this process was told of. Raises KeyError where it was told of none."""
        return cls(Path(os.environ[VARIABLE]))

    @property
    def ahead(self) -> timedelta:
        """How far it was moved on in all."""
        (microseconds,) = _NUMBER.unpack_from(self._shared)
        return timedelta(microseconds=microseconds)

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC) + self.ahead

    def steady(self) -> timedelta:
        """How much time has passed since some moment: what was moved on has passed too."""
        return timedelta(seconds=time.monotonic()) + self.ahead

    def move(self, by: timedelta) -> None:
        """Let so much time pass, for all. Raises ValueError for time that would run back."""
        if by < timedelta(0):
            raise ValueError("time never runs back")
        _NUMBER.pack_into(self._shared, 0, (self.ahead + by) // _MICROSECOND)
