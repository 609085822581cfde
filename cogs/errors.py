"""The tree's one error handler."""

import discord
from discord import app_commands

from bot.client import FolkmootClient
from cogs.ui.answers import answer_error


async def on_error(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """Word whatever a command raised."""
    await answer_error(interaction, error)


async def setup(bot: FolkmootClient) -> None:
    bot.tree.error(on_error)
