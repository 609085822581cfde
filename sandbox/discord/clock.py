"""The time that the loopback Discord lives by: the machine's, or one that a test advances."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol


class TellsTime(Protocol):
    """Anything with a `now()` that returns an aware datetime."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class Clock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    async def wait(self, future: asyncio.Future[Any], until: datetime) -> bool:
        """Wait for a future, or until the moment: True if the future was done in time."""
        if not future.done():
            await asyncio.wait([future], timeout=max(0.0, (until - self.now()).total_seconds()))
        return future.done()


class ManualClock(Clock):
    """Stands still until it is advanced."""

    def __init__(self, start: datetime | None = None) -> None:
        self._began = self._now = start or datetime(2026, 11, 24, 12, tzinfo=UTC)
        self._sleepers: set[tuple[datetime, asyncio.Future[None]]] = set()

    def now(self) -> datetime:
        """Where the clock's hands are."""
        return self._now

    def steady(self) -> timedelta:
        """How far they have moved."""
        return self._now - self._began

    def advance(self, seconds: float | timedelta) -> None:
        """Move on, and wake who waits for a moment that has come."""
        self._now += seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
        for until, sleeper in self._sleepers:
            if until <= self._now and not sleeper.done():
                sleeper.set_result(None)

    async def wait(self, future: asyncio.Future[Any], until: datetime) -> bool:
        """Wait for a future, or until the clock was advanced to the moment."""
        if future.done() or until <= self._now:
            return future.done()
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (until, sleeper)
        self._sleepers.add(entry)
        try:
            await asyncio.wait([future, sleeper], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._sleepers.discard(entry)
            sleeper.cancel()
        return future.done()


class BorrowedClock(Clock):
    """Somebody else's clock, looked at again every twentieth of a second."""

    def __init__(self, delegator: TellsTime) -> None:
        self._delegator = delegator

    def now(self) -> datetime:
        """What the lender's clock says."""
        return self._delegator.now()

    async def wait(self, future: asyncio.Future[Any], until: datetime) -> bool:
        """Wait for a future, or until the lender's clock says the moment."""
        while not future.done() and self.now() < until:
            await asyncio.wait([future], timeout=0.05)
        return future.done()


class ShiftedClock(Clock):
    """Another clock, and how far this one is from it: Discord and a machine rarely agree, and one of them may jump.

    `ahead` may be changed at any time, also to less than zero.
    """

    def __init__(self, other: TellsTime | None = None, ahead: timedelta = timedelta(0)) -> None:
        self._other = clock_of(other)
        self.ahead = ahead

    def now(self) -> datetime:
        """What the other clock says, and so much more."""
        return self._other.now() + self.ahead

    async def wait(self, future: asyncio.Future[Any], until: datetime) -> bool:
        """Wait for a future, or until this clock says the moment, as it is set when the waiting begins."""
        return await self._other.wait(future, until - self.ahead)


def clock_of(clock: TellsTime | None) -> Clock:
    """The given clock in the form that the server needs; the machine's if none was given."""
    if clock is None:
        return Clock()
    return clock if isinstance(clock, Clock) else BorrowedClock(clock)
