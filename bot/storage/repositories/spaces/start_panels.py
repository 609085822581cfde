"""Where start panels are to stand, and where they do."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ChannelId, GuildId, MessageId, SpaceId
from bot.domain.spaces.start_panel import StartPanel
from bot.storage.dialect import insert
from bot.storage.tables import spaces, start_panels

_PANEL = select(start_panels.c.channel, start_panels.c.shown_in, start_panels.c.message)
_OF_SPACE = _PANEL.where(start_panels.c.space == bindparam("of"))
_OF_GUILD = _PANEL.join(spaces, spaces.c.id == start_panels.c.space).where(
    spaces.c.guild == bindparam("of"), spaces.c.parent.is_(None)
)


class StoredStartPanels:
    """`ports.StartPanels`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId]) -> None:
        """Spaces whose panel changes its place are added to `bound`."""
        self._connection = connection
        self._bound = bound

    async def of_space(self, space: SpaceId) -> StartPanel | None:
        row = (await self._connection.execute(_OF_SPACE, {"of": space})).one_or_none()
        return StartPanel(*row) if row else None

    async def of_guild(self, guild: GuildId) -> StartPanel | None:
        row = (await self._connection.execute(_OF_GUILD, {"of": guild})).one_or_none()
        return StartPanel(*row) if row else None

    async def place(self, space: SpaceId, channel: ChannelId | None, at: datetime) -> None:
        wanted = {"channel": channel, "since": at if channel is not None else None}
        new = insert(start_panels).values(space=space, **wanted)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["space"], set_=wanted))
        self._bound.add(space)

    async def stands(self, space: SpaceId, channel: ChannelId | None, message: MessageId | None) -> None:
        shown = {"shown_in": channel, "message": message}
        await self._connection.execute(
            update(start_panels).where(start_panels.c.space == space).values(**shown)
        )
