"""Figures as an answer: words, the picture, and a file for programs."""

import asyncio
import io

import discord
from discord import ui

from bot.domain.statistics.table import FileFormat, Table
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.statistics.charts import StatisticsWords
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.statistics.drawing.picture import FILE, drawn

_COLOUR = 0x56B4E9


async def answer_figures(
    interaction: Interaction, words: StatisticsWords, table: Table, kind: FileFormat | None
) -> None:
    """Answer with figures, and with the table as a file where one is asked for."""
    view, files = await _view(words, language_of(interaction))
    if kind is not None:
        name = f"{table.name}.{kind.value}"
        content = await asyncio.to_thread(table.file, kind)
        files.append(discord.File(io.BytesIO(content), name))
        view.add_item(ui.File[ui.LayoutView](f"attachment://{name}"))
    await answer(interaction, view=view, files=files)


async def _view(words: StatisticsWords, say: Language) -> tuple[ui.LayoutView, list[discord.File]]:
    head = say.markup.heading(words.title)
    foot = "\n".join(say.markup.small(line) for line in words.foot)
    body = say.fitted(words.lines, LAYOUT_LIMIT - len(head) - len(foot))
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(head), ui.TextDisplay(body)]
    files: list[discord.File] = []
    if words.picture is not None:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        gallery.add_item(media=f"attachment://{FILE}", description=words.picture.alt)
        parts.append(gallery)
        files.append(discord.File(io.BytesIO(await drawn(words.picture)), FILE))
    if foot:
        parts.append(ui.TextDisplay(foot))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=_COLOUR))
    return view, files
