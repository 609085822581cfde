"""An amount of power, whatever there is in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.counting.exact import quantity
from bot.domain.counting.roll import Number
from bot.domain.rules.quorum_kinds.kind import QuorumKind

if TYPE_CHECKING:
    from bot.domain.rules.quorum import Quorum


def needed(quorum: Quorum, field: str, total: int, off: Number) -> Number:
    """`value` base units."""
    return quantity(quorum.value, f"{field}.value")


ABSOLUTE = QuorumKind(name="absolute", fields=frozenset({"value"}), needed=needed, in_base_units=True)
