"""The form of a record, part by part: typed and bounded, with no field that nobody knows."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

import msgspec

from bot.domain.delegation.delegation import MOST_PARTS
from bot.domain.policy.trust import TrustLevel

Id = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,18})\Z")]
"""What Discord or the database numbers."""
Member = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,38})\Z")]
"""A member by their number in this vote."""
Units = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,999})\Z")]
"""Base units, a raw number, or a time in a unit of its own: whole and not negative."""
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
ReceiptCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
Wallet = Annotated[str, msgspec.Meta(pattern=r"^0x[0-9a-fA-F]{40}\Z")]
Delegator = Annotated[str, msgspec.Meta(pattern=r"^((0|[1-9][0-9]{0,38})|0x[0-9a-fA-F]{40})\Z")]
"""A member, or a wallet that delegated on chain."""
BlockId = Annotated[str, msgspec.Meta(pattern=r"^0x[0-9a-fA-F]{64}\Z")]
Millis = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,13})\Z")]
"""Milliseconds since 1970, or a length in milliseconds."""
Seconds = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799)]
"""Since 1970, until the year 9999."""
ProposalNumbered = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
"""A proposal's place among those of its server."""
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Parts = Annotated[int, msgspec.Meta(ge=1, le=MOST_PARTS)]
"""Of what a delegator splits among several delegates."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a record."""


class Block(Part, frozen=True):
    chain: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    number: Number
    hash: BlockId
    timestamp: Seconds


class FrozenWallets(Part, frozen=True):
    hash: Sha256
    complete: bool


class FrozenBalances(Part, frozen=True):
    places: list[int]
    half_life_us: Units | None
    members: dict[Member, Units]


class FrozenLedger(Part, frozen=True):
    at_us: Units
    last_event: Id
    balances: list[FrozenBalances]


class FrozenCast(Part, frozen=True):
    """The vote on a Governor in which votes are cast; what was fixed of them, where the vote was one on just that."""

    chain: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    contract: Wallet
    proposal: Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,77})\Z")]
    voter: Wallet | None = None
    votes: Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,77})\Z")] | None = None
    snapshot: Number | None = None
    ends: Number | None = None
    link: str | None = None
    symbol: str | None = None
    decimals: Annotated[int, msgspec.Meta(ge=0, le=77)] | None = None


class FrozenSeats(Part, frozen=True):
    """What is decided of seats as owners of a Safe."""

    threshold: Annotated[int, msgspec.Meta(ge=1, le=999)]
    leaving: list[Wallet]


class Frozen(Part, frozen=True):
    """What was voted on. Its hash is the content hash, so that its parts have no shape to keep but those that others
    follow from."""

    proposal: Id
    number: ProposalNumbered
    author: Member
    title: str
    text: str
    actions: list[Any]
    requested: Units
    grants: list[Any]
    policy: dict[str, Any]
    snapshot: list[Block]
    earlier: list[Block]
    total_power: Units | None
    reputation: FrozenLedger | None = None
    called: Any = None
    cast: FrozenCast | None = None
    acts: list[Any] | None = None
    candidates: list[Member] | None = None
    seats: FrozenSeats | None = None
    milestones: list[Any] | None = None
    releases: Any = None
    brought_up: Any = None
    delegations: Sha256 | None = None
    delegate_caps: Sha256 | None = None
    wallet_delegations: FrozenWallets | None = None


class Card(Part, frozen=True):
    asked_at: Seconds
    stood_at: Seconds | None


class Suspended(Part, frozen=True):
    by: Member | None
    reason: str
    unseen_since: Seconds | None
    at: Seconds
    resumed_at: Seconds | None


class Omission(Part, frozen=True):
    """Who let the vote open without what wallets delegate on chain."""

    by: Member
    reason: str
    at: Seconds


class Extension(Part, frozen=True):
    at_ms: Millis
    by_ms: Millis


class Evidence(Part, frozen=True):
    """A number, and where it was read."""

    source: str
    place: Annotated[int, msgspec.Meta(ge=1, le=2**31)]
    wallet: Wallet | None
    raw: Units
    weight: Units
    contract: Wallet | None = None
    chain: int | None = None
    block: BlockId | None = None


class CommittedRequest(Part, frozen=True, tag_field="kind", tag=TrustLevel.COUNTERSIGNED.value):
    """What the record says of the request that Discord signed."""

    application: Id
    public_key: Sha256
    commitment: Sha256


class RecordedSignature(Part, frozen=True):
    """What the record says of a wallet that signed a ballot."""

    server: str
    time: Seconds
    nonce: Number
    wallet: Wallet
    chain: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    signature: Annotated[str, msgspec.Meta(pattern=r"^0x([0-9a-fA-F]{2}){0,16384}\Z")]


class RecordedSignatures(Part, frozen=True, tag_field="kind", tag=TrustLevel.SIGNED.value):
    """What the record says of a ballot that wallets signed."""

    content_hash: Sha256
    choice: str
    signatures: Annotated[list[RecordedSignature], msgspec.Meta(min_length=1)]


class CastEntry(Protocol):
    """A ballot, wherever it is told: what its receipt is of."""

    @property
    def receipt(self) -> str: ...
    @property
    def voter(self) -> str: ...
    @property
    def choice(self) -> Any: ...
    @property
    def cast_at_ms(self) -> str: ...
    @property
    def source(self) -> str: ...


