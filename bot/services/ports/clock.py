"""The time."""

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, in UTC with its time zone, as the machine's clock has it: somebody may set it, also backwards."""
        ...

    def steady(self) -> timedelta:
        """How long the machine has counted, from a moment of its own choice on. Nobody sets it, and it counts while
        the machine sleeps, too."""
        ...
