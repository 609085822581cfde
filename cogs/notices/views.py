"""The panel in which a member chooses what they are told."""

from typing import Any

import discord
from discord import ui

from bot.domain.notices.settings import NoticeSettings
from bot.wording.language import Language
from bot.wording.notices.panel import panel_lines, quiet_label, topic_words, topics_placeholder
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.notices import off_button
from cogs.components.interactions.custom_ids import GUILD, CustomId

NOTICE_TOPICS = CustomId("notice-topics", guild=GUILD)
QUIET_HOURS = CustomId("quiet-hours", guild=GUILD)


def panel_view(settings: NoticeSettings, server: str, say: Language) -> ui.LayoutView:
    """What is on, a menu that changes it, and the buttons for quiet hours and for nothing at all."""
    words = topic_words(say)
    menu = ui.Select[ui.LayoutView](
        custom_id=NOTICE_TOPICS(guild=settings.guild),
        placeholder=topics_placeholder(say),
        min_values=0,
        max_values=len(words),
        options=[
            discord.SelectOption(
                label=each.label,
                value=each.topic.value,
                description=each.hint,
                default=each.topic in settings.topics,
            )
            for each in words
        ],
    )
    quiet: ui.Button[Any] = ui.Button(label=quiet_label(say), custom_id=QUIET_HOURS(guild=settings.guild))
    buttons: list[ui.Button[Any]] = [quiet]
    if settings.topics:
        buttons.append(off_button(settings.guild, say))
    view = lines_view(*panel_lines(settings, server, say), say=say)
    return view.add_item(ui.ActionRow(menu)).add_item(ui.ActionRow(*buttons))
