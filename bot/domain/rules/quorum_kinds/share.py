"""A share of all power, without that of the choices `without` where they are named."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.domain.counting.exact import ratio, whole
from bot.domain.counting.roll import Number
from bot.domain.rules.quorum_kinds.kind import QuorumKind

if TYPE_CHECKING:
    from bot.domain.rules.quorum import Quorum


def needed(quorum: Quorum, field: str, total: int, off: Number) -> Number:
    """`value` × (total power − power behind `without`)."""
    return whole(Fraction(ratio(quorum.value, f"{field}.value") * (total - off)))


SHARE = QuorumKind(
    name="share",
    fields=frozenset({"value", "without"}),
    optional=frozenset({"without"}),
    needed=needed,
    off="without",
    of_total=True,
)
