"""A Moloch DAO of the second version: members with shares vote on chain, and who disagrees leaves before what passed is
carried out.

It makes no calls. What it can be asked is what its contract has a function for: to pay out of its bank, to issue
shares, to take up a token, or to put a member out. Nobody signs for it; members send each step from wallets of their
own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.executors.base import OnChainExecutor
from bot.domain.executors.moloch_stages import Leaving, MolochStage, MolochStep
from bot.domain.ids import Address
from bot.domain.policy.bounds import Amount

MolochForm = Literal["ordinary", "whitelist", "guildkick"]
"""`ordinary`: shares, loot or a payment. `whitelist`: a token that the bank takes. `guildkick`: a member who has to
leave."""


@dataclass(frozen=True)
class MolochProposal:
    """Exactly what a Moloch DAO is asked to vote on."""

    threshold: ClassVar[int] = 0
    nonce: ClassVar[None] = None
    made_twice: ClassVar[dict[str, str]] = {}

    form: MolochForm
    applicant: Address | None
    """Who is paid, gets shares or has to leave; None for a token."""
    shares: Amount
    loot: Amount
    payment: Amount
    token: Address | None
    """That of the payment, or the one to take up; None where a member has to leave."""
    details: str
    """What stands on chain for everybody."""
    since_block: int
    """From this block on it is looked for."""
    since_count: int
    """How many proposals there were then."""


class MolochExecutor(OnChainExecutor):
    """The Moloch DAO whose bank pays what passed."""

    needs_signatures: ClassVar[bool] = True
    needs_proof: ClassVar[bool] = False
    payload: ClassVar[type[MolochProposal]] = MolochProposal
    stage: ClassVar[type[MolochStage] | None] = MolochStage

    kind: Literal["moloch"] = "moloch"


@dataclass(frozen=True)
class MolochRules:
    """A Moloch DAO at one block."""

    name: ClassVar[str] = "Moloch"
    """The contract has none of its own."""

    address: Address
    period: timedelta
    """In which its time is counted."""
    voting_periods: int
    grace_periods: int
    began: datetime
    deposit: Amount
    """What who sponsors has to leave until it is processed, in base units of `token`."""
    reward: Amount
    """What of it who processes keeps."""
    token: Address
    """Of deposits."""
    symbol: str
    decimals: int
    shares: Amount
    loot: Amount
    count: int
    """How many proposals there are."""
    queued: int
    """How many of them were sponsored."""

    @property
    def holder(self) -> Address:
        """Whose bank pays."""
        return self.address

    @property
    def voting(self) -> timedelta:
        return self.period * self.voting_periods

    @property
    def grace(self) -> timedelta:
        return self.period * self.grace_periods


class MolochCheck(msgspec.Struct, frozen=True):
    """A Moloch DAO as it was found."""

    kind: ClassVar[str] = "moloch"
    reachable: ClassVar[bool] = True
    makes_several: ClassVar[bool] = False

    rules: MolochRules


class MolochExtensions(msgspec.Struct, frozen=True):
    """What beside the voters decides what it does: that members can leave until the grace is over."""

    grace: timedelta


class MolochRefusal(msgspec.Struct, frozen=True):
    """What would stop a proposal now."""

    for_want_of_funds: ClassVar[bool] = True

    cause: Literal["funds", "not_whitelisted", "whitelisted", "no_member", "jailed", "no_function"]
    token: Address | None = None
    held: Amount = 0
    """So much of the token is in the bank."""


class MolochInstructions(msgspec.Struct, frozen=True):
    """What people have to do for a proposal now."""

    owners: ClassVar[tuple[Address, ...]] = ()
    first: ClassVar[int] = 0

    rules: MolochRules
    stage: MolochStage
    """By the newest block."""
    at: BlockRef
    step: MolochStep | None
    """What somebody has to send now; None while nothing is to be sent, or it is over."""
    refusal: MolochRefusal | None = None
    leaving: Leaving | None = None
    """None where it could not be read."""
