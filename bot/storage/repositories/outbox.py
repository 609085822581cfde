"""What must be told, in the order of its lanes."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.notifications import AnyNotification, decode, encode
from bot.services.ports import OutboxEntry
from bot.storage.columns import microseconds
from bot.storage.dialect import add_missing, json_rows
from bot.storage.tables import outbox, undelivered

_ADD = add_missing(outbox, "lane", "notification", "nonce", "added_at", "next_attempt_at")

_ENTRY = select(
    outbox.c.id,
    outbox.c.notification,
    outbox.c.nonce,
    outbox.c.attempts,
    outbox.c.first_attempt_at,
    outbox.c.why,
)
_heads = select(func.min(outbox.c.id)).where(undelivered).group_by(outbox.c.lane)
_DUE = (
    _ENTRY.where(outbox.c.id.in_(_heads), outbox.c.next_attempt_at <= bindparam("now"))
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(func.min(outbox.c.next_attempt_at)).where(outbox.c.id.in_(_heads))
_GIVEN_UP = _ENTRY.where(outbox.c.given_up_at.is_not(None)).order_by(outbox.c.id)

_NONCE_BYTES = 18
"""24 characters of base 64; Discord takes at most 25."""


class StoredOutbox:
    """`ports.Outbox`. Entries that were delivered or given up stay."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, *notifications: AnyNotification, at: datetime) -> None:
        if not notifications:
            return
        time = microseconds(at)
        rows = [
            (
                notification.lane,
                encode(notification).decode(),
                secrets.token_urlsafe(_NONCE_BYTES),
                time,
                time,
            )
            for notification in notifications
        ]
        await self._connection.execute(_ADD, json_rows(rows))

    async def due(self, now: datetime, limit: int = 50) -> list[OutboxEntry]:
        rows = await self._connection.execute(_DUE, {"now": now, "limit": limit})
        return [_entry(row) for row in rows]

    async def next_due(self) -> datetime | None:
        next_due: datetime | None = (await self._connection.execute(_NEXT_DUE)).scalar_one()
        return next_due

    async def begin(self, entry: int, at: datetime) -> None:
        await self._change(
            entry,
            attempts=outbox.c.attempts + 1,
            first_attempt_at=func.coalesce(outbox.c.first_attempt_at, microseconds(at)),
        )

    async def done(self, entry: int, at: datetime) -> None:
        await self._change(entry, delivered_at=at)

    async def retry(self, entry: int, at: datetime, why: str) -> None:
        await self._change(entry, next_attempt_at=at, why=why)

    async def give_up(self, entry: int, at: datetime, why: str) -> None:
        await self._change(entry, given_up_at=at, why=why)

    async def given_up(self) -> list[tuple[OutboxEntry, str]]:
        return [(_entry(row), row.why) for row in await self._connection.execute(_GIVEN_UP)]

    async def _change(self, entry: int, **values: Any) -> None:
        await self._connection.execute(update(outbox).where(outbox.c.id == entry).values(**values))


def _entry(row: Row[*tuple[Any, ...]]) -> OutboxEntry:
    return OutboxEntry(
        row.id, decode(row.notification.encode()), row.nonce, row.attempts, row.first_attempt_at
    )
