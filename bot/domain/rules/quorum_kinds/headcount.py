"""A number of voters with any power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.counting.errors import (
    ElectionError,
    NotAVoterCount,
)
from bot.domain.counting.exact import quantity
from bot.domain.counting.roll import Number
from bot.domain.rules.quorum_kinds.kind import QuorumKind

if TYPE_CHECKING:
    from bot.domain.rules.quorum import Quorum


def needed(quorum: Quorum, field: str, total: int, off: Number) -> Number:
    """`value` voters, which may be a number or its text."""
    if type(quorum.value) is not int:
        return quantity(quorum.value, f"{field}.value")
    if quorum.value < 0:
        raise ElectionError(f"{field}.value", NotAVoterCount())
    return quorum.value


HEADS = QuorumKind(name="headcount", fields=frozenset({"value"}), needed=needed, of_voters=True)
