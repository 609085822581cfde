"""How unequally something is held: exactly, in integers and fractions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from heapq import nlargest

import msgspec

from bot.domain.ids import Power

TOP = 10


class Distribution(msgspec.Struct, frozen=True):
    """What some holders hold; who holds nothing is none of them."""

    holders: int
    total: Power
    """What they hold together, in base units."""
    gini: Fraction
    """0 where all hold the same, (n - 1) / n where one of n holds everything."""
    herfindahl: Fraction
    """The sum of the squares of their shares: 1 / n where n hold the same, 1 where one holds everything."""
    nakamoto: int
    """The fewest holders who together hold more than half; 0 where there are none."""
    top: tuple[Power, ...]
    """What each of the largest holds, at most `TOP` of them, the largest first."""

    @property
    def largest(self) -> Fraction:
        """The share of the largest holder."""
        return Fraction(self.top[0], self.total) if self.top else Fraction(0)

    @property
    def of_top(self) -> Fraction:
        """The share of the largest together."""
        return Fraction(sum(self.top), self.total) if self.top else Fraction(0)


def distribution(powers: Iterable[Power]) -> Distribution:
    """Of these holders; nothing is below zero."""
    held = sorted(power for power in powers if power)
    return Distribution(
        holders=len(held),
        total=sum(held),
        gini=gini(held),
        herfindahl=herfindahl(held),
        nakamoto=nakamoto(held) or 0,
        top=tuple(nlargest(TOP, held)),
    )


def gini(powers: Sequence[Power]) -> Fraction:
    """The Gini coefficient of a whole population: half of the mean difference between two of them, as a share of their
    mean. Who holds nothing counts as one who does. 0 where nobody holds anything."""
    held = sorted(powers)
    total, number = sum(held), len(held)
    if not total:
        return Fraction(0)
    return Fraction(sum((2 * rank - number - 1) * each for rank, each in enumerate(held, 1)), number * total)


def herfindahl(powers: Iterable[Power]) -> Fraction:
    """The Herfindahl-Hirschman index, as a fraction of 1. 0 where nobody holds anything."""
    held = list(powers)
    total = sum(held)
    return Fraction(sum(each * each for each in held), total * total) if total else Fraction(0)


def nakamoto(powers: Iterable[Power], total: Power | None = None) -> int | None:
    """The fewest holders who together hold more than half of the total (None: of what all of these hold); None where
    all of them don't."""
    held = sorted(powers, reverse=True)
    whole, found = sum(held) if total is None else total, 0
    for number, each in enumerate(held, 1):
        found += each
        if 2 * found > whole:
            return number
    return None
