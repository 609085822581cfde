"""Draws as they are shown."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import DrawUnknown
from bot.domain.ids import DrawId, GuildId
from bot.domain.sortition.draw import JuryDraw
from bot.domain.spaces.space import Space
from bot.services.ports import UnitOfWork

_LISTED = 10


class ReadingDraws(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def get(self, draw: DrawId) -> tuple[JuryDraw, Space]:
        """With the space in which it was called."""
        async with self.uow.reading() as repositories:
            found = await repositories.jury_draws.get(draw)
            return found, await repositories.spaces.get(found.space)

    async def numbered(self, guild: GuildId, number: int) -> JuryDraw:
        """Raises DrawUnknown."""
        async with self.uow.reading() as repositories:
            found = await repositories.jury_draws.numbered(guild, number)
        if found is None:
            raise DrawUnknown(number)
        return found

    async def newest(self, guild: GuildId) -> Sequence[JuryDraw]:
        """The last draws of a server, the newest first."""
        async with self.uow.reading() as repositories:
            return await repositories.jury_draws.newest(guild, _LISTED)
