"""The public log: each entry carries the hash of the one before it in its guild, so that none can be changed or
taken out unseen."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.services.ports import LogEntry
from bot.storage.columns import document, microseconds, storable
from bot.storage.dialect import insert
from bot.storage.tables import log_entries, submissions
from bot.storage.unreadable import UnreadableRows, readable

_SALT_BYTES = 16
FIRST = "0" * 64
"""What the first entry of a guild names as the hash before it."""

_ENTRY = select(
    log_entries.c.id,
    log_entries.c.guild,
    log_entries.c.actor,
    log_entries.c.act,
    log_entries.c.proposal,
    log_entries.c.reason,
    log_entries.c.details,
    log_entries.c.at,
    log_entries.c.previous_hash,
    log_entries.c.salt,
    log_entries.c.sealed,
    log_entries.c.hash,
    submissions.c.number,
).outerjoin(submissions, submissions.c.proposal == log_entries.c.proposal)
_BY_ID = _ENTRY.where(log_entries.c.id == bindparam("entry"))
_OF_GUILD = (
    _ENTRY.where(log_entries.c.guild == bindparam("guild"))
    .order_by(log_entries.c.id.desc())
    .limit(bindparam("limit"))
)
_LAST_HASH = (
    select(log_entries.c.hash)
    .where(log_entries.c.guild == bindparam("guild"))
    .order_by(log_entries.c.id.desc())
    .limit(literal_column("1"))
)


def sealed_hash(entry: LogEntry) -> str:
    """SHA-256 of the canonical JSON of what may name somebody, with the salt: it can be taken away without breaking the
    chain, and nobody can guess it."""
    document = {
        "salt": entry.salt,
        "actor": str(entry.actor),
        "reason": entry.reason,
        "details": entry.details,
    }
    return content_hash(canonical_json(document))


def entry_hash(entry: LogEntry) -> str:
    """SHA-256 of the canonical JSON of the rest of the entry and of `sealed`: numbers as strings, the time in
    microseconds since 1970."""
    document = {
        "guild": str(entry.guild),
        "act": entry.act,
        "proposal": None if entry.proposal is None else str(entry.proposal),
        "sealed": entry.sealed if entry.salt is None else sealed_hash(entry),
        "at": str(microseconds(entry.at)),
        "previous_hash": entry.previous_hash,
    }
    return content_hash(canonical_json(document))


class StoredLog:
    """`ports.Log`. `get` raises KeyError for an entry that isn't stored; `of_guild` has the newest first."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

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
    ) -> LogEntry:
        previous: str = await self._connection.scalar(_LAST_HASH, {"guild": guild}) or FIRST
        # The hash is that of the texts as they are stored.
        reason = None if reason is None else storable(reason)
        details = {name: storable(value) for name, value in details.items()}
        salt = secrets.token_hex(_SALT_BYTES)
        entry = LogEntry(0, guild, actor, act, proposal, reason, details, at, previous, "", salt=salt)
        entry = replace(entry, sealed=sealed_hash(entry))
        answer = await self._connection.execute(
            insert(log_entries)
            .values(
                guild=guild,
                actor=actor,
                act=act,
                proposal=proposal,
                reason=reason,
                details=json.dumps(entry.details, ensure_ascii=False),
                at=at,
                previous_hash=previous,
                salt=entry.salt,
                sealed=entry.sealed,
                hash=entry_hash(entry),
            )
            .returning(log_entries.c.id)
        )
        return await self.get(answer.scalar_one())

    async def get(self, entry: int) -> LogEntry:
        row = (await self._connection.execute(_BY_ID, {"entry": entry})).one_or_none()
        if row is None:
            raise KeyError(entry)
        return _entry(row)

    async def of_guild(self, guild: GuildId, *, limit: int = 25) -> list[LogEntry]:
        asked = {"guild": guild, "limit": limit}
        return await readable(self._connection, _OF_GUILD, log_entries.c.id, asked, _entry, self._unreadable)


def _entry(row: Row[*tuple[Any, ...]]) -> LogEntry:
    return LogEntry(
        id=row.id,
        guild=row.guild,
        actor=row.actor,
        act=row.act,
        proposal=row.proposal,
        reason=row.reason,
        details=document(row.details),
        at=row.at,
        previous_hash=row.previous_hash,
        hash=row.hash,
        salt=row.salt,
        sealed=row.sealed,
        number=row.number,
    )
