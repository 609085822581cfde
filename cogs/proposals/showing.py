"""Drafts shown to one person, and telling a member of one where everybody reads it."""

import discord
from discord import ui

from bot.domain.ids import MemberId
from bot.services.proposals.drafting.previews import Preview
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.components.limits import within_limits
from cogs.proposals.views import draft_view, rest_of_draft


async def answer_draft(interaction: Interaction, preview: Preview, *, own: bool) -> None:
    """All of a draft. `own`: with what its authors can do."""
    say = language_of(interaction)
    for shown in (draft_view(preview, say, own=own), *rest_of_draft(preview, say)):
        await answer(interaction, view=shown)


async def tell_there(interaction: Interaction, view: ui.LayoutView, member: MemberId) -> None:
    """Tell this one member, where the command was used: everybody there reads it."""
    view.stop()
    pinged = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(member)])
    await interaction.response.send_message(view=within_limits(view), allowed_mentions=pinged)
