"""The question before a member is erased."""

import discord
from discord import ui

from bot.services.privacy.own_data import OwnData
from bot.wording.language import Language
from bot.wording.privacy.own_data import erase_label, question_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import CustomId

ERASE = CustomId("erase-me")


def question_view(data: OwnData, say: Language) -> ui.LayoutView:
    """Ask once, since nothing brings it back."""
    view = lines_view(*question_lines(data, say), say=say)
    button = ui.Button[ui.LayoutView](
        label=erase_label(say), style=discord.ButtonStyle.danger, custom_id=ERASE()
    )
    return view.add_item(ui.ActionRow(button))
