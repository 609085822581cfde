"""A treasury as a message."""

import io
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.domain.ids import ChainId
from bot.services.treasury.holdings import Treasury
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.treasury.holdings import page_label, treasury_chart, treasury_words
from cogs.components.cards.rebalancing import draft_button
from cogs.components.limits import within_limits
from cogs.treasury.chart import FILE, drawn

_DANGERS, _BALANCE, _FOOT = 1_000, 1_000, 500
"""Characters at most. Dangers come first, and are counted where there are more."""
_COLOUR, _WARNING = 0x3B82F6, 0xF59E0B


async def treasury_view(
    found: Treasury, chains: Mapping[ChainId, str], page: str | None, say: Language
) -> tuple[ui.LayoutView, list[discord.File]]:
    """The message with its picture: what is in no total comes before the total. `page` is where its page is."""
    words, chart = treasury_words(found, chains, say), treasury_chart(found, say)
    head = say.markup.heading(words.title)
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(head)]
    dangers = say.fitted(words.dangers, _DANGERS) if words.dangers else ""
    if dangers:
        parts.append(ui.TextDisplay(dangers))
    total, foot = "\n".join(words.total), say.fitted(words.foot, _FOOT) if words.foot else ""
    parts.append(ui.TextDisplay(total))
    balance = say.fitted(words.balance, _BALANCE) if words.balance else ""
    if balance:
        parts.append(ui.TextDisplay(balance))
    files: list[discord.File] = []
    if chart is not None:
        picture: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        picture.add_item(media=f"attachment://{FILE}", description=chart.alt)
        parts.append(picture)
        files.append(discord.File(io.BytesIO(await drawn(chart)), FILE))
    rows = [f"{each.line}\n{each.bar}" if each.bar else each.line for each in words.rows]
    if rows or words.unnamed:
        left = LAYOUT_LIMIT - sum(map(len, (head, dangers, total, balance, foot)))
        parts += [ui.Separator(), ui.TextDisplay(say.fitted([*rows, *words.unnamed], left))]
    if foot:
        parts.append(ui.TextDisplay(foot))
    buttons: list[ui.Button[Any] | None] = [draft_button(found.balance, say)]
    if page is not None:
        buttons.append(
            ui.Button[ui.LayoutView](label=page_label(say), style=discord.ButtonStyle.link, url=page)
        )
    if shown := [each for each in buttons if each is not None]:
        parts.append(ui.ActionRow(*shown))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_WARNING if dangers else _COLOUR))
    view.stop()
    return within_limits(view), files
