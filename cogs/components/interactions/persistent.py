"""Buttons, menus and modals that survive a restart: all that they mean stands in their custom id.

A feature says with `@component(CUSTOM_ID)` what a button or menu does, and with a `PersistentModal` what a modal asks
and does. Its `setup` hands them to `register`; the one listener in dispatch.py finds them by the kind of their custom
id. Messages are sent with plain buttons, of which discord.py keeps nothing.
"""

import inspect
import secrets
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, NamedTuple, Self

import discord
import msgspec
from discord import ui

from bot.domain.permissions.requirement import OPEN, Requirement
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut
from cogs.components.interactions.answers import answer_error
from cogs.components.interactions.custom_ids import CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of

_SHORT_LIMIT = 200
_LABEL_LIMIT = 45
"""Characters of a modal's title and of the label of a field."""
_DESCRIPTION_LIMIT = 100
"""Characters of what stands beneath a label, of a placeholder, and of each text of an option."""
_MOST_ITEMS = 5
_NOTE_LIMIT = 1_000


class Component(msgspec.Struct, frozen=True):
    """A kind of button or menu, and what happens when one is used."""

    custom_id: CustomId
    callback: Callable[..., Awaitable[None]]
    """Takes the interaction and, by their names, the parts of the custom id."""
    requirement: Requirement = OPEN
    """What is asked of whoever uses one; its service checks the same."""
    unasked: bool = False
    """Whether it stores nothing new about the member: nobody has to agree to it first."""

    def __post_init__(self) -> None:
        _, *names = inspect.signature(self.callback).parameters
        if names != list(self.custom_id.parts):
            raise TypeError(f"{self.callback.__name__} takes {names}, not {list(self.custom_id.parts)}")

    async def handle(self, interaction: Interaction, parts: Mapping[str, Any]) -> None:
        """Errors are worded like those of commands."""
        try:
            await self.callback(interaction, **parts)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await answer_error(interaction, error)


def component(
    custom_id: CustomId, requirement: Requirement = OPEN, *, unasked: bool = False
) -> Callable[[Callable[..., Awaitable[None]]], Component]:
    """Declare what the buttons and menus with this custom id do, and what is asked of whoever uses one. `unasked`: they
    store nothing new about the member."""
    return lambda callback: Component(custom_id, callback, requirement, unasked)


class Picker(Enum):
    """What Discord itself lets one choose."""

    MEMBER = discord.ComponentType.user_select, ()
    ROLE = discord.ComponentType.role_select, ()
    TEXT_CHANNEL = discord.ComponentType.channel_select, (discord.ChannelType.text, discord.ChannelType.news)
    TALK_CHANNEL = discord.ComponentType.channel_select, (discord.ChannelType.forum, discord.ChannelType.text)
    CATEGORY = discord.ComponentType.channel_select, (discord.ChannelType.category,)


class Option(NamedTuple):
    """Something to choose from a menu."""

    label: str
    value: str
    description: str = ""


class Field(NamedTuple):
    """One question of a modal: to be written, chosen from a menu of `options`, or from one of Discord's own."""

    name: str
    label: str
    description: str = ""
    required: bool = True
    long: bool = False
    limit: int = _SHORT_LIMIT
    placeholder: str = ""
    options: tuple[Option, ...] = ()
    picker: Picker | None = None


