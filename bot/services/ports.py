"""What the services need from outside. Storage, chain, execution and the cogs provide it; tests use the real ones
on local parts, or fakes with behaviour."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.actions import Action, DecodedAction
from bot.domain.ballot import Ballot
from bot.domain.blocks import BlockRef, Reading
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    GuildId,
    MemberId,
    MessageId,
    ProposalId,
    RoleId,
    SpaceId,
    TrackId,
)
from bot.domain.policy import Policy
from bot.domain.power import AnyOnChain as AnyOnChain
from bot.domain.power import AnySource as AnySource
from bot.domain.proposal import (
    Cancellation,
    Closing,
    Content,
    Execution,
    Opening,
    Proposal,
    Revision,
    SafeTransaction,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.space import Space, Track
from bot.domain.wallet import LinkRequest, Wallet
from bot.services.notices import AnyNotice


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, in UTC with its time zone."""
        ...


# -- storage ------------------------------------------------------------------------------------------------


class Spaces(Protocol):
    async def of_guild(self, guild: GuildId) -> Space:
        """Raises NotSetUp."""
        ...

    async def get(self, space: SpaceId) -> Space: ...

    async def all(self) -> list[Space]: ...

    async def bind(
        self,
        guild: GuildId,
        name: str,
        *,
        announcements: ChannelId,
        discussion: ChannelId,
        log: ChannelId,
        moderators: RoleId,
        guardians: RoleId,
        at: datetime,
    ) -> Space:
        """Create the guild's space, or bind it anew."""
        ...

    async def tracks(self, space: SpaceId) -> list[Track]: ...

    async def track(self, track: TrackId) -> Track: ...

    async def set_track(self, space: SpaceId, name: str, policy: Policy, at: datetime) -> Track:
        """Create the track of that name, or give it a new policy; earlier policies are kept."""
        ...


class Wallets(Protocol):
    async def add_request(self, request: LinkRequest) -> None: ...

    async def request(self, nonce: str) -> LinkRequest | None:
        """The request that waits with this nonce, None when there is none or it was used."""
        ...

    async def open_requests(self, guild: GuildId, member: MemberId) -> int:
        """How many messages wait for the member's signature, expired ones included."""
        ...

    async def drop_expired(self, now: datetime) -> None:
        """Forget the requests of all members that were not answered in time."""
        ...

    async def use_request(self, nonce: str, at: datetime) -> bool:
        """Mark it used. False when somebody else already has."""
        ...

    async def link(self, wallet: Wallet) -> None:
        """Raises WalletTaken when another member of the guild has it. Linking one's own again changes nothing."""
        ...

    async def unlink(self, guild: GuildId, member: MemberId, wallet: Address, at: datetime) -> None:
        """Raises WalletUnknown."""
        ...

    async def set_primary(self, guild: GuildId, member: MemberId, wallet: Address) -> None:
        """Raises WalletUnknown."""
        ...

    async def of_members(self, guild: GuildId, members: Iterable[MemberId]) -> dict[MemberId, list[Wallet]]:
        """Linked wallets, the primary one first, then the oldest; members without any are left out."""
        ...

    async def of_guild(self, guild: GuildId) -> list[Wallet]: ...

    async def owner(self, guild: GuildId, wallet: Address) -> MemberId | None: ...


