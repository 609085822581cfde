"""What a track pays to those who vote on it: of one token, the same pool for each vote.

Reputation for taking part is another thing: `RewardRule`.
"""

from datetime import timedelta
from typing import Literal

from eth_utils.crypto import keccak

from bot.domain.frozen_model import FrozenModel, later
from bot.domain.policy.bounds import Decimals, Duration, PositiveAmount, PositiveDuration, Symbol
from bot.domain.power import Account

OPENS_DROP = "openDrop(address,bytes32,bytes32,uint256,uint256)"
"""What a distributor is called with, so that members can claim from it."""
OPENING_SELECTOR = f"0x{keccak(text=OPENS_DROP)[:4].hex()}"

SharedBy = Literal["equal", "power", "root"]
"""What a voter's part of the pool is by. `equal`: each gets the same. `power`: by what their ballot weighed. `root`: by
the square root of that."""


class VoterRewards(FrozenModel):
    """Each vote on the track pays so much to those who voted, whatever its outcome."""

    token: Account
    """Its contract, on the executor's chain."""
    symbol: Symbol
    decimals: Decimals
    pool: PositiveAmount
    """For all voters of one vote together, in base units."""
    shared: SharedBy = "equal"
    cap: PositiveAmount | None = None
    """At most so much to one member, in base units; what that cuts off is shared among the others."""
    late: Duration = later(timedelta(0))
    """Who votes for the first time in the last so long of the vote gets nothing."""
    needs_quorum: bool = True
    """Whether a vote that misses its quorum pays nothing."""
    distributor: Account | None = None
    """A contract from which members claim, however many they are; None: each gets a transfer."""
    claimable: PositiveDuration = later(timedelta(days=365))
    """Where there is a distributor: for so long nobody but they can have it."""