@dataclass
class PersistentModal(ABC):
    """A modal of which nothing is kept in memory between its opening and its sending.

    A subclass is a dataclass with a field for each part of its custom id.
    """

    custom_id: ClassVar[CustomId]
    requirement: ClassVar[Requirement] = OPEN
    """What is asked of whoever sends one."""
    unasked: ClassVar[bool] = False
    """As of a component."""

    filled: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """What stands in the fields, by their names; of a menu the value that is chosen, of Discord's own the id."""
    note: str = field(default="", kw_only=True)
    """Stands above the fields, where there is room for it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """At most 45 characters in English."""

    @property
    @abstractmethod
    def fields(self) -> tuple[Field, ...]:
        """At most five."""

    def worded(self, say: Language) -> Self:
        """The modal with title and fields in this language; itself where it was made with them."""
        return self

    @abstractmethod
    async def on_submit(self, interaction: Interaction) -> None:
        """What happens with what was filled in."""

    async def on_error(self, interaction: Interaction, error: Exception) -> None:
        """What happens when `on_submit` raised."""
        await answer_error(interaction, error)

    async def open(self, interaction: Interaction) -> None:
        """Show the modal to the member, with `filled` in its fields."""
        modal = self.shown(language_of(interaction))
        modal.stop()
        await interaction.response.send_modal(modal)

    def shown(self, say: Language) -> ui.Modal:
        """The modal in this language, each text cut to what Discord takes, since a translation may be longer."""
        parts = {name: getattr(self, name) for name in self.custom_id.parts}
        worded = self.worded(say)
        # A custom id of its own for each that is opened: Discord's clients fill a modal that they have seen before with
        # what was typed into it then.
        custom_id = f"{self.custom_id(**parts)}/{secrets.token_hex(4)}"
        modal = ui.Modal(title=cut(worded.title, _LABEL_LIMIT), custom_id=custom_id)
        if self.note and len(worded.fields) < _MOST_ITEMS:
            modal.add_item(ui.TextDisplay(cut(self.note, _NOTE_LIMIT)))
        for asked in worded.fields:
            modal.add_item(_label(asked, self.filled.get(asked.name)))
        return modal

    @classmethod
    async def handle(cls, interaction: Interaction, parts: Mapping[str, Any]) -> None:
        """Take what a member sent."""
        modal = cls(**parts, filled=_values(interaction))
        try:
            await modal.on_submit(interaction)
        except Exception as error:  # noqa: BLE001 - worded for the member, and logged where it is a fault
            await modal.on_error(interaction, error)


Persistent = Component | type[PersistentModal]


def _label(asked: Field, filled: str | None) -> ui.Label[ui.Modal]:
    return ui.Label(
        text=cut(asked.label, _LABEL_LIMIT),
        description=cut(asked.description, _DESCRIPTION_LIMIT) or None,
        component=_component(asked, filled),
    )


def _component(asked: Field, filled: str | None) -> ui.Item[ui.Modal]:
    placeholder = cut(asked.placeholder, _DESCRIPTION_LIMIT) or None
    if asked.options:
        options = [
            discord.SelectOption(
                label=cut(each.label, _DESCRIPTION_LIMIT),
                value=each.value,
                description=cut(each.description, _DESCRIPTION_LIMIT) or None,
                default=each.value == filled,
            )
            for each in asked.options
        ]
        return ui.Select(
            custom_id=asked.name, placeholder=placeholder, options=options, required=asked.required
        )
    if asked.picker is not None:
        return _picker(asked, asked.picker, placeholder, filled)
    return ui.TextInput(
        custom_id=asked.name,
        style=discord.TextStyle.paragraph if asked.long else discord.TextStyle.short,
        required=asked.required,
        max_length=asked.limit,
        placeholder=placeholder,
        default=filled or None,
    )


def _picker(asked: Field, picker: Picker, placeholder: str | None, filled: str | None) -> ui.Item[ui.Modal]:
    kind, channel_types = picker.value

    def chosen(thing: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
        return [discord.SelectDefaultValue(id=int(filled), type=thing)] if filled else []

    if kind is discord.ComponentType.user_select:
        return ui.UserSelect(
            custom_id=asked.name,
            placeholder=placeholder,
            required=asked.required,
            default_values=chosen(discord.SelectDefaultValueType.user),
        )
    if kind is discord.ComponentType.role_select:
        return ui.RoleSelect(
            custom_id=asked.name,
            placeholder=placeholder,
            required=asked.required,
            default_values=chosen(discord.SelectDefaultValueType.role),
        )
    return ui.ChannelSelect(
        custom_id=asked.name,
        placeholder=placeholder,
        required=asked.required,
        channel_types=list(channel_types),
        default_values=chosen(discord.SelectDefaultValueType.channel),
    )


def _values(interaction: Interaction) -> dict[str, str]:
    data: Any = interaction.data
    fields = [label["component"] for label in data["components"] if "component" in label]
    return {each["custom_id"]: _value(each) for each in fields}


def _value(component: Mapping[str, Any]) -> str:
    """What was written, or the one thing that was chosen."""
    if "values" in component:
        return next(iter(component["values"]), "")
    return component["value"] or ""
