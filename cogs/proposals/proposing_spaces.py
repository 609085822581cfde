"""/space create and archive: only a vote creates a part or dissolves one, so these draft the proposal."""

import discord
from discord import app_commands

from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.services.proposals.drafting.authorship import DRAFT
from bot.wording.proposals.drafts.proposing_spaces import (
    archive_note,
    archive_title,
    create_note,
    create_title,
)
from cogs.components.autocomplete import parts
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import TalkChannel, TextChannel
from cogs.proposals.modals import open_draft
from cogs.proposals.prefilled import Prefilled, prefilled
from cogs.proposals.views import track_picker_view

SpaceName = app_commands.Range[str, 1, LONGEST_SPACE_NAME]


async def _draft(interaction: Interaction, kind: ActKind, begun: Prefilled) -> None:
    """Open the form of a draft on the track that lets its proposals do such an act, or a menu of those tracks."""
    actor, services, say = actor_of(interaction), interaction.client.services, language_of(interaction)
    tracks = await services.acting_tracks.of(actor, kind)
    if len(tracks) == 1:
        await open_draft(interaction, tracks[0], begun)
        return
    await interaction.response.defer(ephemeral=True)
    among = {track.id for track in tracks}
    choices = [
        choice for choice in await services.track_eligibility.tracks(actor) if choice.track.id in among
    ]
    token = prefilled(interaction.client).keep(actor.member, begun)
    await answer(interaction, view=track_picker_view(choices, (), say, token))


# Not in `/gov space`: Discord takes 8,000 characters of one command with all below it, in the longest translation, and
# `/gov` has them.
PARTS = app_commands.Group(
    name="space",
    description="Parts of this DAO: draft what a vote decides",
    guild_only=True,
    default_permissions=discord.Permissions(manage_guild=True),
)


@requires(DRAFT)
@PARTS.command(name="create")
@app_commands.describe(
    name="Its name",
    moderators="Who moderates it",
    announcements="For cards and results",
    discussion="A forum or text channel",
    log="For administrative acts",
    limit="Such as 5,000 USDC per 30 days",
)
async def create_part(
    interaction: Interaction,
    name: SpaceName,
    moderators: discord.Role,
    announcements: TextChannel,
    discussion: TalkChannel,
    log: TextChannel,
    limit: app_commands.Range[str, 1, 500] = "",
) -> None:
    """Draft the proposal that creates a part"""
    say = language_of(interaction)
    line = CreateSpace.form.line(
        {
            "name": name,
            "moderators": str(moderators.id),
            "announcements": str(announcements),
            "discussion": str(discussion),
            "log": str(log),
            "limit": limit,
        }
    )
    begun = Prefilled(create_title(name, say), actions=line, note=create_note(say))
    await _draft(interaction, CreateSpace.kind, begun)


@requires(DRAFT)
@PARTS.command(name="archive")
@app_commands.describe(space="Which one")
@app_commands.autocomplete(space=parts)
async def archive_part(interaction: Interaction, space: SpaceName) -> None:
    """Draft the proposal that dissolves a part"""
    say = language_of(interaction)
    line = ArchiveSpace.form.line({"space": space})
    begun = Prefilled(archive_title(space, say), actions=line, note=archive_note(say))
    await _draft(interaction, ArchiveSpace.kind, begun)
