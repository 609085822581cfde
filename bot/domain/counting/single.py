"""Single choice: a ballot's whole power goes to one choice (first past the post, For/Against/Abstain)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.counting import ranking
from bot.domain.counting.errors import (
    BallotFault,
    NotOneChoice,
    OffTheBallot,
)
from bot.domain.counting.mechanism import BallotKind, Mechanism, NoOptions
from bot.domain.counting.roll import Count, Roll


def fault(choice: object, size: int, options: object) -> BallotFault | None:
    """Why `choice` can't count: it should be the number of one choice."""
    if type(choice) is not int:
        return NotOneChoice()
    if not 1 <= choice <= size:
        return OffTheBallot(choice)
    return None


def sound(choices: Sequence[int], size: int, options: object) -> bool:
    """Whether every choice is the number of a choice."""
    return set(choices) <= set(range(1, size + 1))


def count(roll: Roll, options: object) -> Count:
    """The sum of power behind each choice."""
    sums = [0] * (roll.size + 1)
    for choice, power in zip(roll.choices, roll.powers, strict=True):
        sums[choice] += power
    return Count.exact(sums[1:])


def support(choice: object, among: frozenset[int]) -> int:
    """1 when the ballot's choice is one of `among`, else 0."""
    return 1 if choice in among else 0


def corners(numbers: Sequence[int]) -> Sequence[int]:
    """Everything on one of the choices."""
    return numbers


SINGLE = Mechanism(
    name="single",
    ballot=BallotKind.ONE,
    choice=int,
    options=NoOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    corners=corners,
    mergeable=True,
    reads={BallotKind.RANKING: ranking.first},
)
