"""/help: what one can do here, by role and by what the server has."""

from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.errors import NotSetUp
from bot.wording.help import help_parts, not_set_up_parts
from cogs.components.cards.start_panel import START_HELP
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of


async def show_help(interaction: Interaction) -> None:
    """What this member can do in this channel."""
    actor, say = actor_of(interaction), language_of(interaction)
    services = interaction.client.services
    try:
        space = await services.space_setup.place(actor.guild, actor.channel)
        tracks = await services.tracks.all(actor.guild, actor.channel)
    except NotSetUp:
        parts = not_set_up_parts(actor, say)
    else:
        parts = help_parts(actor, space, [track.policy for track in tracks], say)
    await answer(interaction, "\n\n".join(parts))


@component(START_HELP, unasked=True)
async def help_from_panel(interaction: Interaction) -> None:
    """What `/help` does."""
    await show_help(interaction)


class HelpCommand(commands.Cog):
    @app_commands.command(name="help", extras=UNASKED)
    @app_commands.guild_only()
    async def help_(self, interaction: Interaction) -> None:
        """What you can do here"""
        await show_help(interaction)


async def setup(bot: FolkmootClient) -> None:
    register(bot, help_from_panel)
    await bot.add_cog(HelpCommand())
