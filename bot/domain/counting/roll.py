"""What a mechanism is given (a roll of powers and choices), and what it gives back (a count)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from bot.domain.counting.exact import text_of

Number = int | Fraction


class Invalid(msgspec.Struct, frozen=True):
    """A ballot (in conviction: a stake) that was not counted, and why."""

    voter: str
    reason: str


class Round(msgspec.Struct, frozen=True):
    """One round of a run-off: the power of each choice (None: already out), and who is out after it."""

    scores: tuple[int | None, ...]
    eliminated: tuple[int, ...]


class Roll(msgspec.Struct, frozen=True):
    """The ballots that count, one a voter: `powers[i]` (base units, delegations included) and `choices[i]`.

    Choices that are lists in the document are tuples here.
    """

    size: int
    """How many choices there are; they are numbered from 1."""
    voters: Sequence[str]
    powers: Sequence[int]
    choices: Sequence[Any]
    cast_power: int
    with_power: int
    """How many of the voters have any power."""
    total_power: int | None
    """The supply at the snapshot, where the document gives it."""
    cast: int | None = None
    """How many voters there are where ballots for the same make one entry; None where each entry is one voter's."""
    heads: Sequence[int] | None = None
    """Then, too: how many voters with power each entry stands for."""

    def piles(self) -> dict[tuple[int, ...], int]:
        """Where a choice is a list of numbers: the power of all ballots with the same list."""
        piles: dict[tuple[int, ...], int] = defaultdict(int)
        for choice, power in zip(self.choices, self.powers, strict=True):
            piles[choice] += power
        return piles


class Count(msgspec.Struct, frozen=True):
    """What a mechanism makes of a roll."""

    scores: tuple[Number, ...]
    texts: tuple[str, ...]
    """The scores as the result prints them."""
    winners: tuple[int, ...] | None = None
    """Who can win, where that is not simply the highest score."""
    rounds: tuple[Round, ...] = ()
    needed: tuple[int | None, ...] | None = None
    passing: tuple[bool, ...] | None = None
    invalid: tuple[Invalid, ...] = ()

    @staticmethod
    def exact(scores: Iterable[Number], **more: Any) -> Count:
        """A count whose scores print as integers or fractions in lowest terms."""
        scores = tuple(scores)
        return Count(scores, tuple(map(text_of, scores)), **more)


class Bounds(msgspec.Struct, frozen=True):
    """Between what a count lies where the powers of a roll are only known within limits."""

    scores: tuple[tuple[Number, Number], ...] | None
    """For each choice the least and the greatest score; None where nothing tells."""
    winner: int | None = None
    """The choice that wins whatever the powers are, where that is known otherwise than by its score."""
