"""Quorum: is enough of the electorate behind this decision for it to bind everybody?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from bot.domain.counting.errors import ElectionError
from bot.domain.counting.exact import quantity, ratio, whole
from bot.domain.counting.roll import Mechanism, Number, Roll
from bot.domain.rules.backing import backing
from bot.domain.rules.electorate import Electorate, total_power
from bot.domain.rules.names import numbers


class Quorum(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One quorum of the rules (election-format.md, Rules)."""

    kind: Literal["absolute", "share", "headcount"]
    value: str | int
    counts: list[str] | None = None
    strict: bool = False
    without: list[str] | None = None


class QuorumResult(msgspec.Struct, frozen=True):
    """What counted toward a quorum and what it needed: base units, or voters for a head count."""

    reached: bool
    power: Number
    needed: Number


def check(quorum: Quorum, field: str, choices: Sequence[str], electorate: Electorate) -> None:
    """Raises ElectionError for a quorum that can't be applied to these choices and this electorate."""
    _value(quorum, field)
    if quorum.kind == "share":
        total_power(electorate, field)
    elif quorum.without is not None:
        raise ElectionError(f"{field}.without", 'should only stand in a quorum of the kind "share"')
    numbers(quorum.counts or (), choices, f"{field}.counts")
    numbers(quorum.without or (), choices, f"{field}.without")


def apply(
    quorum: Quorum,
    field: str,
    roll: Roll,
    mechanism: Mechanism,
    choices: Sequence[str],
    electorate: Electorate,
) -> QuorumResult:
    """Whether the quorum is reached, and by how much; exact."""
    if quorum.counts is None:
        power: Number = roll.cast_power
        voters = roll.with_power
    else:
        power, voters = backing(roll, mechanism, numbers(quorum.counts, choices, f"{field}.counts"))
    needed = _value(quorum, field)
    if quorum.kind == "share":
        base: Number = total_power(electorate, field)
        if quorum.without:
            base -= backing(roll, mechanism, numbers(quorum.without, choices, f"{field}.without"))[0]
        needed = whole(Fraction(needed * base))
    held = voters if quorum.kind == "headcount" else power
    return QuorumResult(held > needed if quorum.strict else held >= needed, held, needed)


def _value(quorum: Quorum, field: str) -> Number:
    where = f"{field}.value"
    if quorum.kind == "share":
        return ratio(quorum.value, where)
    if quorum.kind == "headcount" and type(quorum.value) is int:
        if quorum.value < 0:
            raise ElectionError(where, "should be a number of voters")
        return quorum.value
    return quantity(quorum.value, where)
