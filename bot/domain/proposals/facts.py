"""The facts of a proposal's life: what happened to it, when, and what was known then."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal, NamedTuple

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.councils.seats import OwnerSeats
from bot.domain.councils.winners import Winners
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.executors import Examined
from bot.domain.ids import BlockHash, ChainId, ContentHash, MemberId, Power, ProposalNumber, RoleId
from bot.domain.metagovernance.casting import CastTerms, ForeignProposal
from bot.domain.milestones.milestone import Milestone
from bot.domain.policy.model import Policy
from bot.domain.power import AnyOnChain, on_chain
from bot.domain.proposals.sponsoring import Sponsor
from bot.domain.proposals.standing import Unseen
from bot.domain.server_acts.registry import AnyAct


class Grant(msgspec.Struct, frozen=True):
    """Reputation that a member gets, or loses where the amount is negative, in base units of 18 decimals."""

    member: MemberId
    amount: int


class Content(msgspec.Struct, frozen=True):
    """What is proposed: everything that may be edited until the vote opens, and is frozen then."""

    title: str
    text: str
    actions: tuple[Action, ...] = ()
    choices: tuple[str, ...] = ()
    """Where the policy leaves them to the author."""
    requested: Power = 0
    """What it asks of the track's pool, in base units of the pool's asset."""
    grants: tuple[Grant, ...] = ()
    """Reputation that it gives or takes."""
    foreign: ForeignProposal | None = None
    """On which the executor's votes are cast, as members decide here."""
    acts: tuple[AnyAct, ...] = ()
    """What it changes in the server."""
    candidates: tuple[MemberId, ...] = ()
    """Where the vote elects members: for whom each of the choices stands."""
    seats: OwnerSeats | None = None
    """Where it makes them owners of the Safe: what is decided of that."""
    milestones: tuple[Milestone, ...] = ()
    """What it promises to pay later, each after a report and a decision of its own."""

    @property
    def on_chain(self) -> bool:
        """Whether an executor on a chain has something to do when it passes."""
        return bool(self.actions) or self.foreign is not None or self.seats is not None

    @property
    def executes(self) -> bool:
        """Whether anything is carried out when it passes, on a chain or in the server."""
        return self.on_chain or bool(self.acts)


class Submission(msgspec.Struct, frozen=True):
    """The draft was submitted: the discussion began."""

    at: datetime
    power: Power
    """What the author held, in base units."""
    blocks: tuple[BlockRef, ...]
    """Where that was read."""
    guardians: RoleId
    """Who may veto it, whatever role the space has later."""
    number: ProposalNumber
    """By which people know it from now on."""
    sponsors: tuple[Sponsor, ...] = ()
    """Who stood behind it, where the author held too little."""


class PowerRead(NamedTuple):
    """Of a wallet the power that one source gives, at one block."""

    place: int
    """The source's in the rule, from 0."""
    source: AnyOnChain
    block: BlockRef
    known_by: tuple[str, BlockHash]
    """By what the number is stored: what is read, whatever it weighs, and the block."""


class Opening(msgspec.Struct, frozen=True, dict=True):
    """The vote opened: from here on policy, content and snapshot are frozen."""

    at: datetime
    ends_at: datetime
    snapshot: tuple[BlockRef, ...]
    total_power: Power | None
    """All power at the snapshot; None where no rule needs it and the sources can't tell."""
    policy: Policy
    """With the proposal's choices."""
    content_hash: ContentHash
    earlier: tuple[BlockRef, ...] = ()
    """Where the policy has a holding rule: the blocks before the snapshot at which balances are read too, for each
    time (the oldest first) one of each chain in the order of the snapshot."""
    examined: tuple[Examined, ...] = ()
    """What its actions call, and how far their executor had come, once for each chain on which there are any."""
    cast_terms: CastTerms | None = None
    """What was fixed about the votes that are cast elsewhere; None where none are."""
    pseudonyms: Pseudonyms = msgspec.field(default_factory=Pseudonyms)
    """Who members are in what is hashed of the vote."""

    def examined_on(self, chain: ChainId) -> Examined | None:
        """What was found of this chain; None where nothing is executed there."""
        return next((each for each in self.examined if each.block.chain == chain), None)

    @cached_property
    def moments(self) -> tuple[tuple[BlockRef, ...], ...]:
        """The blocks of each moment at which power is read: the snapshot, then the earlier ones, the oldest first."""
        chains = len(self.snapshot) or 1
        return (
            self.snapshot,
            *(self.earlier[first : first + chains] for first in range(0, len(self.earlier), chains)),
        )

    @cached_property
    def reads(self) -> tuple[tuple[PowerRead, ...], ...]:
        """What is read for each wallet, moment by moment."""
        sources = list(on_chain(self.policy.power.sources))
        moments = []
        for blocks in self.moments:
            at = {block.chain: block for block in blocks}
            moments.append(
                tuple(
                    PowerRead(place, source, block, (source.key, block.hash))
                    for place, source in sources
                    for block in (at[source.chain],)
                )
            )
        return tuple(moments)


class Suspension(msgspec.Struct, frozen=True):
    """A pause by a moderator, or because nobody could see the vote; the time it takes is added to the end of the
    vote."""

    by: MemberId | None
    """None: the bot paused it, since its card was missing."""
    reason: str
    """A moderator's words, or of what kind `Unseen` is why the card was missing."""
    at: datetime
    resumed_at: datetime | None = None
    unseen_since: datetime | None = None
    """Since when the card was missing: from then on the time is lost, though ballots were taken until the pause."""

    @property
    def unseen(self) -> Unseen | None:
        """Why the card was missing; None for a moderator's pause."""
        return None if self.by is not None else Unseen(self.reason)

    def lost(self, now: datetime) -> timedelta:
        """The time that the vote lost by it, until now where it lasts."""
        until = self.resumed_at or max(now, self.at)
        return until - (self.unseen_since or self.at)


class Extended(msgspec.Struct, frozen=True):
    """The end of the vote moved because its leading outcome changed late."""

    at: datetime
    """The time of the ballot that changed it."""
    by: timedelta


class Cancellation(msgspec.Struct, frozen=True):
    by: MemberId
    reason: str
    at: datetime


class RegistryOmission(msgspec.Struct, frozen=True):
    """A moderator lets the vote open without what wallets delegate on chain, which can't be read."""

    by: MemberId
    reason: str
    at: datetime


class Closing(msgspec.Struct, frozen=True):
    """The result, final."""

    at: datetime
    result: dict[str, Any]
    """The output of `folkmoot tally` (election-format.md)."""
    passed: bool
    record_hash: ContentHash
    winners: Winners | None = None
    """Who was elected; None where it elects nobody."""


class Veto(msgspec.Struct, frozen=True):
    by: MemberId
    """A guardian; the program itself where the space above voted for it."""
    reason: str
    at: datetime
    voted: ProposalNumber | None = None
    """The number of the proposal by which the space above vetoed it; None: a guardian did."""


class Stop(msgspec.Struct, frozen=True):
    """What passed is not carried out, because the world is another one than at the opening of the vote."""

    cause: Literal["code", "rights", "administration", "cast"]
    """`code`: a called account runs other code. `rights`: it has become something to the executor that it was not.
    `administration`: it would change the executor itself. `cast`: the votes can't be cast elsewhere any more."""
    data: dict[str, str]
    at: datetime


class Revision(msgspec.Struct, frozen=True):
    """The content as it was from a time on; edits never overwrite."""

    content: Content
    by: MemberId
    at: datetime
    number: int = msgspec.field(default=1)
