"""The time of a dry run."""

from datetime import datetime, timedelta


class VirtualClock:
    """Begins at the real time, and goes on only where it is told to."""

    def __init__(self, now: datetime) -> None:
        self._began = self._now = now

    def now(self) -> datetime:
        return self._now

    def steady(self) -> timedelta:
        return self._now - self._began

    def until(self, time: datetime) -> None:
        """It doesn't go back."""
        self._now = max(self._now, time)
