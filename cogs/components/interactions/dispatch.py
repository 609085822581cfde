"""The one way from a click, a choice or a sent modal to what it does, by the kind of its custom id.

They are read from the raw interaction: discord.py's own way (`DynamicItem`) builds the whole message anew before it
hands over a click, which costs more than everything else that a vote takes here (docs/decisions/0017).
"""

from typing import Any

import discord
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import Refused
from cogs.components.interactions.answers import answer_error
from cogs.components.interactions.custom_ids import kind_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Persistent

_OF_COMPONENTS = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class ComponentUnknown(Refused):
    """No version of the bot that runs now shows such a button, menu or modal."""


class ComponentDispatch(commands.Cog):
    def __init__(self) -> None:
        self.handlers: dict[str, Persistent] = {}
        """By the kind of their custom id."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type not in _OF_COMPONENTS or not interaction.client.is_new(interaction.id):
            return
        data: Any = interaction.data
        custom_id, _, _ = data["custom_id"].partition("/")
        handler = self.handlers.get(kind_of(custom_id))
        parts = handler.custom_id.read(custom_id) if handler else None
        if handler is None or parts is None:
            await answer_error(interaction, ComponentUnknown())
            return
        try:
            await interaction.client.admit(interaction, unasked=handler.unasked)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await answer_error(interaction, error)
        else:
            await handler.handle(interaction, parts)


def register(bot: FolkmootClient, *persistent: Persistent) -> None:
    """Let these buttons, menus and modals be used, whenever they were shown. Raises ValueError for a kind that is
    there already."""
    handlers = registered(bot)
    for each in persistent:
        if each.custom_id.kind in handlers:
            raise ValueError(f"two kinds of components are called {each.custom_id.kind!r}")
        handlers[each.custom_id.kind] = each


def registered(bot: FolkmootClient) -> dict[str, Persistent]:
    """All of them, by the kind of their custom id."""
    dispatch = bot.get_cog(ComponentDispatch.__name__)
    assert isinstance(dispatch, ComponentDispatch), "the extension cogs.components.cog is loaded first"
    return dispatch.handlers
