"""Whom spaces name as auditors."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import SpaceId
from bot.domain.spaces.auditors import Auditor
from bot.storage.dialect import insert
from bot.storage.tables import auditors

_OF_SPACE = (
    select(auditors.c.is_role, auditors.c.auditor)
    .where(auditors.c.space == bindparam("space"))
    .order_by(auditors.c.is_role, auditors.c.auditor)
)
_REMOVE = delete(auditors).where(
    auditors.c.space == bindparam("of"),
    auditors.c.auditor == bindparam("named"),
    auditors.c.is_role == bindparam("is_role"),
)


class StoredAuditors:
    """`ports.Auditors`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_space(self, space: SpaceId) -> list[Auditor]:
        return [Auditor(*row) for row in await self._connection.execute(_OF_SPACE, {"space": space})]

    async def add(self, space: SpaceId, auditor: Auditor) -> None:
        values = {"space": space, "auditor": auditor.id, "is_role": auditor.is_role}
        await self._connection.execute(insert(auditors).values(**values).on_conflict_do_nothing())

    async def remove(self, space: SpaceId, auditor: Auditor) -> None:
        named = {"of": space, "named": auditor.id, "is_role": auditor.is_role}
        await self._connection.execute(_REMOVE, named)
