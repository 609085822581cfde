"""Repositories of what stands in Discord, of the public log, and of what is still to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId, ProposalId
from bot.services.delivery.notifications import AnyNotification


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

    async def undecided_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """The card of each vote that has opened and has no result yet, the oldest proposal first."""
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
    notification: AnyNotification
    nonce: str
    """The same at every attempt: what makes a delivery idempotent."""
    attempts: int
    first_attempt_at: datetime | None


class Outbox(Protocol):
    async def add(self, *notifications: AnyNotification, at: datetime) -> None: ...

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
