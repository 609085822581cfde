"""What members of different views agree on: the group-informed consensus of Polis.

Small, Bjorkegren, Erkkilä, Shaw & Megill, *Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces*,
Recerca 26(2), 2021: of a statement, the product over all groups of (agrees + 1) / (answers + 2). It is large only where
it is large in each of them: a small group that disagrees is not outvoted by a large one.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import prod

import msgspec

from bot.domain.statements.groups import groups_of
from bot.domain.statements.sheet import Answers, Sheet
from bot.domain.statements.statement import Answer


class Counts(msgspec.Struct, frozen=True):
    """How many answered a statement, and how."""

    agree: int
    passed: int
    disagree: int

    @property
    def answers(self) -> int:
        return self.agree + self.passed + self.disagree

    @property
    def consensus(self) -> Fraction:
        """The estimated probability that somebody of them agrees: (agrees + 1) / (answers + 2)."""
        return Fraction(self.agree + 1, self.answers + 2)

    @property
    def agreed(self) -> bool:
        """Whether more than half of those who answered agree."""
        return self.agree * 2 > self.answers


class StatementResult(msgspec.Struct, frozen=True):
    number: int
    text: str
    counts: Counts
    """Of all who answered it."""
    of_groups: tuple[Counts, ...]
    """Of each group, in its order."""

    @property
    def consensus(self) -> Fraction:
        """Group-informed: 0 to 1."""
        return prod((each.consensus for each in self.of_groups), start=Fraction(1))

    @property
    def agreed(self) -> bool:
        """Whether each group agrees with it, by more than half of those of it who answered."""
        return bool(self.of_groups) and all(each.agreed for each in self.of_groups)


class Bridging(msgspec.Struct, frozen=True):
    participants: int
    """Who answered anything."""
    groups: tuple[int, ...]
    """The size of each, the largest first. Who answered too little stands in none."""
    results: tuple[StatementResult, ...]
    """By their numbers."""

    @property
    def agreed(self) -> tuple[StatementResult, ...]:
        """Those with which each group agrees, the largest consensus first."""
        found = (each for each in self.results if each.agreed)
        return tuple(sorted(found, key=lambda each: (-each.consensus, each.number)))


def bridging(sheet: Sheet) -> Bridging:
    """What follows from the answers; the same whoever computes it."""
    groups = [group.members for group in groups_of(sheet)]
    everybody, each_group = _counted(sheet.answers), [_counted(members) for members in groups]
    results = [
        StatementResult(
            number, text, _counts(everybody, number), tuple(_counts(each, number) for each in each_group)
        )
        for number, text in sheet.texts.items()
    ]
    return Bridging(len(sheet.answers), tuple(map(len, groups)), tuple(results))


def _counted(members: Iterable[Answers]) -> Counter[tuple[int, Answer]]:
    return Counter(answer for each in members for answer in each.items())


def _counts(counted: Counter[tuple[int, Answer]], number: int) -> Counts:
    return Counts(*(counted[number, answer] for answer in (Answer.AGREE, Answer.PASS, Answer.DISAGREE)))
