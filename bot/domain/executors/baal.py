"""Baal, Moloch's third version: members with shares vote on chain, who disagrees leaves before what passed is carried
out, and a Safe makes the calls.

Nobody signs for it; members send each step from wallets of their own.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.executors.base import OnChainExecutor
from bot.domain.executors.moloch_stages import Leaving, MolochStage, MolochStep
from bot.domain.ids import Address
from bot.domain.policy.bounds import Amount


@dataclass(frozen=True)
class BaalProposal:
    """Exactly what a Baal is asked to vote on."""

    threshold: ClassVar[int] = 0
    nonce: ClassVar[None] = None
    made_twice: ClassVar[dict[str, str]] = {}

    data: str
    """All calls, as calldata of `multiSend`: 0x-prefixed hex."""
    data_hash: str
    """What the Baal keeps of them (0x-prefixed hex)."""
    expiration: int
    """From this time on it can't be carried out, in seconds since 1970; 0: never."""
    gas: int
    """So much must be left for the calls when it is processed: with less, whoever processes could have them fail."""
    details: str
    """What stands on chain for everybody."""
    since_block: int
    """From this block on it is looked for."""
    since_count: int
    """How many proposals the Baal had then."""


class BaalExecutor(OnChainExecutor):
    """The Baal whose Safe carries out what passed."""

    needs_signatures: ClassVar[bool] = True
    needs_proof: ClassVar[bool] = False
    payload: ClassVar[type[BaalProposal]] = BaalProposal
    stage: ClassVar[type[MolochStage] | None] = MolochStage

    kind: Literal["baal"] = "baal"
    safe: Address | None = None
    """What makes the calls, and has what they send; None before the policy is bound, when it is read. A Baal that has
    another one later is another executor."""

    @property
    def holder(self) -> Address:
        return self.safe or self.address


@dataclass(frozen=True)
class BaalRules:
    """A Baal at one block. Texts are its own, cut and cleaned."""

    address: Address
    safe: Address
    shares_token: Address
    name: str
    symbol: str
    """Those of its shares."""
    shares: Amount
    loot: Amount
    """How many there are of both, in base units."""
    voting: timedelta
    grace: timedelta
    offering: Amount
    """Coins that who has too few votes to sponsor has to give when submitting."""
    native: str
    """The symbol of these coins."""
    quorum: int
    """Percent of the shares that must vote for it."""
    sponsor_threshold: Amount
    """Votes that it takes to sponsor."""
    retention: int
    """Percent of shares and loot that must be left when it is processed."""
    count: int
    """How many proposals there are."""

    @property
    def holder(self) -> Address:
        """What makes the calls."""
        return self.safe


class BaalCheck(msgspec.Struct, frozen=True):
    """A Baal as it was found."""

    kind: ClassVar[str] = "baal"
    reachable: ClassVar[bool] = True
    makes_several: ClassVar[bool] = True

    rules: BaalRules


class BaalExtensions(msgspec.Struct, frozen=True):
    """What beside the voters decides what it does."""

    grace: timedelta
    retention: int


class BaalRefusal(msgspec.Struct, frozen=True):
    """What would stop a proposal now."""

    for_want_of_funds: ClassVar[bool] = True

    cause: Literal["calls", "time"]
    """`calls`: one of them would fail. `time`: it would expire before its grace is over."""


class BaalInstructions(msgspec.Struct, frozen=True):
    """What people have to do for a proposal now."""

    owners: ClassVar[tuple[Address, ...]] = ()
    first: ClassVar[int] = 0

    rules: BaalRules
    stage: MolochStage
    """By the newest block."""
    at: BlockRef
    step: MolochStep | None
    """What somebody has to send now; None while nothing is to be sent, or it is over."""
    refusal: BaalRefusal | None = None
    leaving: Leaving | None = None
    """None where it could not be read."""
