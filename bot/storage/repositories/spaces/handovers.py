"""Which servers were handed over."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import Address, GuildId, MemberId
from bot.domain.succession.handover import Handover
from bot.storage.dialect import insert
from bot.storage.tables import handovers

_ALL = select(handovers).order_by(handovers.c.guild)
_OF = select(handovers).where(handovers.c.guild == bindparam("of"))
_EXPORTED = update(handovers).where(handovers.c.guild == bindparam("of"))
_REMOVE = delete(handovers).where(handovers.c.guild == bindparam("of"))


class StoredHandovers:
    """`ports.Handovers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[Handover]:
        return [_handover(row) for row in await self._connection.execute(_ALL)]

    async def of(self, guild: GuildId) -> Handover | None:
        row = (await self._connection.execute(_OF, {"of": guild})).one_or_none()
        return None if row is None else _handover(row)

    async def add(self, handover: Handover) -> None:
        await self._connection.execute(
            insert(handovers).values(
                guild=handover.guild,
                fingerprint=handover.to,
                successor=handover.successor,
                by=handover.by,
                at=handover.at,
                exported_at=handover.exported_at,
            )
        )

    async def exported(self, guild: GuildId, at: datetime) -> None:
        await self._connection.execute(_EXPORTED.values(exported_at=at), {"of": guild})

    async def remove(self, guild: GuildId) -> None:
        await self._connection.execute(_REMOVE, {"of": guild})


def _handover(row: Row[*tuple[Any, ...]]) -> Handover:
    return Handover(
        GuildId(row.guild),
        Address(row.fingerprint),
        MemberId(row.successor),
        MemberId(row.by),
        row.at,
        row.exported_at,
    )
