"""/help: what one can do here, by role and by what the server has."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import NotSetUp
from bot.wording.help import help_parts, not_set_up_parts
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of


class HelpCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @app_commands.command(name="help")
    @app_commands.guild_only()
    async def help_(self, interaction: Interaction) -> None:
        """What you can do here"""
        actor = actor_of(interaction)
        say = language_of(interaction)
        try:
            space = await self.services.space_setup.place(actor.guild, actor.channel)
            tracks = await self.services.tracks.all(actor.guild, actor.channel)
        except NotSetUp:
            parts = not_set_up_parts(actor, say)
        else:
            parts = help_parts(actor, space, [track.policy for track in tracks], say)
        await answer(interaction, "\n\n".join(parts))


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(HelpCommand(bot))
