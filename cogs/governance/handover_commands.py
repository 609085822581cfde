"""/handover: a server goes to another operator's Folkmoot."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import HANDOVER, FolkmootClient
from bot.domain.errors import NoOtherBot
from bot.domain.ids import MemberId, address
from bot.services.actors import MODERATE_ROOT
from bot.wording.governance.succession import begun_lines, shown_lines, taken_back_line
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import Reason


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class HandoverCommands(
    commands.GroupCog,
    group_name=HANDOVER,
    group_description="For moderators: let another bot run this server",
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(
        fingerprint="Of the other operator, as they print it: 0x and 40 digits",
        bot="The other bot, which is in this server already",
        reason="Why; everyone reads it",
    )
    async def begin(
        self, interaction: Interaction, fingerprint: str, bot: discord.Member, reason: Reason
    ) -> None:
        """Hand this server over: nothing new is stored in it here from now on"""
        if not bot.bot or bot.id == interaction.application_id:
            raise NoOtherBot
        handover = await self.services.handing_over.begin(
            actor_of(interaction), address(fingerprint), MemberId(bot.id), reason
        )
        await answer_lines(interaction, begun_lines(handover, language_of(interaction)))

    @requires(MODERATE_ROOT)
    @app_commands.command()
    @app_commands.describe(reason="Why; everyone reads it")
    async def cancel(self, interaction: Interaction, reason: Reason) -> None:
        """Take this server back, as long as it wasn't exported"""
        await self.services.handing_over.take_back(actor_of(interaction), reason)
        await answer(interaction, taken_back_line(language_of(interaction)))

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """Show my operator's fingerprint, and whom this server was handed over to"""
        handing_over, guild = self.services.handing_over, actor_of(interaction).guild
        lines = shown_lines(handing_over.own, handing_over.of(guild), language_of(interaction))
        await answer_lines(interaction, lines)
