"""/privacy: what is stored about a member."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.ids import MemberId
from bot.services.privacy.own_data import OwnData
from bot.wording.privacy.consent import given_line, unasked_line
from bot.wording.privacy.own_data import shown_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import guild_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.privacy.buttons import erase, withdraw_consent
from cogs.privacy.views import question_view, withdrawal_view


@app_commands.guild_only()
class PrivacyCommands(
    commands.GroupCog, group_name="privacy", group_description="What I have stored about you"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.own_data, self.consenting = bot.services.own_data, bot.services.consenting

    @app_commands.command(name="show", extras=UNASKED)
    async def show(self, interaction: Interaction) -> None:
        """What I have stored about you, why, and until when"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        data, say = await self._shown(interaction), language_of(interaction)
        await answer(interaction, view=lines_view(*shown_lines(data, say), say=say))

    @app_commands.command(name="export", extras=UNASKED)
    async def export(self, interaction: Interaction) -> None:
        """All that I have stored about you, as a file"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        name, content = await self.own_data.export(MemberId(interaction.user.id))
        await answer(interaction, files=[discord.File(io.BytesIO(content), name)])

    @app_commands.command(name="erase", extras=UNASKED)
    async def erase(self, interaction: Interaction) -> None:
        """Have everything gone that names you; it asks first"""
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self._shown(interaction)
        await answer(interaction, view=question_view(data, language_of(interaction)))

    @app_commands.command(name="consent", extras=UNASKED)
    async def consent(self, interaction: Interaction) -> None:
        """What this server asks before it stores anything about you: agree, or take it back"""
        guild, member = guild_of(interaction), MemberId(interaction.user.id)
        say = language_of(interaction)
        if await self.consenting.terms(guild) is None:
            await answer(interaction, unasked_line(say))
            return
        await self.consenting.require(guild, member)
        given = await self.consenting.given(guild, member)
        assert given is not None, "it was just found"
        await answer(interaction, given_line(given, say), view=withdrawal_view(guild, say))

    async def _shown(self, interaction: Interaction) -> OwnData:
        return await self.own_data.show(guild_of(interaction), MemberId(interaction.user.id))


async def setup(bot: FolkmootClient) -> None:
    register(bot, erase, withdraw_consent)
    await bot.add_cog(PrivacyCommands(bot))
