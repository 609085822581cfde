"""Dynamic quorum: the more oppose, the more must take part (Nouns DAO, dynamicQuorumVotes).

needed = min(max, min + coefficient × share against) × total power, the share against being the power behind the
choices `against` ÷ total power.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.domain.counting.exact import ratio, whole
from bot.domain.counting.roll import Number
from bot.domain.rules.quorum_kinds.kind import QuorumKind

if TYPE_CHECKING:
    from bot.domain.rules.quorum import Quorum


def needed(quorum: Quorum, field: str, total: int, off: Number) -> Number:
    """The power that is needed, exact, `off` being that against; 0 where nobody has power."""
    lowest = ratio(quorum.min or "", f"{field}.min")
    highest = ratio(quorum.max or "", f"{field}.max")
    slope = ratio(quorum.coefficient or "", f"{field}.coefficient")
    if not total:
        return 0
    return whole(min(highest, lowest + slope * Fraction(off, total)) * total)


DYNAMIC = QuorumKind(
    name="dynamic",
    fields=frozenset({"min", "max", "coefficient", "against"}),
    needed=needed,
    off="against",
    of_total=True,
    linear=False,
)
