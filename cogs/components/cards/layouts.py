"""Messages of lines: with components, so that they hold twice as much as plain ones, and buttons fit beneath."""

from collections.abc import Iterable

import discord
from discord import ui

from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from cogs.components.cards.pages import pages
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of


def lines_view(*lines: str, say: Language) -> ui.LayoutView:
    """One message of these lines; what doesn't fit is counted."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(say.fitted(lines, LAYOUT_LIMIT)))
    return view


def page_view(lines: Iterable[str], label: str, url: str, say: Language) -> ui.LayoutView:
    """These lines, and beneath them the way to a page."""
    button = ui.Button[ui.LayoutView](label=label, style=discord.ButtonStyle.link, url=url)
    return lines_view(*lines, say=say).add_item(ui.ActionRow(button))


async def answer_lines(
    interaction: Interaction, lines: Iterable[str], file: discord.File | None = None
) -> None:
    """Answer with all of these lines, in as many messages as they need; a file stands beneath the first one."""
    for page in pages(lines, LAYOUT_LIMIT):
        view = lines_view(page, say=language_of(interaction))
        if file is None:
            await answer(interaction, view=view)
        else:
            view.add_item(ui.File(f"attachment://{file.filename}"))
            await answer(interaction, view=view, files=[file])
            file = None
