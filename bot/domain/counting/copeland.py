"""Copeland: every pair of choices is compared; 1 for each comparison won, 1/2 for each tied (Copeland, 1951).

Choices that a ballot leaves out rank level with each other, below all that it ranks.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations, zip_longest

from bot.domain.counting.exact import whole
from bot.domain.counting.mechanism import BallotKind, Mechanism, ScoreUnit
from bot.domain.counting.ranking import MOST_RANKED, RankingOptions, fault, sound, support
from bot.domain.counting.roll import Bounds, Count, Roll

MOST_IN_LANES = 126
"""With more choices than that, a place and its carry don't fit into a byte."""

AT_ONCE = 8
"""Pairs compared in one pass over the ballots: their bits make a byte."""


def count(roll: Roll, options: RankingOptions) -> Count:
    """The number of pairwise wins of each choice, a pairwise tie being half a win."""
    above = pairwise(roll)
    scores = []
    for one in range(roll.size):
        halves = 0
        for other in range(roll.size):
            if other != one:
                margin = above[one][other] - above[other][one]
                halves += 2 if margin > 0 else 1 if margin == 0 else 0
        scores.append(whole(Fraction(halves, 2)))
    return Count.exact(scores)


def bounds(low: Roll, high: Roll, options: RankingOptions) -> Bounds:
    """A comparison is won for sure where even the least power above is more than the greatest below."""
    least, most = pairwise(low), pairwise(high)
    scores = []
    for one in range(low.size):
        halves, possible = 0, 0
        for other in range(low.size):
            if other != one:
                worst = least[one][other] - most[other][one]
                best = most[one][other] - least[other][one]
                halves += 2 if worst > 0 else 1 if worst == 0 else 0
                possible += 2 if best > 0 else 1 if best == 0 else 0
        scores.append((whole(Fraction(halves, 2)), whole(Fraction(possible, 2))))
    return Bounds(tuple(scores))


def pairwise(roll: Roll) -> list[list[int]]:
    """`[i][j]`: the power of the ballots that rank choice i + 1 above choice j + 1; 0 where i is j.

    All ballots are compared at once: an integer with a byte for each ballot holds the place that the ballot gives
    to one choice, so that one subtraction says, ballot by ballot, which of two choices has the better place. The
    answers for eight pairs make one byte a ballot; power is added by the value of that byte.
    """
    if roll.size > MOST_IN_LANES:
        return _one_by_one(roll)
    above = [[0] * roll.size for _ in range(roll.size)]
    ballots = len(roll.choices)
    ones = int.from_bytes(b"\1" * ballots, "little")
    in_a_row = bytes(list(chain.from_iterable(roll.choices)))
    full = len(in_a_row) == roll.size * ballots
    if full:
        columns = [in_a_row[place :: roll.size] for place in range(roll.size)]
    else:
        columns = [bytes(column) for column in zip_longest(*roll.choices, fillvalue=0)]
    places = _places(columns, roll.size, ones, full)
    pairs = list((combinations if full else permutations)(range(roll.size), 2))
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        patterns = 0
        for bit, (one, other) in enumerate(some):
            # 128 + the other's place − 1 − this one's: at least 128 where this one's place is the better.
            lanes = (places[other] | ones << 7) - ones - places[one]
            patterns |= (lanes >> 7 & ones) << bit
        sums = [0] * (1 << AT_ONCE)
        for pattern, power in zip(patterns.to_bytes(ballots, "little"), roll.powers, strict=True):
            sums[pattern] += power
        for bit, (one, other) in enumerate(some):
            above[one][other] = sum(power for pattern, power in enumerate(sums) if pattern >> bit & 1)
            if full:
                above[other][one] = roll.cast_power - above[one][other]
    return above


def _places(columns: Sequence[bytes], size: int, ones: int, full: bool) -> list[int]:
    """For each choice the places that the ballots give it, 0 the best, a byte a ballot; unranked is below the last.

    `columns[i]` holds the choice that each ballot has in place i, 0 where it has none. Where places are small, those
    of several choices are found at once, side by side in a byte.
    """
    worst = size - 1 if full else size
    bits = 2 if worst < 4 else 4 if worst < 16 else 8
    last = (1 << bits) - 1
    shifts = range(0, 8, bits)
    places: list[int] = []
    for first in range(1, size + 1, len(shifts)):
        lanes = ones * sum(worst << shift for shift in shifts)
        for place, column in enumerate(columns[:worst]):
            better = bytearray(256)
            for number, shift in enumerate(shifts, first):
                better[number] = worst - place << shift
            lanes -= int.from_bytes(column.translate(better), "little")
        places += [lanes >> shift & ones * last for shift in shifts]
    return places[:size]


def _one_by_one(roll: Roll) -> list[list[int]]:
    """The same, ballot by ballot: what ranks a choice at all ranks it above all but those that stand before it."""
    ranked = [0] * roll.size
    behind = [[0] * roll.size for _ in range(roll.size)]
    for ranking, power in zip(roll.choices, roll.powers, strict=True):
        before: list[int] = []
        for number in ranking:
            ranked[number - 1] += power
            row = behind[number - 1]
            for better in before:
                row[better] += power
            before.append(number - 1)
    return [
        [0 if one == other else ranked[one] - behind[one][other] for other in range(roll.size)]
        for one in range(roll.size)
    ]


COPELAND = Mechanism(
    name="copeland",
    ballot=BallotKind.RANKING,
    choice=tuple[int, ...],
    options=RankingOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    bounds=bounds,
    most_choices=MOST_RANKED,
    score_unit=ScoreUnit.COMPARISONS,
    mergeable=True,
)
