"""Whether the roles that may veto are still there."""

import discord
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import GuildId, RoleId


class GuardianWatch(commands.Cog):
    """Hears of roles that are deleted, and looks after each new session for those that were meanwhile."""

    def __init__(self, client: FolkmootClient) -> None:
        self._client = client

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._client.services.guardianship.look(
            lambda _, guardians: guardians == role.id, within=GuildId(role.guild.id)
        )

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        await self._client.services.guardianship.look(self._is_lost)

    @commands.Cog.listener()
    async def on_card_shown(self, guild: GuildId, *_: object) -> None:
        """A vote opens: its guardians' role may have been deleted before it was submitted."""
        await self._client.services.guardianship.look(self._is_lost, within=guild)

    def _is_lost(self, guild: GuildId, guardians: RoleId) -> bool:
        """False where the server has not been told yet."""
        server = self._client.get_guild(guild)
        return server is not None and not server.unavailable and server.get_role(guardians) is None


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(GuardianWatch(bot))
