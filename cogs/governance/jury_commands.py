"""/jury: members are drawn by lot, by a block that nobody knows yet."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.sortition.draw_file import draw_file, file_name
from bot.domain.sortition.terms import LONGEST_TITLE, MOST_SEATS
from bot.services.actors import MODERATE
from bot.services.sortition.announcing import Call
from bot.wording.sortition import called_line, listed_lines, shown_lines
from cogs.components.autocomplete import chains
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of


@app_commands.guild_only()
class JuryCommands(
    commands.GroupCog, group_name="jury", group_description="Members drawn by lot, so that all can check it"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        title="What the jury is for",
        seats="How many are drawn",
        wait="How long until the block that decides: 1h, 2d; 10 minutes at least",
        members="Who can be drawn, as mentions; everybody with a linked wallet if left out",
        without="Who can't be drawn, as mentions, such as the parties",
        chain="Whose block decides; the first chain if left out",
    )
    @app_commands.autocomplete(chain=chains)
    async def draw(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, LONGEST_TITLE],
        seats: app_commands.Range[int, 1, MOST_SEATS],
        wait: str = "1h",
        members: str = "",
        without: str = "",
        chain: str = "",
    ) -> None:
        """For moderators: announce in public that a jury is drawn, with a file of all who can be"""
        await interaction.response.defer(ephemeral=True)
        call = Call(title, seats, wait, members, without, chain)
        draw = await self.services.announcing_draws.announce(actor_of(interaction), call)
        await answer(interaction, called_line(draw, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(number="Of the jury; the newest ones are listed if left out")
    async def show(
        self, interaction: Interaction, number: app_commands.Range[int, 1, 1_000_000] | None = None
    ) -> None:
        """Show who was drawn and by which block, with the file that recomputes it"""
        reading, guild, say = (
            self.services.reading_draws,
            actor_of(interaction).guild,
            language_of(interaction),
        )
        if number is None:
            await answer_lines(interaction, listed_lines(await reading.newest(guild), say))
            return
        draw = await reading.numbered(guild, number)
        view = lines_view(*shown_lines(draw, self.services.chain_names, say), say=say)
        if not draw.whole:
            await answer(interaction, view=view)
            return
        name = file_name(draw)
        view.add_item(discord.ui.File[discord.ui.LayoutView](f"attachment://{name}"))
        await answer(interaction, view=view, files=[discord.File(io.BytesIO(draw_file(draw)), name)])
