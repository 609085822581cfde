"""Who votes with whom."""

from collections.abc import Hashable, Mapping, Sequence, Set
from fractions import Fraction
from typing import Generic, TypeVar

import msgspec

Voter = TypeVar("Voter", bound=Hashable)
Vote = TypeVar("Vote", bound=Hashable)

LEAST_TOGETHER = 3
"""Of voters who met in fewer votes nothing is said."""


class Pair(msgspec.Struct, frozen=True):
    """Two voters in the votes in which both spoke for something."""

    together: int
    agreed: int
    """In how many of them both spoke for the same."""

    @property
    def share(self) -> Fraction | None:
        """None where they met too rarely."""
        return Fraction(self.agreed, self.together) if self.together >= LEAST_TOGETHER else None


class Agreement(msgspec.Struct, Generic[Voter], frozen=True):
    """Each of the voters beside each other one, in the same order both ways."""

    voters: tuple[Voter, ...]
    pairs: tuple[tuple[Pair, ...], ...]

    def nearest(self) -> tuple[Voter, Voter, Pair] | None:
        """Those who agree most, of several those who met most; None where none met often enough."""
        return self._first(reverse=True)

    def farthest(self) -> tuple[Voter, Voter, Pair] | None:
        """Those who agree least, of several those who met most."""
        return self._first(reverse=False)

    def _first(self, *, reverse: bool) -> tuple[Voter, Voter, Pair] | None:
        found = [
            (share if reverse else -share, pair.together, -row, -column, pair)
            for row, pairs in enumerate(self.pairs)
            for column, pair in enumerate(pairs[:row])
            if (share := pair.share) is not None
        ]
        if not found:
            return None
        _, _, row, column, pair = max(found, key=lambda each: each[:4])
        return self.voters[-column], self.voters[-row], pair


def agreement(voters: Sequence[Voter], favoured: Mapping[Voter, Mapping[Vote, Set[int]]]) -> Agreement[Voter]:
    """`favoured`: for which choices each of them spoke in each vote, nothing where for none."""

    def pair(one: Voter, other: Voter) -> Pair:
        first, second = favoured.get(one, {}), favoured.get(other, {})
        met = [vote for vote, choices in first.items() if choices and second.get(vote)]
        return Pair(len(met), sum(first[vote] == second[vote] for vote in met))

    return Agreement(tuple(voters), tuple(tuple(pair(one, other) for other in voters) for one in voters))
