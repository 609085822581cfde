"""Rankings: the ballots of ranked choice and of Copeland, best choice first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import msgspec

from bot.domain.counting import approval
from bot.domain.counting.errors import (
    BallotFault,
    EmptyRanking,
    PartialRanking,
)

MOST_RANKED = 500
"""Choices of a vote by rankings: every pair of them is compared, every one may have a round."""


class RankingOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`require_full`: a ballot that doesn't rank every choice is invalid."""

    require_full: bool = False


def fault(choice: object, size: int, options: RankingOptions) -> BallotFault | None:
    """Why `choice` can't count: it should be a list of different choices, not empty."""
    reason = approval.fault(choice, size, options)
    if reason is not None:
        return reason
    ranked = len(choice)  # type: ignore[arg-type]
    if not ranked:
        return EmptyRanking()
    if options.require_full and ranked != size:
        return PartialRanking(ranked, size)
    return None


def sound(choices: Sequence[tuple[int, ...]], size: int, options: RankingOptions) -> bool:
    """Whether every list is a ranking, full where that is required."""
    lengths = set(map(len, choices))
    if min(lengths, default=size) < (size if options.require_full else 1):
        return False
    if lengths == {size} and size < 256:
        return _full(choices, size)
    return approval.different_choices(choices, size)


def _full(choices: Sequence[tuple[int, ...]], size: int) -> bool:
    """Whether lists of `size` numbers each hold every number from 1 to `size`.

    All lists at once: an integer with a byte for each list has a bit for each of eight numbers, so that there are as
    many bits as numbers in all where, and only where, none is missing.
    """
    try:
        in_a_row = bytes(list(chain.from_iterable(choices)))
    except (ValueError, OverflowError):
        return False
    columns = [in_a_row[place::size] for place in range(size)]
    found = 0
    for first in range(1, size + 1, 8):
        bits = bytearray(256)
        for bit, number in enumerate(range(first, min(first + 8, size + 1))):
            bits[number] = 1 << bit
        lanes = 0
        for column in columns:
            lanes |= int.from_bytes(column.translate(bits), "little")
        found += lanes.bit_count()
    return found == len(in_a_row)


def first(choice: tuple[int, ...]) -> int:
    """The choice that a ballot puts first."""
    return choice[0]


def support(choice: tuple[int, ...], among: frozenset[int]) -> int:
    """1 when the ballot's first choice is one of `among`, else 0."""
    return 1 if choice[0] in among else 0
