"""The question before a member is erased, and the button beneath what they agreed to."""

import discord
from discord import ui

from bot.domain.ids import GuildId
from bot.services.privacy.own_data import OwnData
from bot.wording.language import Language
from bot.wording.privacy.consent import withdraw_label
from bot.wording.privacy.own_data import erase_label, question_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import GUILD, CustomId

ERASE = CustomId("erase-me")
WITHDRAW = CustomId("withdraw-consent", guild=GUILD)


def question_view(data: OwnData, say: Language) -> ui.LayoutView:
    """Ask once, since nothing brings it back."""
    view = lines_view(*question_lines(data, say), say=say)
    button = ui.Button[ui.LayoutView](
        label=erase_label(say), style=discord.ButtonStyle.danger, custom_id=ERASE()
    )
    return view.add_item(ui.ActionRow(button))


def withdrawal_view(guild: GuildId, say: Language) -> ui.View:
    button = ui.Button[ui.View](
        label=withdraw_label(say), style=discord.ButtonStyle.secondary, custom_id=WITHDRAW(guild=guild)
    )
    return ui.View(timeout=None).add_item(button)
