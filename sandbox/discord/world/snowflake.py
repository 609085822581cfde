"""Ids that carry their time: milliseconds since 2015-01-01 in all but the lowest 22 bits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.discord.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def time_of(snowflake: int) -> datetime:
    """When an id was made, to the millisecond."""
    return EPOCH + (snowflake >> 22) * _MILLISECOND


def at(moment: datetime) -> int:
    """The lowest id of a moment."""
    return ((moment - EPOCH) // _MILLISECOND) << 22


class Snowflakes:
    """Makes ids that only grow, also when the clock stands still or goes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id."""
        self._last = max(at(self._clock.now()), self._last + 1)
        return self._last
