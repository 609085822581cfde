"""/gov policy: the rules of a track, shown, compared, and given anew."""

import io

import discord
from discord import app_commands, ui

from bot.client import UNASKED, FolkmootClient
from bot.domain.policy.toml.file import check_size
from bot.domain.policy.toml.writing import policy_toml
from bot.services.actors import MODERATE
from bot.services.governance.policies.preset_parts import named_preset
from bot.services.governance.tracks.tracks import version_of
from bot.wording.governance.tracks.tracks import (
    history_lines,
    preset_difference_lines,
    set_lines,
    shown_lines,
    version_difference_lines,
)
from cogs.components.autocomplete import open_tracks, presets
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.governance.uploads import Upload, uploads
from cogs.governance.views import upload_view

_VersionNumber = app_commands.Range[int, 1, 100_000]


class PolicyCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="policy", description="The rules of a track")
        self.services = bot.services

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(track="main if left out", version="An earlier one, by its number in the history")
    @app_commands.autocomplete(track=open_tracks)
    async def show(
        self, interaction: Interaction, track: str = "", version: _VersionNumber | None = None
    ) -> None:
        """Show a track's policy in sentences, and as a file"""
        actor = actor_of(interaction)
        found, versions = await self.services.tracks.versions(actor.guild, track, actor.channel)
        wanted = version_of(versions, version)
        budgets = await self.services.track_limits.budgets(found.id, wanted.policy)
        name = f"{wanted.policy.name}-{wanted.number}.toml"
        view = lines_view(
            *shown_lines(found, wanted, language_of(interaction), budgets), say=language_of(interaction)
        )
        view.add_item(ui.File(f"attachment://{_file_name(name)}"))
        file = discord.File(io.BytesIO(policy_toml(wanted.policy).encode()), _file_name(name))
        await answer(interaction, view=view, files=[file])

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        preset="The policy that ships with the bot",
        track="main if left out",
        sources="What gives power, as in /gov setup; as before if left out",
        quorum="As in /gov setup; that of the preset if left out",
    )
    @app_commands.autocomplete(preset=presets, track=open_tracks)
    async def apply(
        self, interaction: Interaction, preset: str, track: str = "", sources: str = "", quorum: str = ""
    ) -> None:
        """Give a track the rules of a preset; its sources and Safe stay"""
        await interaction.response.defer(ephemeral=True)
        done = await self.services.tracks.apply(actor_of(interaction), track, preset, sources, quorum)
        await answer_lines(interaction, set_lines(done, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(file="A policy in TOML, at most 64 KB", track="main if left out")
    @app_commands.autocomplete(track=open_tracks)
    async def upload(self, interaction: Interaction, file: discord.Attachment, track: str = "") -> None:
        """Read a policy from a file; it is shown in sentences first"""
        await interaction.response.defer(ephemeral=True)
        actor = actor_of(interaction)
        check_size(file.size)
        data = await file.read()
        found, policy, names = await self.services.tracks.read(actor, track, data)
        token = uploads(interaction.client).keep(actor.member, Upload(found, data))
        await answer(interaction, view=upload_view(found, policy, names, token, language_of(interaction)))

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(
        track="main if left out",
        old="A version by its number; the one before the newest if left out",
        new="A version by its number; the newest if left out",
        preset="Compare with a preset instead",
    )
    @app_commands.autocomplete(track=open_tracks, preset=presets)
    async def diff(
        self,
        interaction: Interaction,
        track: str = "",
        old: _VersionNumber | None = None,
        new: _VersionNumber | None = None,
        preset: str = "",
    ) -> None:
        """Compare two versions of a track's policy, or today's with a preset"""
        actor = actor_of(interaction)
        _, versions = await self.services.tracks.versions(actor.guild, track, actor.channel)
        after = version_of(versions, new)
        say = language_of(interaction)
        if preset:
            lines = preset_difference_lines(preset, named_preset(preset).policy, after, say)
        else:
            before = version_of(versions, old or max(1, after.number - 1))
            lines = version_difference_lines(before, after, say)
        await answer_lines(interaction, lines)

    @app_commands.command(extras=UNASKED)
    @app_commands.describe(track="main if left out")
    @app_commands.autocomplete(track=open_tracks)
    async def history(self, interaction: Interaction, track: str = "") -> None:
        """Show all policies that a track had, with hash, time and by whom"""
        actor = actor_of(interaction)
        found, versions = await self.services.tracks.versions(actor.guild, track, actor.channel)
        await answer_lines(interaction, history_lines(found, versions, language_of(interaction)))


def _file_name(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "-" for sign in name)
