"""What spaces say of their treasuries."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import SpaceId
from bot.domain.treasury.settings import TreasurySettings
from bot.storage.dialect import insert
from bot.storage.tables import treasury_settings
from bot.storage.unreadable import named

_OF_SPACE = select(treasury_settings.c.settings).where(treasury_settings.c.space == bindparam("space"))


class StoredTreasuries:
    """`ports.Treasuries`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_space(self, space: SpaceId) -> TreasurySettings:
        text = await self._connection.scalar(_OF_SPACE, {"space": space})
        if text is None:
            return TreasurySettings()
        with named(f"treasury_settings {space}"):
            return TreasurySettings.model_validate_json(text)

    async def set(self, space: SpaceId, settings: TreasurySettings, at: datetime) -> None:
        values = {"settings": settings.model_dump_json(), "changed_at": at}
        statement = insert(treasury_settings).values(space=space, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["space"], set_=values))
