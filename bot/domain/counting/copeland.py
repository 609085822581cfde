"""Copeland: every pair of choices is compared; 1 for each comparison won, 1/2 for each tied (Copeland, 1951).

Choices that a ballot leaves out rank level with each other, below all that it ranks.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from bot.domain.counting.exact import whole
from bot.domain.counting.ranking import RankingOptions, fault, sound, support
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


Above = dict[tuple[int, int], int]
"""(set of choices as bits, number of a choice) → the power of the ballots that rank just these before it."""


def pairwise(roll: Roll) -> list[list[int]]:
    """`[i][j]`: the power of the ballots that rank choice i + 1 above choice j + 1.

    A choice is above all that its ballot doesn't rank before it, so it is enough to know how much power has it
    after which set of choices. Rankings of everything are cut in halves, of which many ballots share one, and the
    halves are shortened choice by choice, equal ones falling together at every step: that is several times fewer
    additions than one for each pair of choices on each ballot.
    """
    above: Above = {}
    middle = roll.size // 2
    beginnings: dict[tuple[int, ...], int] = {}
    endings: dict[tuple[int, ...], int] = {}
    for ranking, power in zip(roll.choices, roll.powers, strict=True):
        if len(ranking) == roll.size:
            beginning, ending = tuple(ranking[:middle]), tuple(ranking[middle:])
            beginnings[beginning] = beginnings.get(beginning, 0) + power
            endings[ending] = endings.get(ending, 0) + power
        else:
            ranking = tuple(ranking)
            beginnings[ranking] = beginnings.get(ranking, 0) + power
    _from_beginnings(beginnings, above)
    _from_endings(endings, above, _bits(range(1, roll.size + 1)))
    beats = [[0] * roll.size for _ in range(roll.size)]
    for (before, number), power in above.items():
        row = beats[number - 1]
        for other in range(roll.size):
            if not before >> (other + 1) & 1:
                row[other] += power
    return beats


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def _from_beginnings(piles: dict[tuple[int, ...], int], above: Above) -> None:
    """Adds what the first choices of rankings say, taking away the last of the longest at a time."""
    for length in range(max(map(len, piles), default=0), 0, -1):
        shorter: dict[tuple[int, ...], int] = {}
        before: dict[tuple[int, ...], int] = {}
        for ranking, power in piles.items():
            if len(ranking) < length:
                shorter[ranking] = shorter.get(ranking, 0) + power
                continue
            head = ranking[:-1]
            if head not in before:
                before[head] = _bits(head)
            key = (before[head], ranking[-1])
            above[key] = above.get(key, 0) + power
            shorter[head] = shorter.get(head, 0) + power
        piles = shorter


def _from_endings(piles: dict[tuple[int, ...], int], above: Above, everything: int) -> None:
    """Adds what the last choices of full rankings say, taking away the first of each at a time."""
    while piles:
        shorter: dict[tuple[int, ...], int] = {}
        before: dict[tuple[int, ...], int] = {}
        for ranking, power in piles.items():
            tail = ranking[1:]
            if tail not in before:
                before[tail] = everything ^ _bits(tail)
            number = ranking[0]
            key = (before[tail] ^ 1 << number, number)
            above[key] = above.get(key, 0) + power
            if tail:
                shorter[tail] = shorter.get(tail, 0) + power
        piles = shorter


COPELAND = Mechanism("copeland", tuple[int, ...], RankingOptions, fault, count, support, sound=sound)
