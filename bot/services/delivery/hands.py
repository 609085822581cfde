"""How much of each queue is delivered at once, for whom, and how fast."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.ids import GuildId
from bot.services.delivery.notifications import Queue


@dataclass(frozen=True)
class Pace:
    """At most `at_once` one after the other, and then one more each time that `every` has passed."""

    at_once: int
    every: timedelta


@dataclass(frozen=True)
class Limits:
    deliveries: int
    """That are under way at the same time."""
    of_one_guild: int
    """So many of them: what hangs in one server leaves hands for the others."""
    pace: Pace = Pace(1, every=timedelta(0))


LIMITS: Mapping[Queue, Limits] = {
    Queue.DECISIONS: Limits(16, of_one_guild=6),
    Queue.EXECUTION: Limits(8, of_one_guild=4),
    Queue.PRIVATE: Limits(2, of_one_guild=2, pace=Pace(5, every=timedelta(seconds=3))),
    Queue.COSMETIC: Limits(8, of_one_guild=4),
}

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Hands:
    """Those of one queue."""

    limits: Limits
    lanes: dict[str, GuildId] = field(default_factory=dict)
    """What is under way, and for whom."""
    _closed_until: datetime = _LONG_AGO
    _used_up_until: datetime = _LONG_AGO
    """When all of what the pace allows would be there again (the generic cell rate algorithm)."""

    def free(self) -> int:
        """How many deliveries may be under way besides those that are."""
        return self.limits.deliveries - len(self.lanes)

    def opens_at(self, now: datetime) -> datetime:
        """From when on a delivery may begin; now where nothing is to be waited for."""
        pace = self.limits.pace
        waited_for = max(self._used_up_until, now) - pace.every * (pace.at_once - 1)
        return max(now, self._closed_until, waited_for)

    def close(self, until: datetime) -> None:
        """Whoever delivers was asked to wait so long."""
        self._closed_until = max(self._closed_until, until)

    def may_begin(self, lane: str, guild: GuildId, now: datetime) -> bool:
        return (
            self.free() > 0
            and self.opens_at(now) <= now
            and lane not in self.lanes
            and guild not in self.full()
        )

    def begin(self, lane: str, guild: GuildId, now: datetime) -> None:
        self.lanes[lane] = guild
        self._used_up_until = max(self._used_up_until, now) + self.limits.pace.every

    def end(self, lane: str) -> None:
        del self.lanes[lane]

    def full(self) -> set[GuildId]:
        """The servers for which as much is under way as may be."""
        counted = Counter(self.lanes.values())
        return {guild for guild, number in counted.items() if number >= self.limits.of_one_guild}
