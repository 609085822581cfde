"""/policy test: what a proposed policy would have made of what a track has decided."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.policy.toml.file import check_size
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.tracks.backtesting import BACKTEST
from bot.wording.what_if import backtest_lines, backtest_title
from cogs.components.autocomplete import open_tracks, presets
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of

_LISTED = 15
"""Votes that are told one by one."""


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BacktestCommands(
    commands.GroupCog,
    group_name="policy",
    group_description="For moderators: try out rules before they count",
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(BACKTEST)
    @app_commands.command(extras=UNASKED)
    @app_commands.describe(
        track="Over what was decided on it; main if left out",
        file="A policy in TOML, at most 64 KB",
        preset="A policy that ships with the bot; that of the track if left out",
        quorum="As in /gov setup",
        sources="What gives power, as in /gov setup",
    )
    @app_commands.autocomplete(track=open_tracks, preset=presets)
    async def test(
        self,
        interaction: Interaction,
        track: str = "",
        file: discord.Attachment | None = None,
        preset: str = "",
        quorum: str = "",
        sources: str = "",
    ) -> None:
        """Say what other rules would have decided otherwise; nothing is changed"""
        await interaction.response.defer(ephemeral=True)
        say = language_of(interaction)
        if file is not None:
            check_size(file.size)
        tested, found = await self.services.backtesting.of(
            actor_of(interaction),
            track,
            file=await file.read() if file else None,
            preset=preset,
            changes=Changes(quorum=quorum, sources=sources),
        )
        lines = [line for each in found for line in backtest_lines(each, say, _LISTED)]
        await answer_lines(interaction, [backtest_title(tested, say), *lines])
