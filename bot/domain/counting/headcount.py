"""Head count: one voter, one vote; power only decides who is a voter."""

from __future__ import annotations

from bot.domain.counting import ranking
from bot.domain.counting.mechanism import BallotKind, Mechanism, NoOptions, ScoreUnit
from bot.domain.counting.roll import Count, Roll
from bot.domain.counting.single import corners, fault, sound, support


def count(roll: Roll, options: object) -> Count:
    """One for each voter who has any power, own or delegated."""
    heads = [0] * (roll.size + 1)
    for choice, power in zip(roll.choices, roll.powers, strict=True):
        if power:
            heads[choice] += 1
    return Count.exact(heads[1:])


HEADCOUNT = Mechanism(
    name="headcount",
    ballot=BallotKind.ONE,
    choice=int,
    options=NoOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    score_unit=ScoreUnit.VOTERS,
    corners=corners,
    reads={BallotKind.RANKING: ranking.first},
)
