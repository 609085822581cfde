"""The repository of what is stored about a member, over all tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import MemberId, ProposalId, ProposalNumber, SpaceId


class DataKind(StrEnum):
    """What a row is about, as a member thinks of it."""

    WALLETS = "wallets"
    VOTES = "votes"
    DELEGATION = "delegation"
    PROPOSALS = "proposals"
    DISCUSSION = "discussion"
    MERITS = "merits"
    NOTICES = "notices"
    OFFICES = "offices"
    ACTS = "acts"
    MESSAGES = "messages"
    SETUP = "setup"
    CONSENT = "consent"


class StoredRow(msgspec.Struct, frozen=True):
    """One row in which the member, or a wallet of theirs, stands; bytes in hexadecimal digits."""

    table: str
    kind: DataKind
    values: Mapping[str, Any]


class Erasure(msgspec.Struct, frozen=True):
    """A member who asked to be erased."""

    space: SpaceId
    """Which looks after it: one of the server in which they asked."""
    member: MemberId
    asked_at: datetime
    look_at: datetime


class PersonalData(Protocol):
    async def counts(self, member: MemberId) -> dict[DataKind, int]:
        """In how many rows the member stands, by kind; only kinds with any."""
        ...

    async def rows(self, member: MemberId, limit: int) -> list[StoredRow]:
        """Those rows, so many at most."""
        ...

    async def holding(self, member: MemberId) -> list[tuple[ProposalId, ProposalNumber]]:
        """The proposals that hold an erasure up: votes under way in which the member stands, and what passed and names
        them until it is carried out, or their role has ended."""
        ...

    async def awaited_lots(self, member: MemberId) -> list[int]:
        """The numbers of the juries in whose pools they are, and that aren't drawn yet: what was announced of a pool
        holds until then."""
        ...

    async def standing_in(self, proposal: ProposalId, known: Pseudonyms) -> set[MemberId]:
        """All who may stand in what was hashed of a vote, and are no stand-ins. `known`: its pseudonyms."""
        ...

    async def erase(self, member: MemberId, stand_in: MemberId) -> list[ProposalId]:
        """Delete every row of theirs, or have the stand-in take their place in what others need. Returns the proposals
        that this changed."""
        ...

    async def ask(self, erasure: Erasure) -> None:
        """Note that they asked; once more where they asked before."""
        ...

    async def erasure_of(self, member: MemberId) -> Erasure | None: ...

    async def due(self, space: SpaceId, now: datetime) -> Sequence[Erasure]: ...

    async def look_again(self, erasure: Erasure, at: datetime) -> None: ...
