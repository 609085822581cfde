"""Repositories of ballots, and of what stands around them: claims, readings, reactions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from bot.domain.accounts.claims import Claim
from bot.domain.elections.ballot import Ballot, BallotIdentity
from bot.domain.elections.evidence import Evidence, SignedOn
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, BlockHash, ChainId, GuildId, MemberId, ProposalId, SpaceId
from bot.domain.power import AnySource


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

    async def newest_reasons(self, proposal: ProposalId, limit: int) -> list[MemberId]:
        """Who gave a reason, the newest first, looking through so many ballots that have one."""
        ...

    async def mark(self, proposal: ProposalId) -> tuple[int, int, int]:
        """Numbers that change with everything that changes whose ballots count and with which wallets: the newest
        ballot, how many wallets are claimed, how many of them can't be read."""
        ...

    async def history(self, proposal: ProposalId) -> list[Ballot]:
        """All ballots ever cast, changed and withdrawn ones too, in the order of `cast_at`, then of storing."""
        ...

    async def first_cast(self, proposal: ProposalId) -> dict[MemberId, datetime]:
        """When each member cast the first ballot, also where it was changed or withdrawn since."""
        ...

    async def voted_in(self, space: SpaceId, member: MemberId, since: datetime) -> int:
        """In how many votes of the space that closed since then the member has a ballot that stands."""
        ...

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[Ballot]:
        """All of a member's ballots, the oldest first."""
        ...

    async def reasons(
        self, proposals: Iterable[ProposalId], since: datetime, until: datetime
    ) -> dict[MemberId, int]:
        """On how many of these proposals each member gave a reason, from `since` on and before `until`."""
        ...


class KeptEvidence(msgspec.Struct, frozen=True):
    """What a ballot brought along, and which ballot it was."""

    member: MemberId
    cast_at: datetime
    source: int
    evidence: Evidence


class BallotEvidence(Protocol):
    """What ballots brought along, in votes that ask for it; only added."""

    async def add(self, evidence: Sequence[tuple[Ballot, Evidence]]) -> None:
        """After their ballots. What is stored already is not stored again."""
        ...

    async def recorded(self, proposal: ProposalId) -> dict[tuple[MemberId, datetime, int], dict[str, Any]]:
        """What the record says of it, by member, time and source of each ballot."""
        ...

    async def signers(self, proposal: ProposalId) -> dict[BallotIdentity, SignedOn]:
        """Which wallets have signed each ballot that was signed, each on which chain."""
        ...

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[KeptEvidence]:
        """All of it of one member's ballots, changed ones too, the oldest first."""
        ...

    async def sizes(
        self, proposal: ProposalId, member: MemberId | None, until: datetime
    ) -> list[tuple[int, int]]:
        """For each ballot that was cast until then, changed ones too: the number of its row, which grows, and how long
        its evidence is, in characters of JSON. None as the member: of everybody."""
        ...

    async def part(
        self, proposal: ProposalId, member: MemberId | None, until: datetime, first: int, last: int
    ) -> list[tuple[Ballot, Evidence]]:
        """Those ballots whose rows are from the first to the last one, each with what it brought along."""
        ...


class Claims(Protocol):
    """Which member a wallet counts for in a vote: fixed by the first ballot that uses it."""

    async def add(self, claimed: Sequence[tuple[ProposalId, Claim]]) -> None:
        """Claims on a wallet that is claimed already, on the same chain, are left out."""
        ...

    async def of(self, proposal: ProposalId) -> list[Claim]: ...

    async def undecided_with(self, guild: GuildId, wallet: Address) -> list[ProposalId]:
        """The proposals of the guild for which something may still come, and in which the wallet is claimed."""
        ...

    async def of_wallets(
        self, proposals: Iterable[ProposalId], wallets: Iterable[Address]
    ) -> list[tuple[ProposalId, Claim]]: ...


class UnreadableWallets(Protocol):
    """Which wallets count for nobody in a vote where what they have on a chain can't be read at its snapshot, at any
    time."""

    async def add(
        self, proposal: ProposalId, wallets: Mapping[tuple[Address, ChainId], ReadFailure], at: datetime
    ) -> None:
        """One that is stored already stays as it is."""
        ...

    async def of(self, proposal: ProposalId) -> dict[tuple[Address, ChainId], ReadFailure]: ...


class PowerReading(msgspec.Struct, frozen=True):
    """A number that the chain gave, with its evidence."""

    source: str
    """`source_key` of what was read."""
    block: BlockHash
    wallet: Address
    raw: int


def source_key(source: AnySource) -> str:
    """What is read, whatever it weighs: the same number serves every policy that reads it."""
    return source.key


class PowerReadings(Protocol):
    async def add(self, readings: Sequence[PowerReading]) -> None:
        """One that is stored already is not stored again."""
        ...

    async def at(
        self, source: str, block: BlockHash, wallets: Iterable[Address] | None = None
    ) -> dict[Address, int]: ...


class Reactions(Protocol):
    """Which reactions on a card are known, so that only changes become ballots."""

    async def of(self, proposal: ProposalId) -> set[tuple[MemberId, str]]: ...
    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[str]:
        """Those of one member, the one that was seen first first."""
        ...

    async def add(self, proposal: ProposalId, member: MemberId, emoji: str, at: datetime) -> bool:
        """False when it was known."""
        ...

    async def remove(self, proposal: ProposalId, member: MemberId, emoji: str) -> bool:
        """False when it was not known."""
        ...
