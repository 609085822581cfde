"""Dynamic quorum: the more oppose, the more must take part (Nouns DAO, dynamicQuorumVotes).

needed = min(max, min + coefficient × share against) × total power, the share against being the power behind the
choices `against` ÷ total power.
"""

from __future__ import annotations

from fractions import Fraction

from bot.domain.counting.exact import ratio, whole
from bot.domain.counting.roll import Number

FIELDS = ("min", "max", "coefficient")


def needed(minimum: str, maximum: str, coefficient: str, against: Number, total: int, field: str) -> Number:
    """The power that is needed, in base units, exact; 0 where nobody has power."""
    lowest, highest, slope = (
        ratio(text, f"{field}.{name}")
        for name, text in zip(FIELDS, (minimum, maximum, coefficient), strict=True)
    )
    if not total:
        return 0
    return whole(min(highest, lowest + slope * Fraction(against, total)) * total)
