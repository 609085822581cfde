"""What is refused in staking on proposals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.blocks import BlockRef
    from bot.domain.delegation.undelegated import Undelegated
    from bot.domain.ids import Power, ProposalNumber


@dataclass(eq=False)
class StakeInstead(Refused):
    """A ballot for a proposal on which members stake."""

    number: "ProposalNumber"


@dataclass(eq=False)
class VoteInstead(Refused):
    """A stake on a proposal on which members vote."""

    number: "ProposalNumber"


@dataclass(eq=False)
class NotEnoughToStake(Refused):
    """The member has less power than they would have staked in all."""

    power: "Power"
    staked: "Power"
    """On all open proposals of the track."""
    asked: "Power | None"
    """None: all that is free, and nothing is."""
    at: "tuple[BlockRef, ...]"
    symbol: str
    decimals: int
    undelegated: "tuple[Undelegated, ...]" = ()
    """What they hold and nobody could vote with."""


@dataclass(eq=False)
class NotEnoughStaked(Refused):
    """The member wants to take away more than lies on the proposal."""

    number: "ProposalNumber"
    staked: "Power"
    asked: "Power | None"
    """None: all of it, and nothing lies there."""
    symbol: str
    decimals: int


@dataclass(eq=False)
class StakesApart(Refused):
    """A stake can't move between these: they are one and the same, or don't weigh the same power."""

    number: "ProposalNumber"
    target: "ProposalNumber"


@dataclass(eq=False)
class PoolChanged(Refused):
    """The actions ask another amount of the pool than the proposal says, since the track names another pool now."""

    number: "ProposalNumber"
