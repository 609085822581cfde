"""Repositories of what stands in Discord, of the public log, and of what is still to be told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId, ProposalId, ProposalNumber
from bot.services.delivery.notifications import AnyNotification, Queue


class Posted(msgspec.Struct, frozen=True):
    """Where something stands in Discord. `what` is thread, card, result, …; one of each kind per proposal."""

    what: str
    channel: ChannelId
    message: MessageId


class Messages(Protocol):
    async def set(self, proposal: ProposalId, posted: Posted) -> None: ...
    async def get(self, proposal: ProposalId, what: str) -> Posted | None: ...
    async def of(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, dict[str, Posted]]:
        """All that stands in Discord of each of these proposals, by what it is."""
        ...

    async def forget(self, proposal: ProposalId, what: str) -> None: ...
    async def proposal_of(self, message: MessageId) -> tuple[ProposalId, str] | None:
        """The proposal that a message belongs to, and what it is."""
        ...

    async def undecided_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """The card of each vote that has opened and has no result yet, the oldest proposal first; without servers that
        were handed over."""
        ...

    async def awaited_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """The same, with the cards of votes that are about to open."""
        ...


class LogEntry(msgspec.Struct, frozen=True):
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
    number: ProposalNumber | None = None
    """The proposal's: by that people know it, and the hash is of its id."""
    salt: str | None = None
    """With which who did it, and why, are sealed; None where somebody in it was erased."""
    sealed: str = ""


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


class OutboxEntry(msgspec.Struct, frozen=True):
    id: int
    notification: AnyNotification
    nonce: str
    """The same at every attempt: what makes a delivery idempotent."""
    attempts: int
    """Those that have begun (without this one, while it is being delivered)."""
    first_attempt_at: datetime | None
    """Likewise: None where no attempt has begun yet, so that it can't have been delivered."""
    last_attempt_at: datetime | None
    tried: timedelta
    """How much time was spent on trying."""


class GivenUp(msgspec.Struct, frozen=True):
    """What is not tried any more, until somebody asks for it."""

    entry: OutboxEntry
    why: str
    at: datetime


class Outbox(Protocol):
    async def add(
        self, *notifications: AnyNotification, at: datetime, not_before: datetime | None = None
    ) -> None:
        """To be delivered, each after those of its lane, and not before that time. One that is `newest_only` takes the
        place of one that waits in its lane and was never begun."""
        ...

    async def queues_due(self, queues: Iterable[Queue], now: datetime) -> set[Queue]:
        """Of these queues those in which something is due."""
        ...

    async def due(
        self, queue: Queue, now: datetime, limit: int = 50, *, but_for: Iterable[GuildId] = ()
    ) -> list[OutboxEntry]:
        """The first undelivered entry of each lane of this queue, where its time has come, what has waited longest
        first; without those of some guilds."""
        ...

    async def next_due(self, queue: Queue) -> datetime | None:
        """When the next attempt is due; None when everything is delivered or given up."""
        ...

    async def begin(self, entry: int, at: datetime) -> OutboxEntry | None:
        """An attempt starts: from now on it may have been delivered. Returns the entry as it is now, with what was
        known before this attempt; None where it is over already."""
        ...

    async def alike(self, entry: OutboxEntry, limit: int) -> list[OutboxEntry]:
        """Others that say the same and were never begun, the oldest first."""
        ...

    async def join(
        self, entry: OutboxEntry, others: Sequence[OutboxEntry], together: AnyNotification
    ) -> None:
        """The entry says what these others of its lane say, too, which are forgotten."""
        ...

    async def drop(self, entry: OutboxEntry, at: datetime) -> None:
        """Forget it, as if it had never been there: the next of its lane waits for nothing."""
        ...

    async def done(self, entry: OutboxEntry, at: datetime) -> None: ...
    async def retry(self, entry: OutboxEntry, at: datetime, why: str, tried: timedelta) -> None:
        """The attempt failed; the next one is due at `at`. So much time has been spent on trying in all."""
        ...

    async def hasten(self, beyond: datetime, at: datetime) -> None:
        """What waits until after `beyond` is tried at `at`: a clock that was wrong has written that."""
        ...

    async def give_up(self, entry: OutboxEntry, at: datetime, why: str) -> None: ...
    async def given_up(self, guild: GuildId | None = None, limit: int = 100) -> list[GivenUp]:
        """Of one guild or of all, the oldest first."""
        ...

    async def stuck(self, guild: GuildId, least: timedelta, limit: int = 100) -> list[OutboxEntry]:
        """What of a guild has been tried for so long at least, and is tried on, the oldest first."""
        ...

    async def waiting(self, guild: GuildId) -> int:
        """How many entries of a guild are neither delivered nor given up."""
        ...

    async def give_up_all(self, guild: GuildId, at: datetime, why: str) -> None:
        """Give up whatever of a guild waits."""
        ...

    async def take_up(self, entries: Iterable[OutboxEntry], at: datetime) -> None:
        """Try again what was given up, as if it had just begun, in its old place."""
        ...
