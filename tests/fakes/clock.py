"""A clock that a test moves."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class ManualClock:
    """A clock that stands still until it is moved: by time that passes, or by somebody who sets it."""

    def __init__(self, now: datetime = START) -> None:
        self._true = now
        self.ahead = timedelta(0)
        """By how much it is wrong."""

    def now(self) -> datetime:
        return self._true + self.ahead

    def true(self) -> datetime:
        """What everybody else's clock says."""
        return self._true

    def steady(self) -> timedelta:
        return self._true - START

    def advance(self, by: timedelta) -> None:
        self._true += by

    def jump(self, by: timedelta) -> None:
        """Somebody sets it: no time passes by that."""
        self.ahead += by
