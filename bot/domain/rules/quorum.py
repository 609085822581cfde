"""Quorum: is enough of the electorate behind this decision for it to bind everybody?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from bot.domain.counting.errors import (
    ElectionError,
    NoSingleChoices,
    NotOfThisQuorum,
    RequiredByQuorum,
)
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Number, Roll
from bot.domain.rules.backing import backing
from bot.domain.rules.electorate import Electorate, total_power
from bot.domain.rules.names import numbers
from bot.domain.rules.quorum_kinds.kind import QuorumKind
from bot.domain.rules.quorum_kinds.registry import QUORUM_KINDS

if TYPE_CHECKING:
    KindName = str
else:
    # A type checker wants the names written down; here they are those of the registry.
    KindName = Literal[tuple(QUORUM_KINDS)]


class Quorum(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One quorum of the rules.

    `kind`: absolute (`value` base units), share (`value` of the total power), headcount (`value` voters with power),
    dynamic (`min`, `max`, `coefficient`, `against`); each has a file in quorum_kinds/. `counts`: names of the choices
    that count toward it (None: all ballots do). `strict`: only more than is needed reaches it. `without`: names of
    choices whose power is taken off the total of a share first.
    """

    kind: KindName
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


_OWN = ("value", "without", "min", "max", "coefficient", "against")
"""Fields that not every kind has."""


def kind_of(quorum: Quorum) -> QuorumKind:
    """The traits of its kind."""
    return QUORUM_KINDS[quorum.kind]


def check(
    quorum: Quorum, field: str, choices: Sequence[str], electorate: Electorate, mechanism: Mechanism
) -> None:
    """Raises ElectionError for a quorum that can't be applied to these choices and this electorate."""
    kind = kind_of(quorum)
    for name in _OWN:
        given = getattr(quorum, name) is not None
        if given and name not in kind.fields:
            raise ElectionError(f"{field}.{name}", NotOfThisQuorum(kind.name))
        if name in kind.fields - kind.optional and not given:
            raise ElectionError(f"{field}.{name}", RequiredByQuorum(kind.name))
    for name in ("counts", "without", "against"):
        names = getattr(quorum, name)
        numbers(names or (), choices, f"{field}.{name}")
        if names is not None and mechanism.support is None:
            raise ElectionError(f"{field}.{name}", NoSingleChoices(mechanism.name))
    if kind.of_total:
        total_power(electorate, field)
    kind.needed(quorum, field, 0, 0)


def apply(
    quorum: Quorum,
    field: str,
    roll: Roll,
    mechanism: Mechanism,
    choices: Sequence[str],
    electorate: Electorate,
) -> QuorumResult:
    """Whether the quorum is reached, and by how much; exact."""
    kind = kind_of(quorum)

    def behind(names: list[str], name: str) -> tuple[Number, int]:
        return backing(roll, mechanism, numbers(names, choices, f"{field}.{name}"))

    power: Number = roll.cast_power
    voters = roll.with_power
    if quorum.counts is not None:
        power, voters = behind(quorum.counts, "counts")
    total = total_power(electorate, field) if kind.of_total else 0
    off: Number = 0
    if kind.off is not None:
        off, _ = behind(getattr(quorum, kind.off) or [], kind.off)
    held = voters if kind.of_voters else power
    needed = kind.needed(quorum, field, total, off)
    return QuorumResult(held > needed if quorum.strict else held >= needed, held, needed)
