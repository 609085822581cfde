"""A Governor (OpenZeppelin 4 and 5, Compound's GovernorBravo): the holders of a token vote on chain, and a timelock
makes the calls.

Nobody signs for it, and nothing is handed to it by the bot: members send each step from wallets of their own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.executors.base import OnChainExecutor
from bot.domain.ids import Address
from bot.domain.policy.bounds import Amount

GovernorForm = Literal["openzeppelin", "bravo"]
"""`openzeppelin`: the id of a proposal is the hash of what it does and says. `bravo`: proposals are numbered."""
GovernorStep = Literal["propose", "queue", "execute"]
Clock = Literal["block", "time"]
"""In what delays and periods are counted: blocks, or seconds."""


@dataclass(frozen=True)
class GovernorCall:
    """One call of a proposal."""

    to: Address
    value: Amount
    data: str
    """0x-prefixed hex."""


@dataclass(frozen=True)
class GovernorProposal:
    """Exactly what a Governor is asked to vote on."""

    threshold: ClassVar[int] = 0
    nonce: ClassVar[None] = None
    made_twice: ClassVar[dict[str, str]] = {}

    form: GovernorForm
    id: str | None
    """In digits; None where the Governor numbers its proposals, before this one is seen there."""
    calls: tuple[GovernorCall, ...]
    description: str
    description_hash: str
    """keccak256 of it, as the Governor takes and explorers show it (0x-prefixed hex)."""
    since_block: int
    """From this block on it is looked for."""
    since_count: int
    """How many proposals the Governor had then, where it numbers them; else 0."""


StageName = Literal[
    "unproposed",
    "pending",
    "active",
    "canceled",
    "defeated",
    "succeeded",
    "queued",
    "ready",
    "expired",
    "executed",
]


@dataclass(frozen=True)
class GovernorStage:
    """How far a proposal has come on the Governor. It is `ready` once its time in the timelock is over."""

    first: ClassVar[StageName] = "unproposed"
    quiet: ClassVar[bool] = False
    held_until: ClassVar[None] = None
    made_in: ClassVar[tuple[()]] = ()

    name: StageName
    id: str | None = None
    """In digits; None before it is proposed."""
    against: Amount = 0
    in_favour: Amount = 0
    abstain: Amount = 0
    quorum: Amount | None = None
    """None where it isn't told."""
    starts: int = 0
    ends: int = 0
    """From when to when votes are taken, by the Governor's clock; 0 before it is proposed."""
    eta: datetime | None = None
    """From when on the timelock lets it be executed; None before it is queued."""

    @property
    def is_over(self) -> bool:
        """Whether it can't be executed any more."""
        return self.name in ("canceled", "defeated", "expired")

    def told(self) -> dict[str, str]:
        """What is said of it in the thread, as data of an event."""
        return {
            "stage": self.name,
            "id": self.id or "",
            "against": str(self.against),
            "for": str(self.in_favour),
            "abstain": str(self.abstain),
            "quorum": "" if self.quorum is None else str(self.quorum),
            "eta": "" if self.eta is None else str(int(self.eta.timestamp())),
        }


class GovernorExecutor(OnChainExecutor):
    """The Governor whose timelock carries out what passed."""

    needs_signatures: ClassVar[bool] = True
    needs_proof: ClassVar[bool] = False
    payload: ClassVar[type[GovernorProposal]] = GovernorProposal
    stage: ClassVar[type[GovernorStage] | None] = GovernorStage

    kind: Literal["governor"] = "governor"
    timelock: Address | None = None
    """What makes the calls, and has what they send; None where that is the Governor itself. It is read when the policy
    is bound: a Governor that has another one later is another executor."""

    @property
    def holder(self) -> Address:
        return self.timelock or self.address


@dataclass(frozen=True)
class Timelock:
    """What lets the calls of a Governor wait, and makes them."""

    address: Address
    form: Literal["controller", "compound"]
    """OpenZeppelin's TimelockController, or Compound's Timelock."""
    delay: int
    """In seconds."""


@dataclass(frozen=True)
class GovernorRules:
    """A Governor at one block. Texts are its own, cut and cleaned."""

    address: Address
    form: GovernorForm
    name: str
    version: str
    """"" where it tells none."""
    fractional: bool
    """Whether one voter's votes can be split over the sides."""
    token: Address
    """Whose votes count."""
    symbol: str
    decimals: int
    clock: Clock
    voting_delay: int
    """From the proposing to the first vote, by the clock."""
    voting_period: int
    quorum: Amount | None
    """Votes that must be in favour (with OpenZeppelin those that abstain help too), as it is now; None where it isn't
    told."""
    threshold: Amount
    """Votes that it takes to propose."""
    timelock: Timelock | None
    count: int
    """How many proposals there are, where it numbers them; else 0."""

    @property
    def holder(self) -> Address:
        """What makes the calls."""
        return self.timelock.address if self.timelock else self.address


class GovernorCheck(msgspec.Struct, frozen=True):
    """A Governor as it was found."""

    kind: ClassVar[str] = "governor"
    reachable: ClassVar[bool] = True
    makes_several: ClassVar[bool] = True

    rules: GovernorRules


class GovernorExtensions(msgspec.Struct, frozen=True):
    """What beside the voters decides what a Governor does: nothing that can be read from outside for all of them."""

    timelock: Timelock | None


class GovernorRefusal(msgspec.Struct, frozen=True):
    """One of the calls would fail when the timelock makes it alone."""

    for_want_of_funds: ClassVar[bool] = True

    number: int
    """Which one, from 1."""
    calls: int
    reason: str
    """In the contract's own words, "" where it has none."""


class GovernorInstructions(msgspec.Struct, frozen=True):
    """What people have to do for a proposal now."""

    owners: ClassVar[tuple[Address, ...]] = ()
    first: ClassVar[int] = 0

    rules: GovernorRules
    stage: GovernorStage
    """By the newest block."""
    at: BlockRef
    step: GovernorStep | None
    """What somebody has to send now; None while nothing is to be sent, or it is over."""
    refusal: GovernorRefusal | None = None