class Proposals(Protocol):
    async def add(
        self, space: SpaceId, track: TrackId, author: MemberId, content: Content, at: datetime
    ) -> ProposalId: ...

    async def drafts(self, space: SpaceId, author: MemberId) -> int:
        """How many drafts the member has that were neither submitted nor discarded."""
        ...

    async def get(self, proposal: ProposalId, guild: GuildId | None = None) -> Proposal:
        """With its facts. Raises ProposalUnknown, also when it belongs to another guild than the one given."""
        ...

    async def get_many(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, Proposal]: ...

    async def versions(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, int]:
        """`Proposal.version` of each, in one cheap statement: every method below that stores a fact adds one.
        (A track's new policy does so for its proposals too, while their vote has not opened.)"""
        ...

    async def live(self) -> list[Proposal]:
        """Everything submitted that isn't settled, of all guilds: what the sweeps look at."""
        ...

    async def settle(self, proposal: ProposalId) -> None:
        """It has come to an end: take it off the list of the sweeps. (An index, no fact: the state is derived.)"""
        ...

    async def of_guild(
        self, guild: GuildId, *, limit: int = 25, drafts_of: MemberId | None = None
    ) -> list[Proposal]:
        """The newest first; of the drafts those of this member only, where one is named."""
        ...

    async def revise(self, proposal: ProposalId, content: Content, by: MemberId, at: datetime) -> Revision:
        """Store a new content. `number` counts from 1, the content it was created with."""
        ...

    async def revisions(self, proposal: ProposalId) -> list[Revision]:
        """The oldest first."""
        ...

    async def submit(self, proposal: ProposalId, submission: Submission) -> None: ...
    async def withdraw(self, proposal: ProposalId, at: datetime) -> None: ...
    async def open(self, proposal: ProposalId, opening: Opening, frozen: bytes) -> None:
        """`frozen` are the canonical bytes whose SHA-256 is `opening.content_hash`."""
        ...

    async def frozen(self, proposal: ProposalId) -> bytes: ...
    async def suspend(self, proposal: ProposalId, suspension: Suspension) -> None: ...
    async def resume(self, proposal: ProposalId, at: datetime) -> None: ...
    async def cancel(self, proposal: ProposalId, cancellation: Cancellation) -> None: ...
    async def close(self, proposal: ProposalId, closing: Closing, record: bytes) -> None:
        """`record` are the canonical bytes whose SHA-256 is `closing.record_hash`."""
        ...

    async def record(self, proposal: ProposalId) -> bytes | None: ...
    async def veto(self, proposal: ProposalId, veto: Veto) -> None: ...
    async def prepare(self, proposal: ProposalId, transaction: SafeTransaction) -> None: ...
    async def confirm(self, proposal: ProposalId, owner: Address, at: datetime) -> None:
        """An owner's confirmation was seen."""
        ...

    async def execute(self, proposal: ProposalId, execution: Execution) -> None: ...
    async def report_unresolved(self, proposal: ProposalId, at: datetime) -> None: ...


class Ballots(Protocol):
    async def add(self, ballots: Sequence[Ballot]) -> None:
        """Store them in this order, all in few statements. One that is stored already (same proposal, member,
        source and time) is not stored again."""
        ...

    async def current(
        self, proposal: ProposalId, members: Iterable[MemberId] | None = None
    ) -> dict[MemberId, Ballot]:
        """The last ballot of each member (by `cast_at`, then by order of storing), withdrawn ones included."""
        ...

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[Ballot]:
        """All of a member's ballots, the oldest first."""
        ...


