"""How few hold a vote that is under way, and how much more power would turn it (docs/what-if.md, On the card).

None of it depends on who chose what but the price, so that it stays as it is while voters change their minds.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import msgspec

from bot.domain.counting.mechanism import ScoreUnit
from bot.domain.counting.roll import Number, Roll
from bot.domain.elections.election import Election
from bot.domain.elections.tally import result_of
from bot.domain.rules.names import role
from bot.domain.rules.outcome import quorums
from bot.domain.rules.passing import elects
from bot.domain.rules.quorum import kind_of
from bot.domain.what_if.conditions import Cast, Condition, Conditions
from bot.domain.what_if.decision import Decision, decision

MOST_MAKERS = 3
"""More voters who together make the quorum are nothing to be told."""
TIMES = 3
"""There must be so many voters for each whom it tells of: where few vote, each of them weighs much."""

_MOST_PILES = 500
"""Different ballots: of more the price isn't looked for."""


class Leverage(msgspec.Struct, frozen=True):
    decides_alone: bool = False
    """Whether whatever the strongest voter chooses comes out, if all others are against it."""
    quorum_makers: int | None = None
    """So few voters together hold what every quorum asks for; None for more than MOST_MAKERS, and without a quorum of
    power."""
    price: int | None = None
    """The least power, in base units, which cast in addition for one choice would change what comes out; None where
    there isn't so much left, and where it isn't known."""


def leverage(
    election: Election, roll: Roll, strongest: Sequence[int], remaining: int | None = None
) -> Leverage | None:
    """`roll` are the ballots so far, `strongest` the powers of the MOST_MAKERS strongest voters, the greatest first,
    `remaining` the power of those who have not voted (None: unknown). None where nothing can be told."""
    conditions = Conditions(election)
    additive = conditions.mechanism.additive
    if (
        not conditions.known
        or not additive
        or conditions.mechanism.unit(election.options) is not ScoreUnit.POWER
    ):
        return None
    voters = len(roll.powers) if roll.cast is None else roll.cast
    if not voters:
        return None
    return Leverage(
        voters >= TIMES and _decides_alone(conditions, roll, strongest[0], voters),
        _quorum_makers(conditions, strongest, voters),
        _price(conditions, roll, remaining),
    )


def _decides_alone(conditions: Conditions, roll: Roll, power: int, voters: int) -> bool:
    """Between For and Against, or between any two choices of a vote that elects."""
    election, rules = conditions.election, conditions.rules
    if elects(rules, election.choices):
        one, other = 1, min(2, conditions.size)
    else:
        found = [role(name, rules.roles, election.choices) for name in ("for", "against")]
        if None in found:
            return False
        one, other = (number or 0 for number in found)
    if one == other:
        return False
    rest = roll.cast_power - power
    for mine, theirs in product((one, other), repeat=2):
        stood = Roll(
            roll.size,
            ("", ""),
            (power, rest),
            (conditions.only(mine), conditions.only(theirs)),
            roll.cast_power,
            roll.with_power,
            roll.total_power,
            voters,
            (int(power > 0), max(0, roll.with_power - 1)),
        )
        came = decision(election, result_of(election, stood))
        wanted = Decision(True, mine) if elects(rules, election.choices) else Decision(mine == one)
        if came != wanted:
            return False
    return True


def _quorum_makers(conditions: Conditions, strongest: Sequence[int], voters: int) -> int | None:
    needed: Number = 0
    for field, quorum in quorums(conditions.rules):
        kind = kind_of(quorum)
        if kind.of_voters:
            return None
        total = conditions.total(field) if kind.of_total else 0
        needed = max(needed, kind.needed(quorum, field, total, 0) + int(quorum.strict))
    if not needed:
        return None
    for number in range(1, min(MOST_MAKERS, voters // TIMES) + 1):
        if sum(strongest[:number]) >= needed:
            return number
    return None


def _price(conditions: Conditions, roll: Roll, remaining: int | None) -> int | None:
    piles = _piles(conditions, roll)
    if len(piles) > _MOST_PILES:
        return None
    stood = decision(conditions.election, result_of(conditions.election, roll))
    found: list[int] = []
    for winner in conditions.winners if not stood.passed else [stood.winner or conditions.winners[0]]:
        sums = [_Sum(conditions, condition, piles) for condition in conditions.of_passing(winner)]
        for choice in conditions.targets:
            if stood.passed:
                found += [least for each in sums if (least := each.broken_by(choice)) is not None]
            else:
                needed = [least for each in sums if (least := each.held_by(choice)) is not None]
                found += [max(needed)] if needed and len(needed) == len(sums) else []
    price = min(found, default=None)
    return None if price is None or (remaining is not None and price > remaining) else price


class _Pile(msgspec.Struct, frozen=True):
    """All ballots for the same: what one voter with one unit of power gives, and with two; the voters, their power."""

    once: Cast
    twice: Cast
    voters: int
    power: int


def _piles(conditions: Conditions, roll: Roll) -> list[_Pile]:
    heads: Sequence[int] = roll.heads or [int(power > 0) for power in roll.powers]
    gathered: dict[Hashable, tuple[Any, int, int]] = {}
    for choice, power, voters in zip(roll.choices, roll.powers, heads, strict=True):
        key = tuple(sorted(choice.items())) if isinstance(choice, dict) else choice
        _, before, there = gathered.get(key, (choice, 0, 0))
        gathered[key] = choice, before + power, there + voters
        if len(gathered) > _MOST_PILES:
            break
    return [
        _Pile(conditions.cast(choice, 1), conditions.cast(choice, 2), voters, power)
        for choice, power, voters in gathered.values()
    ]


class _Sum:
    """A condition with what the ballots so far add to it: each so much for its voter, and for each unit of power."""

    def __init__(self, conditions: Conditions, condition: Condition, piles: Sequence[_Pile]) -> None:
        self._conditions = conditions
        self._condition = condition
        self._total: Number = 0
        for pile in piles:
            of_voter, of_unit = self._parts(pile.once, pile.twice)
            self._total += of_voter * pile.voters + of_unit * pile.power

    def _parts(self, once: Cast, twice: Cast) -> tuple[Number, Number]:
        one, two = self._condition.adds(once), self._condition.adds(twice)
        return 2 * one - two, two - one

    def _with(self, choice: Any) -> tuple[Number, Number]:
        """The sum with one voter more who chooses this, without their power; and what each unit of it adds."""
        of_voter, of_unit = self._parts(self._conditions.cast(choice, 1), self._conditions.cast(choice, 2))
        return self._total + of_voter, of_unit

    def broken_by(self, choice: Any) -> int | None:
        """How much power for this choice breaks it; None where none does."""
        there, of_unit = self._with(choice)
        if not self._condition.holds(there + of_unit):
            return 1
        if of_unit >= 0:
            return None
        enough = Fraction(there - self._condition.bar) / -of_unit
        return ceil(enough) if self._condition.strict else floor(enough) + 1

    def held_by(self, choice: Any) -> int | None:
        """How much power for this choice makes it hold; None where none does."""
        there, of_unit = self._with(choice)
        if self._condition.holds(there + of_unit):
            return 1 if of_unit >= 0 else None
        if of_unit <= 0:
            return None
        missing = Fraction(self._condition.bar - there) / of_unit
        return floor(missing) + 1 if self._condition.strict else ceil(missing)
