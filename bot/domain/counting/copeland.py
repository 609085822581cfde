"""Copeland: every pair of choices is compared; 1 for each comparison won, 1/2 for each tied (Copeland, 1951).

Choices that a ballot leaves out rank level with each other, below all that it ranks.
"""

from __future__ import annotations

from fractions import Fraction

from bot.domain.counting.exact import whole
from bot.domain.counting.ranking import RankingOptions, fault, support
from bot.domain.counting.roll import Count, Mechanism, Roll


def count(roll: Roll, options: RankingOptions) -> Count:
    """The number of pairwise wins of each choice, a pairwise tie being half a win."""
    beats = pairwise(roll)
    scores = []
    for one in range(roll.size):
        halves = 0
        for other in range(roll.size):
            if other != one:
                margin = beats[one][other] - beats[other][one]
                halves += 2 if margin > 0 else 1 if margin == 0 else 0
        scores.append(whole(Fraction(halves, 2)))
    return Count.exact(scores)


def pairwise(roll: Roll) -> list[list[int]]:
    """`[i][j]`: the power of the ballots that rank choice i + 1 above choice j + 1.

    A choice is above all that its ballot doesn't rank before it. So it is enough to know, for each choice and each
    set of choices that a ballot may rank before it, how much power has them so: ten additions a ballot of ten
    choices, and the comparisons are made once for each such set.
    """
    above: dict[tuple[int, int], int] = {}
    for ranking, power in roll.piles().items():
        before = 0
        for number in ranking:
            above[before, number] = above.get((before, number), 0) + power
            before |= 1 << number
    beats = [[0] * roll.size for _ in range(roll.size)]
    for (before, number), power in above.items():
        row = beats[number - 1]
        for other in range(roll.size):
            if not before >> (other + 1) & 1:
                row[other] += power
    return beats


COPELAND = Mechanism("copeland", tuple[int, ...], RankingOptions, fault, count, support)
