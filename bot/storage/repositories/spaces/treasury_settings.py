"""What spaces say of their treasuries."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import SpaceId
from bot.domain.treasury.settings import TreasurySettings
from bot.domain.treasury.targets import Reminded
from bot.storage.dialect import insert
from bot.storage.tables import treasury_settings
from bot.storage.unreadable import named

_OF_SPACE = select(treasury_settings.c.settings).where(treasury_settings.c.space == bindparam("space"))

_REMINDED = select(treasury_settings.c.reminded_at, treasury_settings.c.told_out).where(
    treasury_settings.c.space == bindparam("space")
)


class StoredTreasuries:
    """`ports.Treasuries`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId]) -> None:
        """`bound` gathers the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._bound = bound

    async def of_space(self, space: SpaceId) -> TreasurySettings:
        text = await self._connection.scalar(_OF_SPACE, {"space": space})
        if text is None:
            return TreasurySettings()
        with named(f"treasury_settings {space}"):
            return TreasurySettings.model_validate_json(text)

    async def set(self, space: SpaceId, settings: TreasurySettings, at: datetime) -> None:
        since = settings.targets.since if settings.targets is not None else None
        values = {"settings": settings.model_dump_json(), "changed_at": at, "targets_since": since}
        statement = insert(treasury_settings).values(space=space, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["space"], set_=values))
        self._bound.add(space)

    async def reminded(self, space: SpaceId) -> Reminded:
        row = (await self._connection.execute(_REMINDED, {"space": space})).one_or_none()
        return Reminded() if row is None else Reminded(at=row.reminded_at, out=row.told_out)

    async def remind(self, space: SpaceId, reminded: Reminded) -> None:
        await self._connection.execute(
            update(treasury_settings)
            .where(treasury_settings.c.space == space)
            .values(reminded_at=reminded.at, told_out=reminded.out)
        )