class BallotEntry(Part, frozen=True):
    receipt: ReceiptCode
    voter: Member
    choice: Any
    cast_at_ms: Millis
    cast_method: Literal["button", "command", "reaction", "page"]
    source: Id
    reason: str | None
    roles: list[Id]
    power: Units
    evidence: list[Evidence]
    vote_evidence: CommittedRequest | RecordedSignatures | msgspec.UnsetType | None = msgspec.UNSET
    apart: list[ApartEntry] = []


class ApartEntry(Part, frozen=True):
    """What one wallet of the voter's said, beside all others."""

    wallet: Wallet
    choice: Any


class DelegationEntry(Part, frozen=True, omit_defaults=True):
    from_: Member = msgspec.field(name="from")
    to: Member
    parts: Parts = 1


class DelegateCap(Part, frozen=True):
    """How much a delegate accepted at most."""

    member: Member
    cap: Units


class WalletDelegationEntry(Part, frozen=True):
    from_: Wallet = msgspec.field(name="from")
    to: Wallet
    contract: bool


class DelegatedPowerEntry(Part, frozen=True):
    from_: Delegator = msgspec.field(name="from")
    to: Member
    power: Units
    evidence: list[Evidence]
    whole: Units | None = None
    """All that the delegator has, from which `evidence` is; None where it is no more than `power`."""

    @property
    def held(self) -> str:
        return self.power if self.whole is None else self.whole


class UndeterminedEntry(Part, frozen=True):
    receipt: ReceiptCode
    voter: Member
    choice: Any
    delegated: list[str]
    own: bool


class StakeEntry(Part, frozen=True):
    receipt: ReceiptCode
    voter: Member
    amount: Units
    at_ms: Millis
    source: Id
    power: Units
    block: BlockId | None


class PowerEntry(Part, frozen=True):
    voter: Member
    power: Units
    evidence: list[Evidence]


class PoolEntry(Part, frozen=True):
    executor: dict[str, Any]
    asset: str | None
    balance: Units
    promised: Units
    blocks: list[Block]


class RewardEntry(Part, frozen=True):
    voter: Member
    power: Units
    first_at_ms: Millis
    wallet: Wallet | None
    amount: Units
    why_not: Literal["late", "no_wallet", "too_small"] | None


class RewardsEntry(Part, frozen=True):
    """What the vote pays to its voters."""

    late_from_ms: Millis | None
    remainder: Units
    voters: list[RewardEntry]


class WinnerEntry(Part, frozen=True):
    choice: Annotated[int, msgspec.Meta(ge=1)]
    member: Member
    wallet: Wallet | None


class ElectedEntry(Part, frozen=True):
    """Who was elected."""

    winners: list[WinnerEntry]
    tied: list[int]


class TimelineDelegation(Part, frozen=True, omit_defaults=True):
    from_: Member = msgspec.field(name="from")
    to: Member
    power: Units | None
    parts: Parts = 1


class TimelineWallet(Part, frozen=True):
    wallet: Wallet
    owner: Member | None
    to: Member
    power: Units | None


class TimelinePart(Part, frozen=True):
    power: Units
    choice: Any


class TimelineBallot(Part, frozen=True):
    at_ms: Millis
    voter: Member
    power: Units
    choice: Any
    parts: list[TimelinePart] = []


class Timeline(Part, frozen=True):
    """All that decides whether the vote was extended, as `ballot_timeline` writes it."""

    ends_at_ms: Millis
    window_ms: Millis
    at_most_ms: Millis
    pauses_ms: list[tuple[Millis, Millis]]
    depth: Literal["one_hop", "transitive"]
    delegations: list[TimelineDelegation]
    ballots: list[TimelineBallot]
    wallets: list[TimelineWallet] = []
    cap: Units | None = None
    delegate_caps: list[DelegateCap] = []


class SponsorEntry(Part, frozen=True):
    """Who stood behind it when it was submitted."""

    member: Member
    power: Units


class ConflictEntry(Part, frozen=True):
    """The conflict of interest that somebody declared, whether they voted or not."""

    member: Member
    text: str
    at_ms: Millis


class Record(Part, frozen=True):
    """The whole record. `raw_frozen`, `election` and `result` are their bytes, which are canonical as the whole is."""

    record: Literal["folkmoot/1"]
    proposal: Id
    number: ProposalNumbered
    content_hash: Sha256
    raw_frozen: msgspec.Raw = msgspec.field(name="frozen")
    card: Card | None
    opened_at: Seconds
    ended_at: Seconds
    closed_at: Seconds
    suspensions: list[Suspended]
    extensions: list[Extension]
    decided_at: Seconds | None
    registry_omitted: Omission | None
    origin: Id | None
    election: msgspec.Raw
    ballots: list[BallotEntry]
    delegations: list[DelegationEntry]
    wallet_delegations: list[WalletDelegationEntry] | None
    delegated_power: list[DelegatedPowerEntry]
    result: msgspec.Raw
    delegate_caps: list[DelegateCap] = []
    timeline: Timeline | None = None
    ledger: dict[Member, list[list[str]]] | None = None
    undetermined: list[UndeterminedEntry] = []
    stakes: list[StakeEntry] | None = None
    powers: list[PowerEntry] | None = None
    pool: PoolEntry | None = None
    voter_rewards: RewardsEntry | None = None
    elected: ElectedEntry | None = None
    sponsors: list[SponsorEntry] = []
    conflicts: list[ConflictEntry] = []
    announced_at: Seconds | None = None
