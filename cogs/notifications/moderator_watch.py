"""Whether the roles that moderate are still there."""

import discord
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import GuildId


class ModeratorWatch(commands.Cog):
    """Hears of roles that are deleted, and looks after each new session for those that were meanwhile."""

    def __init__(self, client: FolkmootClient) -> None:
        self._client = client
        self._moderatorship = client.services.moderatorship

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._moderatorship.look(GuildId(role.guild.id), lambda moderators: moderators == role.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self._moderatorship.look(GuildId(guild.id), lambda role: guild.get_role(role) is None)


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(ModeratorWatch(bot))
