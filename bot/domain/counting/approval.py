"""Approval: a ballot's whole power goes to each choice that it approves (Brams and Fishburn, 1978)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations

from bot.domain.counting.errors import (
    BallotFault,
    ChosenTwice,
    NotAListOfChoices,
    OffTheBallot,
)
from bot.domain.counting.mechanism import BallotKind, Mechanism, NoOptions
from bot.domain.counting.roll import Count, Roll


def fault(choice: object, size: int, options: object) -> BallotFault | None:
    """Why `choice` can't count: it should be a list of different choices, which may be empty."""
    if type(choice) not in (list, tuple):
        return NotAListOfChoices()
    seen = set()
    for number in choice:  # type: ignore[attr-defined]
        if type(number) is not int:
            return NotAListOfChoices()
        if not 1 <= number <= size:
            return OffTheBallot(number)
        if number in seen:
            return ChosenTwice(number)
        seen.add(number)
    return None


def sound(choices: Sequence[tuple[int, ...]], size: int, options: object) -> bool:
    """Whether every list holds different numbers of choices."""
    return different_choices(set(choices), size)


def different_choices(lists: Collection[tuple[int, ...]], size: int) -> bool:
    """Whether each of the lists holds numbers of choices, none twice."""
    known = set(range(1, size + 1))
    return all(map(known.issuperset, lists)) and sum(map(len, map(set, lists))) == sum(map(len, lists))


def count(roll: Roll, options: object) -> Count:
    """The sum of the full power of every ballot that approves a choice."""
    sums = [0] * (roll.size + 1)
    for approved, power in roll.piles().items():
        for number in approved:
            sums[number] += power
    return Count.exact(sums[1:])


def support(choice: tuple[int, ...], among: frozenset[int]) -> int:
    """1 when the ballot approves at least one of `among`, else 0."""
    return 0 if among.isdisjoint(choice) else 1


def corners(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Everything on each set of the choices, which are 2ⁿ."""
    return chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))


APPROVAL = Mechanism(
    name="approval",
    ballot=BallotKind.SEVERAL,
    choice=tuple[int, ...],
    options=NoOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    corners=corners,
    mergeable=True,
)
