"""What the ways of voting share: the choices as options of a menu, and the rows of a message."""

from collections.abc import Container
from typing import Any

import discord
from discord import ui

from bot.wording.language import Language
from bot.wording.voting.choices import label_of
from cogs.components.limits import within_limits

Row = ui.ActionRow[ui.LayoutView]


def choice_options(
    choices: tuple[str, ...], say: Language, *, without: Container[int] = (), chosen: Container[int] = ()
) -> list[discord.SelectOption]:
    """The choices as options of menus, by number; some left out, some chosen already."""
    return [
        discord.SelectOption(label=label_of(name, number, say), value=str(number), default=number in chosen)
        for number, name in enumerate(choices, start=1)
        if number not in without
    ]


def plain_view(*items: ui.Item[Any]) -> ui.View:
    """A message's buttons and menus, of which discord.py keeps nothing: what they mean stands in their custom ids."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return within_limits(view)
