"""A delegate's profile as an answer to one member."""

import discord
from discord import ui

from bot.services.delegation.delegating import Portrait
from bot.services.reputation.reputation import MemberReputation
from bot.wording.delegation.delegate_profiles import delegate_label, edit_label, profile_lines
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import MEMBER, CustomId

EDIT_PROFILE = CustomId("profile")
DELEGATE = CustomId("delegate", member=MEMBER)


def profile_view(
    portrait: Portrait, reputation: MemberReputation, say: Language, *, own: bool
) -> ui.LayoutView:
    """A delegate's profile; their own with the button that opens the form, another's with one that delegates to them
    where power may be delegated and they accept it."""
    view = lines_view(*profile_lines(portrait, reputation, say, own=own), say=say)
    label, custom_id = delegate_label(say), DELEGATE(member=portrait.member)
    if own:
        label, custom_id = edit_label(say), EDIT_PROFILE()
    refuses = portrait.profile is not None and portrait.profile.refuses
    if own or (portrait.open and not refuses):
        button = ui.Button[ui.LayoutView](label=label, style=discord.ButtonStyle.primary, custom_id=custom_id)
        view.add_item(ui.ActionRow(button))
    return view
