"""Quorum: is enough of the electorate behind this decision for it to bind everybody?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from bot.domain.counting.errors import ElectionError
from bot.domain.counting.exact import quantity, ratio, whole
from bot.domain.counting.roll import Mechanism, Number, Roll
from bot.domain.rules import dynamic_quorum
from bot.domain.rules.backing import backing
from bot.domain.rules.electorate import Electorate, total_power
from bot.domain.rules.names import numbers


class Quorum(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One quorum of the rules.

    `kind`: absolute (`value` base units), share (`value` of the total power), headcount (`value` voters with power),
    dynamic (`min`, `max`, `coefficient`, `against`: see dynamic_quorum.py). `counts`: names of the choices that count
    toward it (None: all ballots do). `strict`: only more than is needed reaches it. `without`: names of choices whose
    power is taken off the total of a share first.
    """

    kind: Literal["absolute", "share", "headcount", "dynamic"]
    value: str | int | None = None
    counts: list[str] | None = None
    strict: bool = False
    without: list[str] | None = None
    min: str | None = None
    max: str | None = None
    coefficient: str | None = None
    against: list[str] | None = None


class QuorumResult(msgspec.Struct, frozen=True):
    """What counted toward a quorum and what it needed: base units, or voters for a head count."""

    reached: bool
    power: Number
    needed: Number


_FIELDS = {
    "absolute": {"value"},
    "share": {"value", "without"},
    "headcount": {"value"},
    "dynamic": {"min", "max", "coefficient", "against"},
}


def check(
    quorum: Quorum, field: str, choices: Sequence[str], electorate: Electorate, mechanism: Mechanism
) -> None:
    """Raises ElectionError for a quorum that can't be applied to these choices and this electorate."""
    fields = _FIELDS[quorum.kind]
    for name in ("value", "without", "min", "max", "coefficient", "against"):
        given = getattr(quorum, name) is not None
        if given and name not in fields:
            raise ElectionError(f"{field}.{name}", f"is not a field of a quorum of the kind {quorum.kind}")
        if name in fields and not given and name != "without":
            raise ElectionError(f"{field}.{name}", f"is required by a quorum of the kind {quorum.kind}")
    for name in ("counts", "without", "against"):
        names = getattr(quorum, name)
        numbers(names or (), choices, f"{field}.{name}")
        if names is not None and mechanism.support is None:
            raise ElectionError(f"{field}.{name}", f"can't single out choices in {mechanism.name}")
    if quorum.kind in ("share", "dynamic"):
        total_power(electorate, field)
    _needed(quorum, field, 0, 0)


def apply(
    quorum: Quorum,
    field: str,
    roll: Roll,
    mechanism: Mechanism,
    choices: Sequence[str],
    electorate: Electorate,
) -> QuorumResult:
    """Whether the quorum is reached, and by how much; exact."""

    def behind(names: list[str], name: str) -> tuple[Number, int]:
        return backing(roll, mechanism, numbers(names, choices, f"{field}.{name}"))

    power: Number = roll.cast_power
    voters = roll.with_power
    if quorum.counts is not None:
        power, voters = behind(quorum.counts, "counts")
    total = 0
    off: Number = 0
    if quorum.kind in ("share", "dynamic"):
        total = total_power(electorate, field)
        taken = "against" if quorum.kind == "dynamic" else "without"
        off, _ = behind(getattr(quorum, taken) or [], taken)
    held = voters if quorum.kind == "headcount" else power
    needed = _needed(quorum, field, total, off)
    return QuorumResult(held > needed if quorum.strict else held >= needed, held, needed)


def _needed(quorum: Quorum, field: str, total: int, off: Number) -> Number:
    """What must be held, in base units or voters; `off` is the power behind `without` or `against`."""
    if quorum.kind == "dynamic":
        bounds = (quorum.min or "", quorum.max or "", quorum.coefficient or "")
        return dynamic_quorum.needed(*bounds, against=off, total=total, field=field)
    if quorum.kind == "share":
        return whole(Fraction(ratio(quorum.value, f"{field}.value") * (total - off)))
    if quorum.kind == "headcount" and type(quorum.value) is int:
        if quorum.value < 0:
            raise ElectionError(f"{field}.value", "should be a number of voters")
        return quorum.value
    return quantity(quorum.value, f"{field}.value")
