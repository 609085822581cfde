"""What members wrote down for themselves."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, MemberId
from bot.storage.dialect import insert
from bot.storage.tables import principles

_whose = (principles.c.guild == bindparam("of"), principles.c.member == bindparam("who"))
_TEXT = select(principles.c.text).where(*_whose)
_FORGET = delete(principles).where(*_whose)


class StoredPrinciples:
    """`ports.Principles`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_member(self, guild: GuildId, member: MemberId) -> str:
        return await self._connection.scalar(_TEXT, {"of": guild, "who": member}) or ""

    async def write(self, guild: GuildId, member: MemberId, text: str) -> None:
        if not text:
            await self._connection.execute(_FORGET, {"of": guild, "who": member})
            return
        new = insert(principles).values(guild=guild, member=member, text=text)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["guild", "member"], set_={"text": text})
        )
