"""How votes in somebody else's Governor are cast, as members decided here: whole for one side, or split as they split.

What is cast follows from the frozen content and the final count alone, so that anybody can work it out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import Literal

import msgspec

from bot.domain.ids import Address, ChainId, ContentHash

CastRule = Literal["whole", "split"]
"""`whole`: all votes go to the side that won. `split`: each side gets its part of them."""
FRACTIONAL = 255
"""The `support` of OpenZeppelin's GovernorCountingFractional with which votes are split over the sides."""
MOST_SPLIT = 2**128 - 1
"""What a Governor with fractional counting takes of one side, in base units."""
LONGEST_TITLE = 100
"""Characters that are kept of what a proposer calls it."""
LARGEST_ID = 2**256 - 1


class Side(IntEnum):
    """The sides of a Governor's vote, by the numbers that GovernorBravo gave them."""

    AGAINST = 0
    FOR = 1
    ABSTAIN = 2


ROLES = ("against", "for", "abstain")
"""What each side is called in the rules of a policy, in the order of `Side`."""


@dataclass(frozen=True)
class ForeignProposal:
    """A proposal on a Governor, on which somebody else votes too."""

    chain: ChainId
    governor: Address
    id: str
    """In digits."""
    title: str = field(default="", compare=False)
    """What its proposer calls it, where the space mirrors it: nobody here has decided on these words."""


class CastTerms(msgspec.Struct, frozen=True):
    """What was fixed about the votes that are cast, when the vote on them opened here."""

    voter: Address
    """The account whose votes they are."""
    votes: int
    """What it weighs there, in base units."""
    snapshot: int
    """The moment at which the Governor weighs it, by the Governor's clock."""
    ends: int
    """When votes are taken no more, by the Governor's clock, as it was then."""
    link: str
    """Where it is decided."""
    symbol: str = ""
    """What the votes are called, in the Governor's own words."""
    decimals: int = 0
    """So many digits of them stand behind the point."""


class Cast(msgspec.Struct, frozen=True):
    """What is cast."""

    support: int
    """The number of the side, or FRACTIONAL."""
    parts: tuple[int, int, int] | None = None
    """In base units against, for and abstaining; None where all goes to one side."""


def cast_of(rule: CastRule, votes: int, scores: Sequence[Fraction | int]) -> Cast | None:
    """What so many votes are cast as by the scores of the sides, in the order of `Side`; None where they are cast as
    nothing: nobody voted, or, where all goes to one side, the first are level."""
    best = max(scores)
    if best <= 0 or votes <= 0:
        return None
    if rule == "split":
        against, favour, abstain = apportioned(votes, scores)
        return Cast(FRACTIONAL, (against, favour, abstain))
    first = [side for side in Side if scores[side] == best]
    return Cast(int(first[0])) if len(first) == 1 else None


def apportioned(votes: int, scores: Sequence[Fraction | int]) -> tuple[int, ...]:
    """So many votes in parts as the scores are, in whole base units that sum to exactly all of them.

    By largest remainder (Hamilton): each part is rounded down, and what is left goes, one by one, to the largest
    remainders; of equal ones the first in the order of the sides has it. Raises ValueError where all scores are 0.
    """
    total = sum(map(Fraction, scores), Fraction(0))
    if not total or min(scores) < 0:
        raise ValueError("nothing says how to split")
    exact = [votes * Fraction(score) / total for score in scores]
    parts = [share.numerator // share.denominator for share in exact]
    left = votes - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda side: (parts[side] - exact[side], side))
    for side in by_remainder[:left]:
        parts[side] += 1
    return tuple(parts)


def reason_of(link: str, content: ContentHash, record: ContentHash) -> str:
    """What stands on chain with the votes: where it was decided, and by which hashes that is checked."""
    return "\n".join(
        filter(
            None,
            [
                f"Decided by Folkmoot: {link}" if link else "Decided by Folkmoot",
                f"Content (SHA-256): {content}",
                f"Record (SHA-256): {record}",
            ],
        )
    )
