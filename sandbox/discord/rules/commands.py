"""Limits on application commands that Discord enforces and its OpenAPI document doesn't say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sandbox.discord.errors import ApiError, FormErrors, Path
from sandbox.discord.people.options import GROUP, INTEGER, NUMBER, STRING, SUBCOMMAND
from sandbox.discord.rules.schema import document
from sandbox.discord.world.applications import CHAT_INPUT

Json = dict[str, Any]

_NAME = re.compile(r"^[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")
MAX_CHAT_COMMANDS, MAX_MENU_COMMANDS, MAX_CHARACTERS = 100, 15, 8000


def check_commands(commands: list[Json]) -> None:
    """Refuse a set of commands that is to replace a scope's: 50035, or 30032 for too many."""
    errors = FormErrors()
    seen: set[tuple[str, int]] = set()
    for index, command in enumerate(commands):
        _check(command, (index,), errors)
        key = (command["name"], command.get("type") or CHAT_INPUT)
        if key in seen:
            errors.add(
                (index, "name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(key)
    errors.refuse()
    for kind in (1, 2, 3):
        most = MAX_CHAT_COMMANDS if kind == CHAT_INPUT else MAX_MENU_COMMANDS
        if sum(1 for command in commands if (command.get("type") or CHAT_INPUT) == kind) > most:
            raise ApiError(400, 30032, f"Maximum number of application commands reached ({most})")


def check_command(command: Json) -> None:
    """Refuse one command (50035)."""
    errors = FormErrors()
    _check(command, (), errors)
    errors.refuse()


def _check(command: Json, at: Path, errors: FormErrors) -> None:
    kind = command.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        _check_name(command, at, errors)
        if not command.get("description"):
            errors.add((*at, "description"), "BASE_TYPE_REQUIRED", "This field is required")
        _check_options(command.get("options") or [], at, errors, depth=0)
        if _characters(command) > MAX_CHARACTERS:
            message = f"Command exceeds maximum size ({MAX_CHARACTERS})"
            errors.add(at, "APPLICATION_COMMAND_TOO_LARGE", message)
    else:
        if command.get("description"):
            message = "Context menu commands cannot have description"
            errors.add((*at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", message)
        if command.get("options"):
            message = "Context menu commands cannot have options"
            errors.add((*at, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", message)
        _check_locales(command, at, errors)


def _characters(part: Json) -> int:
    own = max([len(part["name"]), *map(len, (part.get("name_localizations") or {}).values())])
    own += max(
        [
            len(part.get("description") or ""),
            *map(len, (part.get("description_localizations") or {}).values()),
        ]
    )
    own += sum(len(choice["name"]) + len(str(choice["value"])) for choice in part.get("choices") or [])
    return own + sum(_characters(option) for option in part.get("options") or [])


def _check_name(part: Json, at: Path, errors: FormErrors) -> None:
    names: list[tuple[Path, str]] = [((*at, "name"), part["name"])]
    names += [
        ((*at, "name_localizations", key), name)
        for key, name in (part.get("name_localizations") or {}).items()
    ]
    for path, name in names:
        if not _NAME.match(name) or name != name.lower():
            errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    _check_locales(part, at, errors)


@cache
def _locales() -> frozenset[str]:
    rows = document()["components"]["schemas"]["AvailableLocalesEnum"]["oneOf"]
    return frozenset(row["const"] for row in rows)


def _check_locales(part: Json, at: Path, errors: FormErrors) -> None:
    known = _locales()
    for key in ("name_localizations", "description_localizations"):
        for locale in part.get(key) or {}:
            if locale not in known:
                errors.add((*at, key, locale), "BASE_TYPE_CHOICES", f"{locale} is not a locale of Discord")


def _check_options(options: list[Json], at: Path, errors: FormErrors, depth: int) -> None:
    nested = [option["type"] in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        errors.add((*at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    seen: set[str] = set()
    optional_before = False
    for index, option in enumerate(options):
        path: Path = (*at, "options", index)
        _check_name(option, path, errors)
        if option["name"] in seen:
            errors.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already used")
        seen.add(option["name"])
        if option["type"] in (SUBCOMMAND, GROUP):
            if depth + (option["type"] == SUBCOMMAND) > 2 or (option["type"] == GROUP and depth > 0):
                errors.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
            _check_options(option.get("options") or [], path, errors, depth + 1)
            continue
        if option.get("required"):
            if optional_before:
                message = "Required options must be placed before non-required options"
                errors.add(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        else:
            optional_before = True
        _check_choices(option, path, errors)


def _check_choices(option: Json, path: Path, errors: FormErrors) -> None:
    choices = option.get("choices") or []
    if option.get("autocomplete"):
        if choices:
            message = "autocomplete may not be set to true if choices are present"
            errors.add(path, "APPLICATION_COMMAND_AUTOCOMPLETE_NOT_ALLOWED", message)
        if option["type"] not in (STRING, INTEGER, NUMBER):
            errors.add(path, "APPLICATION_COMMAND_AUTOCOMPLETE_NOT_ALLOWED", "This type has no autocomplete")
    names = [choice["name"] for choice in choices]
    for index, name in enumerate(names):
        if name in names[:index]:
            message = "The choice name is already used"
            errors.add((*path, "choices", index), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_INVALID", message)
    for index, choice in enumerate(choices):
        if option["type"] == STRING and len(choice["value"]) > 100:
            errors.add(
                (*path, "choices", index, "value"), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length."
            )
