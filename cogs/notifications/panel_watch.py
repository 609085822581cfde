"""A start panel that somebody deletes is posted anew."""

import discord
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import GuildId, MessageId


class PanelWatch(commands.Cog):
    def __init__(self, client: FolkmootClient) -> None:
        self._start_panels = client.services.start_panels

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        if event.guild_id is not None:
            await self._start_panels.deleted(GuildId(event.guild_id), {MessageId(event.message_id)})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        if event.guild_id is not None:
            messages = {MessageId(message) for message in event.message_ids}
            await self._start_panels.deleted(GuildId(event.guild_id), messages)


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(PanelWatch(bot))
