"""/help: what one can do here, by role."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import NotSetUp
from bot.domain.space import Space
from bot.services.actors import Actor
from bot.wording.help import help_parts
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of


class HelpCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.space_setup = bot.services.space_setup

    @app_commands.command(name="help")
    @app_commands.guild_only()
    async def help_(self, interaction: Interaction) -> None:
        """What you can do here"""
        actor = actor_of(interaction)
        parts = help_parts(actor, await self._space(actor), language_of(interaction))
        await answer(interaction, "\n\n".join(parts))

    async def _space(self, actor: Actor) -> Space | None:
        try:
            return (await self.space_setup.space(actor.guild))[0]
        except NotSetUp:
            return None


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(HelpCommand(bot))
