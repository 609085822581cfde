"""The limit that bench/votes.py compares with: a discord.py bot that answers each click and does nothing else."""

from __future__ import annotations

import os
import re

import discord
import uvloop
from discord.ext import commands
from yarl import URL

ANSWER = "Your vote: For. Receipt `0123456789abcdef`. It weighs 1 FOLK (1 wallet at block 7)."


class BareButton(
    discord.ui.DynamicItem[discord.ui.Button], template=r"vote:(?P<proposal>\d+):(?P<choice>\d+)"
):
    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Button, match: re.Match[str]
    ) -> BareButton:
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(ANSWER, ephemeral=True)


class BareBot(commands.Bot):
    async def setup_hook(self) -> None:
        self.add_dynamic_items(BareButton)


async def main() -> None:
    discord.http.Route.BASE = os.environ["FOLKMOOT_DISCORD_API"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["FOLKMOOT_DISCORD_GATEWAY"])
    bot = BareBot(
        command_prefix=commands.when_mentioned,
        help_command=None,
        intents=discord.Intents(guilds=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    )
    await bot.start(os.environ["FOLKMOOT_DISCORD_TOKEN"])


if __name__ == "__main__":
    uvloop.run(main())
