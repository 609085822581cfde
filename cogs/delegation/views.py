"""A delegate's profile as an answer to one member."""

import discord
from discord import ui

from bot.services.delegation.delegating import Portrait
from bot.services.reputation.reputation import MemberReputation
from bot.wording.delegation.delegate_profiles import edit_label, profile_lines
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import CustomId

EDIT_PROFILE = CustomId("profile")


def profile_view(
    portrait: Portrait, reputation: MemberReputation, say: Language, *, own: bool
) -> ui.LayoutView:
    """A delegate's profile; their own with the button that opens the form."""
    view = lines_view(*profile_lines(portrait, reputation, say, own=own), say=say)
    if own:
        button = ui.Button[ui.LayoutView](
            label=edit_label(say), style=discord.ButtonStyle.primary, custom_id=EDIT_PROFILE()
        )
        view.add_item(ui.ActionRow(button))
    return view
