"""Whether somebody has the roles that a server's spaces stand on, and whom they name is still there."""

import structlog
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import Unavailable
from bot.domain.ids import GuildId
from cogs.components.holders import hear_of

_log = structlog.get_logger(__name__)


class HolderWatch(commands.Cog):
    """Looks whenever a vote opens: then guardians and moderators are needed."""

    def __init__(self, client: FolkmootClient) -> None:
        self._client = client
        self._holders = client.services.holders

    @commands.Cog.listener()
    async def on_card_shown(self, guild: GuildId, *_: object) -> None:
        server, named = self._client.get_guild(guild), await self._holders.named(guild)
        if server is None or server.unavailable or named is None:
            return
        try:
            heard = await hear_of(server, named)
        except Unavailable as why:
            # The next vote that opens is as good, and the doctor asks again.
            _log.warning("holders.unheard", guild=guild, why=str(why))
            return
        await self._holders.look(guild, heard)


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(HolderWatch(bot))
