"""Where one of a voter's wallets may say something else than the others, and where all must say the same.

It may where it gains nothing and changes no other number: where the parts of a power are worth together what the whole
is, and a head is one all the same (docs/decisions/0159-a-wallet-may-say-something-apart.md).
"""

from __future__ import annotations

from enum import StrEnum

from bot.domain.policy.model import Policy
from bot.domain.policy.trust import TrustLevel

MOST_APART = 5
"""Wallets of one voter that say something apart in one vote."""


class WhyTogether(StrEnum):
    """Why all wallets of a voter say the same in a vote."""

    STAKES = "stakes"
    """No ballots are cast."""
    HEADS = "heads"
    """Voters are counted, and not their power."""
    COUNT = "count"
    """What a ballot is worth isn't the sum of its parts: a root is taken of it, or it is compared as a whole."""
    POWER = "power"
    """A limit, a minimum, a condition or a root is of all wallets together."""
    SIGNED = "signed"
    """Each ballot brings a signature along that says what it says."""


def why_together(policy: Policy) -> WhyTogether | None:
    """None where a wallet may say something apart."""
    mechanism = policy.counting
    if policy.open_ended:
        return WhyTogether.STAKES
    if mechanism.counts_voters:
        return WhyTogether.HEADS
    if not mechanism.sums_parts:
        return WhyTogether.COUNT
    if not policy.power.sums_wallets:
        return WhyTogether.POWER
    if policy.trust is not TrustLevel.DISCORD:
        return WhyTogether.SIGNED
    return None