class Claims(Protocol):
    """Which member a wallet counts for in a vote: fixed by the first ballot that uses it."""

    async def add(self, claims: Sequence[tuple[ProposalId, Address, MemberId]]) -> None:
        """Claims on a wallet that is claimed already are left out."""
        ...

    async def of(self, proposal: ProposalId) -> dict[Address, MemberId]: ...

    async def of_wallets(
        self, proposals: Iterable[ProposalId], wallets: Iterable[Address]
    ) -> dict[tuple[ProposalId, Address], MemberId]: ...


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A number that the chain gave, with its evidence."""

    source: str
    """`source_key` of what was read."""
    block: BlockHash
    wallet: Address
    raw: int


def source_key(source: AnySource) -> str:
    """What is read, whatever it weighs: the same number serves every policy that reads it."""
    return source.key


class Readings(Protocol):
    async def add(self, readings: Sequence[StoredReading]) -> None:
        """One that is stored already is not stored again."""
        ...

    async def at(
        self, source: str, block: BlockHash, wallets: Iterable[Address] | None = None
    ) -> dict[Address, int]: ...


class Reactions(Protocol):
    """Which reactions on a card are known, so that only changes become ballots."""

    async def of(self, proposal: ProposalId) -> set[tuple[MemberId, str]]: ...
    async def add(self, proposal: ProposalId, member: MemberId, emoji: str, at: datetime) -> bool:
        """False when it was known."""
        ...

    async def remove(self, proposal: ProposalId, member: MemberId, emoji: str) -> bool:
        """False when it was not known."""
        ...


@dataclass(frozen=True)
class Posted:
    """Where something stands in Discord. `what` is thread, card, result, …; one of each kind per proposal."""

    what: str
    channel: ChannelId
    message: MessageId


class Messages(Protocol):
    async def set(self, proposal: ProposalId, posted: Posted) -> None: ...
    async def get(self, proposal: ProposalId, what: str) -> Posted | None: ...
    async def forget(self, proposal: ProposalId, what: str) -> None: ...
    async def proposal_of(self, message: MessageId) -> tuple[ProposalId, str] | None:
        """The proposal that a message belongs to, and what it is."""
        ...


@dataclass(frozen=True)
class LogEntry:
    """An administrative act, for the public log. Each names the hash of the one before it in its guild."""

    id: int
    guild: GuildId
    actor: MemberId
    act: str
    proposal: ProposalId | None
    reason: str | None
    details: dict[str, str]
    at: datetime
    previous_hash: str
    hash: str


class Log(Protocol):
    async def add(
        self,
        guild: GuildId,
        actor: MemberId,
        act: str,
        *,
        at: datetime,
        proposal: ProposalId | None = None,
        reason: str | None = None,
        details: Mapping[str, str] = {},
    ) -> LogEntry: ...

    async def get(self, entry: int) -> LogEntry: ...
    async def of_guild(self, guild: GuildId, *, limit: int = 25) -> list[LogEntry]: ...


@dataclass(frozen=True)
class OutboxEntry:
    id: int
    notice: AnyNotice
    nonce: str
    """The same at every attempt: what makes a delivery idempotent."""
    attempts: int
    first_attempt_at: datetime | None


class Outbox(Protocol):
    async def add(self, *notices: AnyNotice, at: datetime) -> None: ...

    async def due(self, now: datetime, limit: int = 50) -> list[OutboxEntry]:
        """The first undelivered entry of each lane, where its time has come, the oldest first."""
        ...

    async def next_due(self) -> datetime | None:
        """When the next attempt is due; None when everything is delivered or given up."""
        ...

    async def begin(self, entry: int, at: datetime) -> None:
        """An attempt starts: from now on it may have been delivered."""
        ...

    async def done(self, entry: int, at: datetime) -> None: ...
    async def retry(self, entry: int, at: datetime, why: str) -> None:
        """The attempt failed; the next one is due at `at`."""
        ...

    async def give_up(self, entry: int, at: datetime, why: str) -> None: ...
    async def given_up(self) -> list[tuple[OutboxEntry, str]]: ...


class Facts(Protocol):
    """All repositories of one transaction."""

    spaces: Spaces
    wallets: Wallets
    proposals: Proposals
    ballots: Ballots
    claims: Claims
    readings: Readings
    reactions: Reactions
    messages: Messages
    log: Log
    outbox: Outbox


class UnitOfWork(Protocol):
    def reading(self) -> AbstractAsyncContextManager[Facts]:
        """A consistent view; nothing may be written."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Facts]:
        """One transaction: committed (durably) when the block ends, rolled back when it raises.

        Writers wait for each other; there is never any network inside.
        """
        ...


# -- chains -------------------------------------------------------------------------------------------------


class Chain(Protocol):
    """One chain. Every read names its block. All methods raise ChainUnavailable when no answer can be trusted."""

    id: ChainId
    name: str

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        """The newest finalized block whose timestamp is at or before `not_after`."""
        ...

    async def latest(self) -> BlockRef: ...

    async def is_canonical(self, block: BlockRef) -> bool:
        """Whether the chain still has this block at its number."""
        ...

    async def powers(self, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef) -> list[Reading]:
        """What each source gives for each wallet, at one block, in as few requests as possible.

        In the order of `reads`. A read that fails is Undetermined and spoils no other.
        """
        ...

    async def total(self, source: AnyOnChain, at: BlockRef) -> Reading:
        """All power of the source at the block (its total supply), unweighted. Undetermined where nothing tells."""
        ...

    async def check_source(self, source: AnyOnChain, at: BlockRef) -> tuple[str, int]:
        """Symbol and decimals of a source that answers as its kind must. Raises NoCode, WrongContract."""
        ...

    async def has_code(self, account: Address, at: BlockRef) -> bool: ...

    async def history_depth(self, at: BlockRef) -> int | None:
        """How many blocks before `at` the nodes still have the state of (1, 128 or 100,000 are tried); None: all."""
        ...

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> None:
        """Whether the wallet signed the message: EIP-191 for a key, EIP-1271 (with a gas cap) for a contract.

        Raises WrongSignature, MalformedSignature.
        """
        ...


