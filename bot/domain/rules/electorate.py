"""The electorate: how much power there is at the snapshot, and how many accounts hold it."""

from __future__ import annotations

import msgspec

from bot.domain.counting.errors import (
    ElectionError,
    NotAnAccountCount,
    RequiredBy,
)
from bot.domain.counting.exact import quantity


class Electorate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`total_power`: the supply at the snapshot, a decimal integer string; `eligible`: accounts with power."""

    total_power: str | None = None
    eligible: int | None = None


def total_power(electorate: Electorate, needed_by: str) -> int:
    """The supply in base units; ElectionError when it is left out though the rule `needed_by` needs it."""
    if electorate.total_power is None:
        raise ElectionError("electorate.total_power", RequiredBy(needed_by))
    return quantity(electorate.total_power, "electorate.total_power")


def eligible(electorate: Electorate, needed_by: str) -> int:
    """How many accounts hold power; ElectionError when it is left out though the rule `needed_by` needs it."""
    if electorate.eligible is None:
        raise ElectionError("electorate.eligible", RequiredBy(needed_by))
    return electorate.eligible


def check(electorate: Electorate) -> None:
    """Raises ElectionError when a number of the electorate isn't one, needed or not."""
    if electorate.total_power is not None:
        quantity(electorate.total_power, "electorate.total_power")
    if electorate.eligible is not None and electorate.eligible < 0:
        raise ElectionError("electorate.eligible", NotAnAccountCount())
