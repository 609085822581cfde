"""How much of one kind of work is done at once, for whom, and how fast."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar

import msgspec

Work = TypeVar("Work", bound=Hashable)
Owner = TypeVar("Owner", bound=Hashable)


class Pace(msgspec.Struct, frozen=True):
    """At most `at_once` one after the other, and then one more each time that `every` has passed."""

    at_once: int
    every: timedelta

    def opens_at(self, used_up_until: timedelta, now: timedelta) -> timedelta:
        """When one more may begin, also where that is over. `used_up_until`: when all of what the pace allows would be
        there again (the generic cell rate algorithm)."""
        return max(used_up_until, now) - self.every * (self.at_once - 1)

    def after_one(self, used_up_until: timedelta, now: timedelta) -> timedelta:
        """`used_up_until` when one more has begun."""
        return max(used_up_until, now) + self.every


class Limits(msgspec.Struct, frozen=True):
    at_once: int
    """Pieces of work that are under way at the same time."""
    of_one: int
    """So many of them for one server: what hangs there leaves room for the others."""
    pace: Pace = Pace(1, every=timedelta(0))
    in_turns: bool = False
    """Whether all servers for which something waits have their turn before one has the next: who has much waits longer
    for the last of it, and nobody for the others'."""


_LONG_AGO = timedelta.min
_NOW = timedelta(0)


@dataclass
class Limiter(Generic[Work, Owner]):
    """Of one kind of work. Its times are steady ones (`Clock.steady`): a clock that is set back holds up nothing."""

    limits: Limits
    busy: dict[Work, Owner] = field(default_factory=dict)
    """What is under way, and for whom."""
    served: set[Owner] = field(default_factory=set)
    """Those who have had their turn, where there are turns."""
    _closed_until: timedelta = _LONG_AGO
    _used_up_until: timedelta = _LONG_AGO

    def free(self) -> int:
        """How much may be under way besides what is."""
        return self.limits.at_once - len(self.busy)

    def opens_in(self, now: timedelta) -> timedelta:
        """How long it is until something may begin; zero where nothing is to be waited for."""
        return max(now, self._closed_until, self.limits.pace.opens_at(self._used_up_until, now)) - now

    def close(self, until: timedelta) -> None:
        """Begin nothing so long."""
        self._closed_until = max(self._closed_until, until)

    def may_begin(self, work: Work, owner: Owner, now: timedelta) -> bool:
        return (
            self.free() > 0
            and self.opens_in(now) == _NOW
            and work not in self.busy
            and owner not in self.full()
            and owner not in self.served
        )

    def begin(self, work: Work, owner: Owner, now: timedelta) -> None:
        self.busy[work] = owner
        self._used_up_until = self.limits.pace.after_one(self._used_up_until, now)
        if self.limits.in_turns:
            self.served.add(owner)

    def end(self, work: Work) -> None:
        del self.busy[work]

    def full(self) -> set[Owner]:
        """Those for whom as much is under way as may be."""
        counted = Counter(self.busy.values())
        return {owner for owner, number in counted.items() if number >= self.limits.of_one}
