"""Slash commands as the picker offers them, and the options that are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp.web import FileField
from multidict import MultiDictProxy

from sandbox.browser.windows import Window
from sandbox.discord import Application, Command, User
from sandbox.discord.errors import CannotDo
from sandbox.discord.people.options import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    INVALID,
    INVALID_CHOICE,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER,
    wrong_length,
)
from sandbox.discord.world.applications import CHAT_INPUT

Json = dict[str, Any]
Given = MultiDictProxy[str | bytes | bytearray | FileField]
MOST = 50
"""So many commands in the picker at once."""
FIELD = "option-"
"""What stands before an option's name in the form, beside the form's own fields."""
LONGEST = 6000
"""Characters of a text option for which nothing else is said."""
LARGEST = 2**53
"""Of a number."""
_INTEGER, _NUMBER = re.compile(r"[+-]?[0-9]{1,20}"), re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{0,20})?")
T = TypeVar("T", int, float)
_KINDS = {
    STRING: "string",
    INTEGER: "integer",
    BOOLEAN: "boolean",
    USER: "user",
    CHANNEL: "channel",
    ROLE: "role",
    MENTIONABLE: "mentionable",
    NUMBER: "number",
    ATTACHMENT: "attachment",
}


@dataclass(frozen=True)
class Option:
    """An option of a command; `shown` says whether its field is there before one asks for it."""

    declared: Json
    shown: bool

    @property
    def name(self) -> str:
        """In the default language."""
        return str(self.declared["name"])

    @property
    def description(self) -> str:
        """What it is for, and the bounds of a number."""
        least, most = self.declared.get("min_value"), self.declared.get("max_value")
        bounds = [f"At least {least}."] * (least is not None) + [f"At most {most}."] * (most is not None)
        return " ".join([str(self.declared["description"]), *bounds])

    @property
    def type(self) -> int:
        """Discord's number of the kind."""
        return int(self.declared["type"])

    @property
    def kind(self) -> str:
        """The kind in a word."""
        return _KINDS[self.type]

    @property
    def required(self) -> bool:
        """Whether the command can't be used without it."""
        return bool(self.declared.get("required"))

    @property
    def source(self) -> str:
        """Where the field's list comes from: "suggestions" of the application, a fixed "list", members and channels
        by the kind; empty for a field without a list."""
        if self.declared.get("autocomplete"):
            return "suggestions"
        if self.declared.get("choices") or self.type == BOOLEAN:
            return "list"
        return self.kind if self.type in (USER, CHANNEL, ROLE, MENTIONABLE) else ""

    @property
    def wrong(self) -> str:
        """What the client says of a value that doesn't fit."""
        if self.declared.get("choices"):
            return INVALID_CHOICE
        if self.type == STRING and not self.source:
            return wrong_length(*self.lengths)
        return INVALID.get(self.type, "")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Value and name of each fixed choice."""
        if self.type == BOOLEAN:
            return [("true", "True"), ("false", "False")]
        return [(str(row["value"]), str(row["name"])) for row in self.declared.get("choices") or []]

    @property
    def channel_types(self) -> str:
        """Numbers of the kinds of channels that fit, with blanks between."""
        return " ".join(map(str, self.declared.get("channel_types") or []))

    @property
    def lengths(self) -> tuple[int, int]:
        """The shortest and longest text."""
        return int(self.declared.get("min_length") or 0), int(self.declared.get("max_length") or LONGEST)


@dataclass(frozen=True)
class Offered:
    """A command, or subcommand, that one can use: `path` is "vote cast"; required options come first."""

    command: Command
    bot: User
    path: str
    description: str
    options: tuple[Option, ...]


def offered(window: Window, search: str = "") -> list[Offered]:
    """What the member may use here, whose path or description has the words that are searched."""
    wanted = search.casefold().split()
    found = [
        each
        for each in _all(window)
        if all(word in f"{each.path} {each.description}".casefold() for word in wanted)
    ]
    begun = search.casefold().strip()
    return sorted(found, key=lambda each: (not each.path.startswith(begun), each.path))[:MOST]


def the_command(window: Window, path: str) -> Offered:
    """The command of this path. Raises `CannotDo` where the member has none."""
    for each in _all(window):
        if each.path == path:
            return each
    raise CannotDo(f"There is no command /{path} here.")


def _all(window: Window) -> Iterator[Offered]:
    for command in window.person.commands(window.place, CHAT_INPUT):
        app = _app_of(window, command)
        yield from _within(
            command, app.user, command.name, command.payload["description"], command.payload.get("options")
        )


def _app_of(window: Window, command: Command) -> Application:
    apps = window.world.applications.values()
    return next(app for app in apps if app.commands.get(command.id) is command)


def _within(
    command: Command, bot: User, path: str, description: str, options: list[Json] | None
) -> Iterator[Offered]:
    inside = [option for option in options or [] if option["type"] in (SUBCOMMAND, GROUP)]
    if not inside:
        ordered = sorted(options or [], key=lambda option: not option.get("required"))
        shown = [bool(option.get("required")) or option is ordered[0] for option in ordered]
        yield Offered(command, bot, path, description, tuple(map(Option, ordered, shown)))
    for option in inside:
        name = f"{path} {option['name']}"
        yield from _within(command, bot, name, option["description"], option.get("options"))


def filled(chosen: Offered, given: Given, *, partly: bool = False) -> Mapping[str, Any]:
    """The options as `Person.slash` takes them; with `partly`, as typed, those that don't fit left out.

    Raises `CannotDo` for numbers that aren't, in Discord's words.
    """
    options: dict[str, Any] = {}
    for option in chosen.options:
        value = given.get(FIELD + option.name)
        if isinstance(value, FileField):
            if value.filename:
                options[option.name] = (value.filename, value.file.read())
            continue
        text = str(value or "").strip()
        if not text:
            continue
        try:
            options[option.name] = value_of(option, text)
        except ValueError:
            if not partly:
                raise CannotDo(f"{option.name}: {option.wrong}") from None
    return options


def _digits(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _within_bounds(number: T) -> T:
    if abs(number) > LARGEST:
        raise ValueError(number)
    return number


def value_of(option: Option, text: str) -> Any:
    """What an option is given by what was typed. Raises ValueError for what is none of its kind."""
    if option.type == INTEGER:
        return _within_bounds(int(_digits(_INTEGER, text)))
    if option.type == NUMBER:
        return _within_bounds(float(_digits(_NUMBER, text)))
    if option.type == BOOLEAN:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    return text
