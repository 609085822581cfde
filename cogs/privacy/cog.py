"""/privacy: what is stored about a member."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import MemberId
from bot.wording.privacy.own_data import shown_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.privacy.buttons import erase
from cogs.privacy.views import question_view


@app_commands.guild_only()
class PrivacyCommands(
    commands.GroupCog, group_name="privacy", group_description="What I have stored about you"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.own_data = bot.services.own_data

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """What I have stored about you, why, and until when"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        data, say = await self.own_data.show(MemberId(interaction.user.id)), language_of(interaction)
        await answer(interaction, view=lines_view(*shown_lines(data, say), say=say))

    @app_commands.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """All that I have stored about you, as a file"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        name, content = await self.own_data.export(MemberId(interaction.user.id))
        await answer(interaction, files=[discord.File(io.BytesIO(content), name)])

    @app_commands.command(name="erase")
    async def erase(self, interaction: Interaction) -> None:
        """Have everything gone that names you; it asks first"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self.own_data.show(MemberId(interaction.user.id))
        await answer(interaction, view=question_view(data, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    register(bot, erase)
    await bot.add_cog(PrivacyCommands(bot))
