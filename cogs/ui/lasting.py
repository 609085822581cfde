"""Buttons and menus that survive a restart: all that they mean stands in their custom id.

A message is sent with plain buttons; these classes only catch what is clicked, whenever that is.
"""

import re
from abc import abstractmethod
from typing import Any, Self

import discord
from discord import ui

from bot.client import FolkmootClient
from cogs.ui.answers import answer_error


class LastingItem(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """What happens when a button is clicked or a menu is used. Errors are worded like those of commands.

    Subclasses give a template; its groups are in `match`.
    """

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)

    @abstractmethod
    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        """What a click does."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.used(interaction)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await answer_error(interaction, error)
