"""Buttons, menus and forms that survive a restart: all that they mean stands in their custom id.

A message is sent with plain buttons, and a form is opened without being kept; these classes only catch what is
clicked or sent, whenever that is.
"""

import re
import secrets
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Self

import discord
from discord import ui

from bot.client import FolkmootClient
from cogs.components.answers import answer_error

_SHORT_LIMIT = 200


class PersistentItem(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
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


class Field(NamedTuple):
    """One question of a form."""

    name: str
    label: str
    description: str = ""
    required: bool = True
    long: bool = False
    limit: int = _SHORT_LIMIT
    placeholder: str = ""


class PersistentModal:
    """A form of which nothing is kept in memory between its opening and its sending.

    `about` are the named groups of the custom id, `filled` what stands in the fields.
    """

    template: ClassVar[str]
    """What its custom ids match, but for the random end that each opened form has of its own."""

    def __init__(self, about: Mapping[str, str], filled: Mapping[str, str] | None = None) -> None:
        self.about = about
        self.filled = dict(filled or {})

    @property
    @abstractmethod
    def title(self) -> str:
        """At most 45 characters."""

    @property
    @abstractmethod
    def key(self) -> str:
        """What `template` matches."""

    @property
    @abstractmethod
    def fields(self) -> tuple[Field, ...]:
        """At most five."""

    @abstractmethod
    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        """What happens with what was filled in."""

    async def refused(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """What happens when `sent` raised."""
        await answer_error(interaction, error)

    async def open(self, interaction: discord.Interaction[Any]) -> None:
        """Show the form to the member, with `filled` in its fields."""
        modal = ui.Modal(title=self.title, custom_id=f"{self.key}/{secrets.token_hex(4)}")
        for field in self.fields:
            modal.add_item(
                ui.Label(
                    text=field.label,
                    description=field.description or None,
                    component=ui.TextInput(
                        custom_id=field.name,
                        style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
                        required=field.required,
                        max_length=field.limit,
                        placeholder=field.placeholder or None,
                        default=self.filled.get(field.name) or None,
                    ),
                )
            )
        modal.stop()
        await interaction.response.send_modal(modal)


def catch_modals(bot: FolkmootClient, *forms: type[PersistentModal]) -> None:
    """Let these forms be answered, whenever they were opened."""
    templates = [(re.compile(form.template + "/[0-9a-f]{8}"), form) for form in forms]

    async def on_interaction(interaction: discord.Interaction[FolkmootClient]) -> None:
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Mapping[str, Any] = interaction.data or {}
        for template, kind in templates:
            if match := template.fullmatch(data["custom_id"]):
                await _sent(kind(match.groupdict(), _values(data)), interaction)

    bot.add_listener(on_interaction)


async def _sent(form: PersistentModal, interaction: discord.Interaction[FolkmootClient]) -> None:
    try:
        await form.sent(interaction)
    except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
        await form.refused(interaction, error)


def _values(data: Mapping[str, Any]) -> dict[str, str]:
    fields = [label["component"] for label in data["components"] if "component" in label]
    return {field["custom_id"]: field["value"] or "" for field in fields}
