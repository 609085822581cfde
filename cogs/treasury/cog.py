"""/treasury: what there is, what was spent, what may be, and what waits."""

from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.treasury.spending import SpentBy
from bot.wording.treasury.spending import request_lines, space_budget_lines, spending_lines
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.treasury.views import treasury_view
from cogs.treasury.watch_commands import WatchCommands


@app_commands.guild_only()
class TreasuryCommands(
    commands.GroupCog, group_name="treasury", group_description="What this server's executors hold and spend"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @app_commands.command(extras=UNASKED)
    async def show(self, interaction: Interaction) -> None:
        """Show what there is, and what it is worth"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        found = await self.services.treasuries.of(actor.guild, actor.channel)
        names = self.services.chain_names
        page = self.services.page_access.url_of_treasury(found.space)
        view, files = await treasury_view(found, names, page, language_of(interaction))
        await answer(interaction, view=view, files=files)

    @app_commands.command(extras=UNASKED)
    async def requests(self, interaction: Interaction) -> None:
        """Show what passed and waits to be carried out"""
        actor = actor_of(interaction)
        space, found = await self.services.treasury_spending.requests(actor.guild, actor.channel)
        await answer_lines(interaction, request_lines(space, found, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(by="How it is added up; by track if left out")
    async def spending(self, interaction: Interaction, by: SpentBy = SpentBy.TRACK) -> None:
        """Show what was spent within a year"""
        actor = actor_of(interaction)
        found = await self.services.treasury_spending.spending(actor.guild, by, actor.channel)
        names = self.services.chain_names
        await answer_lines(interaction, spending_lines(found, names, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    async def budget(self, interaction: Interaction) -> None:
        """Show what each track may still spend"""
        actor = actor_of(interaction)
        found = await self.services.treasury_spending.budgets(actor.guild, actor.channel)
        await answer_lines(interaction, space_budget_lines(found, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(TreasuryCommands(bot))
    group = bot.tree.get_command("gov")
    assert isinstance(group, app_commands.Group), "it is loaded first"
    group.add_command(WatchCommands(bot))
