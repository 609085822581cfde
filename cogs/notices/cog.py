"""/notify: what one is told in private."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.notices.buttons import choose_topics, quiet_hours, show_settings, turn_off
from cogs.notices.modals import QuietHoursModal
from cogs.notices.views import panel_view


class NotifyCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.choosing_notices = bot.services.choosing_notices

    @app_commands.command()
    @app_commands.guild_only()
    async def notify(self, interaction: Interaction) -> None:
        """Choose what I write to you about this server, and when"""
        actor = actor_of(interaction)
        settings = await self.choosing_notices.settings(actor.guild, actor.member)
        await answer(interaction, view=panel_view(settings, actor.guild_name, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    register(bot, choose_topics, quiet_hours, show_settings, turn_off, QuietHoursModal)
    await bot.add_cog(NotifyCommand(bot))
