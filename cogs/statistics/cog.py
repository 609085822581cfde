"""/stats: a space's votes in numbers."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.domain.statistics.table import FileFormat
from bot.wording.statistics.concentration import concentration_words
from bot.wording.statistics.delegate import delegate_words
from bot.wording.statistics.health import health_words
from bot.wording.statistics.participation import overlap_words, time_to_vote_words, turnout_words
from bot.wording.statistics.proposal import proposal_words
from bot.wording.statistics.space import space_words
from bot.wording.statistics.treasury import treasury_numbers_words
from cogs.components.autocomplete import ProposalIn
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.statistics.views import answer_figures

_COUNTED = (
    State.DEFEATED,
    State.TIMELOCK,
    State.EXECUTION,
    State.EXECUTED,
    State.PASSED,
    State.VETOED,
    State.EXPIRED,
    State.FAILED,
)
"""Those in which a vote has a result; a veto may also come before."""
Counted = app_commands.Transform[Proposal, ProposalIn(*_COUNTED)]
Days = app_commands.Range[int, 7, 1_000]
"""Further back is said of nothing: a thousand days are as many votes as are looked at."""
_QUARTER, _YEAR = 90, 365
_FILE = "Attach the figures as a file, too"
_DAYS = "How many days are looked back"


@app_commands.guild_only()
class StatisticsCommands(
    commands.GroupCog,
    group_name="stats",
    group_description="What the votes of this space say of it, in numbers",
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.statistics = bot.services.statistics

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(days="How many days, beside as many before them", file=_FILE)
    async def health(
        self, interaction: Interaction, days: Days = _QUARTER, file: FileFormat | None = None
    ) -> None:
        """Show how centralized, engaged and lasting this space is, beside its own past"""
        await interaction.response.defer(ephemeral=True)
        found = await self.statistics.health.of(actor_of(interaction), days)
        await answer_figures(interaction, health_words(found, language_of(interaction)), found.table(), file)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(days=_DAYS, file=_FILE)
    async def space(
        self, interaction: Interaction, days: Days = _YEAR, file: FileFormat | None = None
    ) -> None:
        """Show what was proposed, what became of it by track, and what moderators did"""
        await interaction.response.defer(ephemeral=True)
        found = await self.statistics.space.of(actor_of(interaction), days)
        await answer_figures(interaction, space_words(found, language_of(interaction)), found.table(), file)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(proposal="The number of a proposal whose vote is closed", file=_FILE)
    async def proposal(
        self, interaction: Interaction, proposal: Counted, file: FileFormat | None = None
    ) -> None:
        """Show who voted with how much on a closed vote, and when"""
        await interaction.response.defer(ephemeral=True)
        found = await self.statistics.proposal.of(actor_of(interaction), proposal)
        await answer_figures(
            interaction, proposal_words(found, language_of(interaction)), found.table(), file
        )

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(show="What of it", days=_DAYS, file=_FILE)
    @app_commands.choices(
        show=[
            app_commands.Choice(name="how many, and with how much power", value="turnout"),
            app_commands.Choice(name="how soon members vote", value="time"),
            app_commands.Choice(name="who votes with whom", value="overlap"),
        ]
    )
    async def participation(
        self,
        interaction: Interaction,
        show: str = "turnout",
        days: Days = _YEAR,
        file: FileFormat | None = None,
    ) -> None:
        """Show how many vote, with how much power, how soon, and who votes with whom"""
        await interaction.response.defer(ephemeral=True)
        actor, say, participation = (
            actor_of(interaction),
            language_of(interaction),
            self.statistics.participation,
        )
        if show == "overlap":
            overlap = await participation.overlap(actor, days)
            await answer_figures(interaction, overlap_words(overlap, say), overlap.table(), file)
        elif show == "time":
            time = await participation.time_to_vote(actor, days)
            await answer_figures(interaction, time_to_vote_words(time, say), time.table(), file)
        else:
            turnout = await participation.turnout(actor, days)
            await answer_figures(interaction, turnout_words(turnout, say), turnout.table(), file)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(
        proposal="The number of a proposal whose vote is closed; the newest one if left out", file=_FILE
    )
    async def concentration(
        self, interaction: Interaction, proposal: Counted | None = None, file: FileFormat | None = None
    ) -> None:
        """Show how power was distributed in a vote: top ten, Gini, Nakamoto, Herfindahl"""
        await interaction.response.defer(ephemeral=True)
        found = await self.statistics.concentration.of(actor_of(interaction), proposal)
        await answer_figures(
            interaction, concentration_words(found, language_of(interaction)), found.table(), file
        )

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(member="Whose record; your own if left out", days=_DAYS, file=_FILE)
    async def delegate(
        self,
        interaction: Interaction,
        member: discord.User | None = None,
        days: Days = _YEAR,
        file: FileFormat | None = None,
    ) -> None:
        """Show how a member voted, and with how much power of their own and of others"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        whose = MemberId(member.id) if member else actor.member
        found = await self.statistics.delegate.of(actor, whose, days)
        await answer_figures(
            interaction, delegate_words(found, language_of(interaction)), found.table(), file
        )

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(file=_FILE)
    async def treasury(self, interaction: Interaction, file: FileFormat | None = None) -> None:
        """Show what the treasury is worth, and what went out of it month by month"""
        await interaction.response.defer(ephemeral=True)
        found = await self.statistics.treasury.of(actor_of(interaction))
        await answer_figures(
            interaction, treasury_numbers_words(found, language_of(interaction)), found.table(), file
        )


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(StatisticsCommands(bot))
