"""The tree's one error handler."""

import discord
from discord import app_commands

from bot.client import FolkmootClient
from cogs.components import command_errors
from cogs.components.answers import answer_error

__all__ = ["command_errors"]
"""Importing it is what registers its sentences."""


async def on_error(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """Word whatever a command raised."""
    await answer_error(interaction, error)


async def setup(bot: FolkmootClient) -> None:
    bot.tree.error(on_error)
