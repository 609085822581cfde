"""Buttons that survive a restart: what they mean stands in their custom id."""

from abc import abstractmethod

import discord
from discord import ui

from cogs.ui.answers import answer_error


class LastingButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"(?!)"):
    """A button of which nothing is kept in memory. Its errors are worded like those of commands.

    Subclasses give a template whose match makes them anew, and say in `press` what a click does.
    """

    @abstractmethod
    async def press(self, interaction: discord.Interaction) -> None:
        """What a click does."""

    async def callback(self, interaction: discord.Interaction) -> None:
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await answer_error(interaction, error)
