"""How soon after the opening of a vote its voters came."""

from datetime import timedelta
from fractions import Fraction
from itertools import accumulate

import msgspec

EDGES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48, 72, 120, 168))
"""Where one span ends and the next one begins; the last one has no end."""


class Delays(msgspec.Struct, frozen=True):
    """How many members came in each span, with their first ballot in a vote."""

    counts: tuple[int, ...]
    """One more than there are edges."""

    @property
    def number(self) -> int:
        return sum(self.counts)

    def within(self, edge: timedelta) -> Fraction:
        """The share of those who came before this edge. Raises ValueError for what is none."""
        before = sum(self.counts[: EDGES.index(edge) + 1])
        return Fraction(before, self.number) if self.number else Fraction(0)

    @property
    def half_by(self) -> timedelta | None:
        """The first edge before which at least half of them came; None where that is behind the last one, and where
        nobody came."""
        if not self.number:
            return None
        reached = zip(EDGES, accumulate(self.counts), strict=False)
        return next((edge for edge, before in reached if 2 * before >= self.number), None)
