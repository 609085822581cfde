"""Objection: the last part of a vote may accept only what speaks against (governance.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.rules.names import numbers, role
from bot.domain.rules.outcome import Rules


def objecting(rules: Rules, choices: Sequence[str]) -> frozenset[int]:
    """The numbers of the choices that speak against: Against, and those that veto. Raises ElectionError."""
    against = role("against", rules.roles, choices)
    vetoing = numbers(rules.veto.choices, choices, "rules.veto.choices") if rules.veto else frozenset[int]()
    return vetoing if against is None else vetoing | {against}


def objects(choice: Any, against: frozenset[int]) -> bool:
    """Whether a valid choice, in the shape of any mechanism, stands behind `against` alone."""
    if isinstance(choice, dict):
        return all(int(number) in against for number, weight in choice.items() if weight)
    if isinstance(choice, list | tuple):
        return bool(choice) and against.issuperset(choice)
    return choice in against
