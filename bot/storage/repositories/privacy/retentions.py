"""For how long servers keep what isn't part of a record, and what goes by it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, ProposalId, SpaceId
from bot.domain.retention import RetentionKind
from bot.storage.dialect import insert
from bot.storage.repositories.privacy.expiring import EXPIRE
from bot.storage.tables import retention_periods

_OF_SPACE = select(retention_periods).where(retention_periods.c.space == bindparam("of"))


class StoredRetentions:
    """`ports.Retentions`."""

    def __init__(self, connection: AsyncConnection, changed: set[ProposalId], bound: set[SpaceId]) -> None:
        """`changed` and `bound` gather whose jobs depend on what is stored here."""
        self._connection = connection
        self._changed = changed
        self._bound = bound

    async def of_space(self, space: SpaceId) -> dict[RetentionKind, int]:
        found = await self._connection.execute(_OF_SPACE, {"of": space})
        return {RetentionKind(row.kind): row.days for row in found}

    async def due(self, space: SpaceId, now: datetime) -> dict[RetentionKind, int]:
        found = await self._connection.execute(
            _OF_SPACE.where(retention_periods.c.look_at <= now), {"of": space}
        )
        return {RetentionKind(row.kind): row.days for row in found}

    async def choose(self, space: SpaceId, kind: RetentionKind, days: int | None, look_at: datetime) -> None:
        of_kind = retention_periods.c.space == space, retention_periods.c.kind == kind.value
        await self._connection.execute(delete(retention_periods).where(*of_kind))
        if days is not None:
            values = {"space": space, "kind": kind.value, "days": days, "look_at": look_at}
            await self._connection.execute(insert(retention_periods).values(**values))
        self._bound.add(space)

    async def look_again(self, space: SpaceId, kind: RetentionKind, at: datetime) -> None:
        of_kind = retention_periods.c.space == space, retention_periods.c.kind == kind.value
        await self._connection.execute(update(retention_periods).where(*of_kind).values(look_at=at))
        self._bound.add(space)

    async def expire(
        self, guild: GuildId, kind: RetentionKind, before: datetime, most: int
    ) -> tuple[int, set[ProposalId]]:
        number, changed = await EXPIRE[kind](self._connection, guild, before, most)
        self._changed |= changed
        return number, changed
