"""Whether the machine's clock is right, by what Discord and the chains say of the time.

Whatever a source says is kept as the time that it was, by that source, when the machine's steady clock (which nobody
sets) began to count. So it stays comparable while the machine's own clock is set, forwards or backwards.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

NOTED = timedelta(seconds=1)
"""A clock that is off by more is worth a line in the operator's log."""
TOLERATED = timedelta(seconds=10)
"""With more than this nothing happens by the clock."""
_NONE = timedelta(0)


class Bounds(NamedTuple):
    """Between which times a source's clock stood when the steady clock began to count."""

    earliest: datetime
    latest: datetime

    def ahead(self, own: datetime) -> timedelta:
        """How far a clock that stood at `own` then is ahead of the source's for certain; less than zero: behind it."""
        if own > self.latest:
            return own - self.latest
        return min(own - self.earliest, _NONE)

    def overlaps(self, other: "Bounds") -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest

    def widened(self, by: timedelta) -> "Bounds":
        return Bounds(self.earliest - by, self.latest + by)


def most_agreed(said: Sequence[Bounds]) -> Bounds:
    """Where most of a source's answers agree (Marzullo's algorithm), the newest where several are as many.

    `said` has the oldest first, and at least one. A single answer that is far off counts for nothing.
    """
    groups = [[each for each in said if each.earliest <= start <= each.latest] for start, _ in reversed(said)]
    together = max(groups, key=len)
    return Bounds(max(each.earliest for each in together), min(each.latest for each in together))


class Witness(msgspec.Struct, frozen=True):
    """What a chain, or whatever else bears a time, says of it."""

    bounds: Bounds
    """The earliest time is certain: nothing bears a time that is to come. The latest is how late it usually is."""
    lively: bool = False
    """Whether its times have been seen to go on as time does, so that it can be late, but not standing still."""

    def contradicts(self, own: datetime, *, alone: bool) -> bool:
        """Whether the machine's clock is wrong by it; a late one is believed only where it is `alone`."""
        ahead = self.bounds.ahead(own)
        return ahead < -TOLERATED or (alone and self.lively and ahead > TOLERATED)

    def confirms(self, own: datetime, against: Bounds | None = None) -> bool:
        """Whether the machine's clock is right by it, and a source that says otherwise wrong."""
        if abs(self.bounds.ahead(own)) > TOLERATED:
            return False
        return against is None or not self.bounds.overlaps(against)


class Trust(StrEnum):
    """What the machine's clock is worth."""

    UNKNOWN = "unknown"
    """Discord has not been heard yet."""
    AGREES = "agrees"
    OFF = "off"
    """By more than is worth a line, and less than matters."""
    WRONG = "wrong"
    """Nothing happens by it."""
    CONFIRMED = "confirmed"
    """Discord says something else, and is refuted by another source."""


class Verdict(msgspec.Struct, frozen=True):
    """What is made of the machine's clock."""

    trust: Trust
    ahead: timedelta = _NONE
    """How far it is ahead for certain, by Discord or, where Discord is silent, by the chain that says most; less than
    zero: behind."""
    off: tuple[str, ...] = ()
    """The other sources that the machine's clock contradicts, by name."""

    @property
    def halts(self) -> bool:
        """Whether nothing may happen by the clock."""
        return self.trust is Trust.WRONG


def judge(own: datetime, discord: Bounds | None, witnesses: Mapping[str, Witness]) -> Verdict:
    """What the machine's clock is worth, which stood at `own` when the steady clock began to count.

    Votes live by Discord's time: ballots bear it. So a clock that agrees with Discord's is right, whatever else is
    said; one that doesn't is wrong, unless a witness confirms it and contradicts Discord, and none contradicts it.
    Where Discord says nothing of the time, a witness that contradicts the clock is enough, unless another confirms it.
    """
    off = tuple(name for name, each in witnesses.items() if each.contradicts(own, alone=True))
    against = [each for each in witnesses.values() if each.contradicts(own, alone=discord is None)]
    if discord is None:
        if against and not any(each.confirms(own) for each in witnesses.values()):
            ahead = max((each.bounds.ahead(own) for each in against), key=abs)
            return Verdict(Trust.WRONG, ahead, off)
        return Verdict(Trust.UNKNOWN, off=off)
    ahead = discord.ahead(own)
    if abs(ahead) > TOLERATED:
        refuted = not against and any(each.confirms(own, discord) for each in witnesses.values())
        return Verdict(Trust.CONFIRMED if refuted else Trust.WRONG, ahead, off)
    return Verdict(Trust.OFF if abs(ahead) > NOTED else Trust.AGREES, ahead, off)
