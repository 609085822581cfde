"""/gov track: several kinds of decisions in one server, each with rules of its own."""

from discord import app_commands

from bot.client import UNASKED, FolkmootClient
from bot.services.actors import MODERATE
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.governance.tracks.tracks import retired_lines, set_lines, track_lines
from cogs.components.autocomplete import chains, open_tracks, presets, trust_levels
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.governance.policy_options import POLICY_OPTIONS

TrackName = app_commands.Range[str, 1, 40]


class TrackCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="track", description="Kinds of decisions, each with rules of its own")
        self.services = bot.services

    @app_commands.command(name="list", extras=UNASKED)
    async def list_(self, interaction: Interaction) -> None:
        """Show the tracks with their policies"""
        actor = actor_of(interaction)
        tracks = await self.services.tracks.all(actor.guild, actor.channel)
        await answer_lines(interaction, track_lines(tracks, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        name="What members choose it by", preset="The rules to begin with", **POLICY_OPTIONS
    )
    @app_commands.autocomplete(preset=presets, chain=chains, trust=trust_levels)
    async def add(
        self,
        interaction: Interaction,
        name: TrackName,
        preset: str,
        chain: str = "",
        sources: str = "",
        safe: str = "",
        discussion_period: str = "",
        voting_period: str = "",
        timelock: str = "",
        quorum: str = "",
        threshold: str = "",
        trust: str = "",
    ) -> None:
        """Make a new track; sources and Safe are those of main where you name none"""
        await interaction.response.defer(ephemeral=True)
        changes = Changes(
            chain, sources, safe, discussion_period, voting_period, timelock, quorum, threshold, trust
        )
        done = await self.services.tracks.add(actor_of(interaction), name, preset, changes)
        await answer_lines(interaction, set_lines(done, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(track="The track to change", **POLICY_OPTIONS)
    @app_commands.autocomplete(track=open_tracks, chain=chains, trust=trust_levels)
    async def edit(
        self,
        interaction: Interaction,
        track: str,
        chain: str = "",
        sources: str = "",
        safe: str = "",
        discussion_period: str = "",
        voting_period: str = "",
        timelock: str = "",
        quorum: str = "",
        threshold: str = "",
        trust: str = "",
    ) -> None:
        """Change a track's periods, numbers, trust, sources or Safe; what you leave out stays"""
        await interaction.response.defer(ephemeral=True)
        changes = Changes(
            chain, sources, safe, discussion_period, voting_period, timelock, quorum, threshold, trust
        )
        done = await self.services.tracks.edit(actor_of(interaction), track, changes)
        await answer_lines(interaction, set_lines(done, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(track="The track to end")
    @app_commands.autocomplete(track=open_tracks)
    async def retire(self, interaction: Interaction, track: str) -> None:
        """End a track: nothing new is proposed on it, and what runs goes on"""
        actor = actor_of(interaction)
        ended, running = await self.services.tracks.retire(actor, track)
        left = await self.services.tracks.open(actor.guild, actor.channel)
        await answer(interaction, "\n".join(retired_lines(ended, running, left, language_of(interaction))))
