"""The buttons beneath what a member is told in private: change it, or turn it all off. They name their server, since
they stand in direct messages."""

import discord
from discord import ui

from bot.domain.ids import GuildId
from bot.wording.language import Language
from bot.wording.notices.panel import off_label, settings_label
from cogs.components.interactions.custom_ids import GUILD, CustomId

NOTICE_SETTINGS = CustomId("notices", guild=GUILD)
NOTICES_OFF = CustomId("notices-off", guild=GUILD)


def notice_buttons(guild: GuildId, say: Language) -> ui.View:
    return (
        ui.View(timeout=None)
        .add_item(ui.Button(label=settings_label(say), custom_id=NOTICE_SETTINGS(guild=guild)))
        .add_item(off_button(guild, say))
    )


def off_button(guild: GuildId, say: Language) -> ui.Button[ui.View]:
    return ui.Button(
        label=off_label(say), style=discord.ButtonStyle.danger, custom_id=NOTICES_OFF(guild=guild)
    )