# -- execution ----------------------------------------------------------------------------------------------


class ActionCodec(Protocol):
    """Between what a proposer writes, calldata, and words."""

    async def parse(self, lines: str, chain: ChainId, at: BlockRef, *, safe: Address) -> tuple[Action, ...]:
        """The actions that the lines describe, one a line, to be made by `safe`. Raises BadAction naming the line.

        transfer 1.5 ETH to 0x…
        transfer 25000 0xToken to 0x…           (decimals read from the token at the block)
        call 0x… set(bytes32 key, uint256 value) 0x12… 5 [value 0.1 ETH]
        raw 0x… 0xcalldata [value 0.1 ETH]
        """
        ...

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, safe: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """The actions in words, read back from their calldata; calls to the `safe` itself are marked."""
        ...


@dataclass(frozen=True)
class SafeState:
    """A Safe at one block."""

    address: Address
    version: str
    owners: tuple[Address, ...]
    threshold: int
    nonce: int


@dataclass(frozen=True)
class SafeProgress:
    """What became of a Safe transaction. `confirmed_by` from the service or the chain; the rest from the chain."""

    confirmed_by: tuple[Address, ...]
    threshold: int
    execution: Execution | None


class Safes(Protocol):
    """Safes on all configured chains, and their transaction services."""

    @property
    def proposer(self) -> Address | None:
        """The account of the proposer key, where there is one."""
        ...

    async def state(self, chain: ChainId, safe: Address, at: BlockRef) -> SafeState:
        """Raises NoCode, WrongContract, ChainUnavailable."""
        ...

    async def prepare(
        self,
        chain: ChainId,
        safe: Address,
        actions: Sequence[Action],
        at: BlockRef,
        now: datetime,
        first_nonce: int = 0,
    ) -> SafeTransaction:
        """The exact transaction of these actions: one call as it is, several through MultiSendCallOnly.

        Its nonce follows the Safe's and those already waiting in the service, and is `first_nonce` at least
        (ours that the service doesn't know yet come before it). Its hash is computed here and
        compared with the contract's. Raises SafeHashMismatch, ChainUnavailable, ServiceUnavailable.
        """
        ...

    async def propose(self, chain: ChainId, safe: Address, transaction: SafeTransaction, origin: str) -> None:
        """Sign it with the proposer key and hand it to the transaction service; once, however often called.

        Raises ServiceUnavailable, ServiceRefused.
        """
        ...

    async def progress(
        self, chain: ChainId, safe: Address, transaction: SafeTransaction, at: BlockRef
    ) -> SafeProgress:
        """Followed on chain: executed or failed (ExecutionSuccess, ExecutionFailure with its hash), or replaced
        (the Safe's nonce went past it and no such event exists). Raises ChainUnavailable."""
        ...

    async def may_propose(self, chain: ChainId, safe: Address, at: BlockRef) -> bool:
        """Whether the proposer key is an owner or a delegate of the Safe."""
        ...

    def has_service(self, chain: ChainId) -> bool:
        """Whether the chain has a transaction service. Where it has none, the owners confirm on chain."""
        ...

    def approve_calldata(self, transaction: SafeTransaction) -> str:
        """What an owner sends to the Safe to confirm the transaction on chain (0x-prefixed hex)."""
        ...


# -- telling ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivery:
    """What a delivery did: where things stand now, and what is to be said next."""

    posted: tuple[Posted, ...] = ()
    then: tuple[AnyNotice, ...] = ()


class Courier(Protocol):
    """Delivers notices, each at least once without being seen twice.

    `entry.first_attempt_at` is set where an earlier attempt may have arrived: the courier then looks before it
    speaks. Raises Unavailable (tried again later) or FolkmootError (given up, loudly).
    """

    async def deliver(self, entry: OutboxEntry) -> Delivery: ...
