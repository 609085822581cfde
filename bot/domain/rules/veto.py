"""Veto: do so many object that it is defeated, whatever the majority? Alone, it is an optimistic vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from bot.domain.counting.exact import ratio
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Roll
from bot.domain.rules.backing import backing
from bot.domain.rules.electorate import Electorate, total_power
from bot.domain.rules.names import numbers

FIELD = "rules.veto"


class Veto(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The veto rule (election-format.md, Rules)."""

    choices: list[str]
    value: str
    of: Literal["cast", "total"] = "cast"


def check(veto: Veto, choices: Sequence[str], electorate: Electorate) -> None:
    """Raises ElectionError for a veto that can't be applied to these choices and this electorate."""
    numbers(veto.choices, choices, f"{FIELD}.choices")
    ratio(veto.value, f"{FIELD}.value")
    if veto.of == "total":
        total_power(electorate, FIELD)


def reached(
    veto: Veto, roll: Roll, mechanism: Mechanism, choices: Sequence[str], electorate: Electorate
) -> bool:
    """Whether the power behind the veto's choices is at least value × base. Nobody vetoes without power."""
    power, _ = backing(roll, mechanism, numbers(veto.choices, choices, f"{FIELD}.choices"))
    base = total_power(electorate, FIELD) if veto.of == "total" else roll.cast_power
    return power > 0 and power >= ratio(veto.value, f"{FIELD}.value") * base
