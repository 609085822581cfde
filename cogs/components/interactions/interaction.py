"""The interactions of our client, and what was chosen in a menu."""

from datetime import datetime
from typing import Any

import discord

from bot.client import FolkmootClient
from bot.domain.elections.ballot import snowflake_time

Interaction = discord.Interaction[FolkmootClient]
"""A command, a click, a choice from a menu or a modal that was sent."""

AGREED_AT = "agreed_at"
_DIGITS = 18


def made_at(interaction: Interaction) -> datetime:
    """When Discord made it: the time that decides, whenever it is processed and whatever this machine's clock says."""
    return snowflake_time(interaction.id)


def agreed_at(interaction: Interaction) -> datetime | None:
    """When the member agreed that it is stored; None where they weren't asked after they had made it."""
    found = interaction.extras.get(AGREED_AT)
    return found if isinstance(found, datetime) else None


def selected(interaction: Interaction) -> list[str]:
    """What was chosen in the menu that was used, in the order of the menu; empty where it was no menu."""
    data: Any = interaction.data or {}
    return list(data.get("values", ()))


def selected_numbers(interaction: Interaction) -> list[int]:
    """The same of a menu whose values are numbers, such as those of choices. What is no number is left out."""
    return [int(value) for value in selected(interaction) if value.isdecimal() and len(value) <= _DIGITS]
