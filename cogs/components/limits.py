"""What Discord takes of the texts on buttons and menus: a translation may be longer than the English sentence."""

from typing import TypeVar

from discord import ui

from bot.wording.markup.plain_text import cut

BUTTON = 80
PLACEHOLDER = 150
OPTION = 100

AnyView = TypeVar("AnyView", bound=ui.View | ui.LayoutView)


def within_limits(view: AnyView) -> AnyView:
    """The same view, with each text of a button or a menu cut to what Discord takes."""
    for item in view.walk_children():
        if isinstance(item, ui.Button) and item.label is not None:
            item.label = cut(item.label, BUTTON)
        if isinstance(item, ui.Select):
            if item.placeholder is not None:
                item.placeholder = cut(item.placeholder, PLACEHOLDER)
            for option in item.options:
                option.label = cut(option.label, OPTION)
                option.description = None if option.description is None else cut(option.description, OPTION)
    return view
