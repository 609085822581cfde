"""What all features stand on: the one error handler of commands, and the one listener of components."""

from discord import app_commands

from bot.client import FolkmootClient
from cogs.components.interactions import command_errors
from cogs.components.interactions.answers import answer_error
from cogs.components.interactions.consenting import agree, consent
from cogs.components.interactions.dispatch import ComponentDispatch, register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import retry

__all__ = ["command_errors"]
"""Importing it is what registers its sentences."""


async def on_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """Word whatever a command raised."""
    await answer_error(interaction, error)


async def setup(bot: FolkmootClient) -> None:
    bot.tree.error(on_error)
    await bot.add_cog(ComponentDispatch())
    register(bot, retry, agree, consent)
