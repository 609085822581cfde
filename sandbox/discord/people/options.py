"""The options of a slash command, as a member's client fills them in."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import CannotDo
from sandbox.discord.people.choosing import resolve, resolve_file
from sandbox.discord.world.applications import Command
from sandbox.discord.world.channels import Channel

Json = dict[str, Any]

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(
    1, 12
)
INVALID = {
    INTEGER: "Input a valid integer.",
    NUMBER: "Input a valid number.",
    BOOLEAN: "Input a valid boolean.",
    USER: "Input a valid user.",
    CHANNEL: "Input a valid channel.",
    ROLE: "Input a valid role.",
    MENTIONABLE: "Input a valid mentionable.",
}
"""What the client says of a value that is none of its kind."""
INVALID_CHOICE = "Input a valid choice."
_RESOLVED = {USER: "user", CHANNEL: "channel", ROLE: "role", MENTIONABLE: "mentionable"}


def wrong_length(least: int, most: int) -> str:
    """What Discord says of a text, or a number of things, beyond these bounds."""
    return f"Must be between {least} and {most} in length."


def command_data(
    command: Command,
    path: list[str],
    given: dict[str, Any],
    channel: Channel,
    focused: str | None = None,
) -> Json:
    """An interaction's data for a command; `focused` makes it one for autocompletion, where options may be missing.

    Raises `CannotDo` for subcommands and options that don't exist, values that don't fit, required ones left out.
    """
    resolved: Json = {}
    levels: list[Json] = []
    declared = command.payload.get("options") or []
    for name in path:
        level = next(
            (row for row in declared if row["name"] == name and row["type"] in (SUBCOMMAND, GROUP)), None
        )
        if level is None:
            raise CannotDo(f"/{command.name} has no {name!r}: {[row['name'] for row in declared]}")
        levels.append(level)
        declared = level.get("options") or []
    if any(row["type"] in (SUBCOMMAND, GROUP) for row in declared):
        raise CannotDo(f"/{command.name} {' '.join(path)} needs one of {[row['name'] for row in declared]}")
    options = _filled(command, declared, given, channel, resolved, focused)
    for level in reversed(levels):
        options = [{"type": level["type"], "name": level["name"], "options": options}]
    data: Json = {"id": str(command.id), "name": command.name, "type": command.kind}
    if options:
        data["options"] = options
    if command.guild_id is not None:
        data["guild_id"] = str(command.guild_id)
    if resolved:
        data["resolved"] = resolved
    return data


def _filled(
    command: Command,
    declared: list[Json],
    given: dict[str, Any],
    channel: Channel,
    resolved: Json,
    focused: str | None,
) -> list[Json]:
    names = {row["name"] for row in declared}
    if given.keys() - names:
        raise CannotDo(f"/{command.name} has no option {sorted(given.keys() - names)}, only {sorted(names)}")
    options = []
    for row in declared:
        name = row["name"]
        if given.get(name) is None:
            if row.get("required") and focused is None:
                raise CannotDo(
                    f"/{command.name}: {name} is required",
                    says=f"{name}: This option is required. Specify a value.",
                )
            continue
        if name == focused:
            options.append({"type": row["type"], "name": name, "value": given[name], "focused": True})
            continue
        options.append(
            {"type": row["type"], "name": name, "value": _value(row, given[name], channel, resolved)}
        )
    return options


def _value(row: Json, thing: Any, channel: Channel, resolved: Json) -> Any:
    kind = row["type"]
    if kind in _RESOLVED:
        try:
            return resolve(thing, _RESOLVED[kind], channel, resolved, row.get("channel_types"))
        except CannotDo as unknown:
            raise CannotDo(str(unknown), says=_said(row, INVALID[kind])) from None
    if kind == ATTACHMENT:
        return resolve_file(thing, channel, resolved)
    if kind == BOOLEAN:
        return bool(thing)
    for choice in row.get("choices") or []:
        if thing in (choice["value"], choice["name"]):
            return choice["value"]
    if row.get("choices"):
        raise CannotDo(
            f"{row['name']} is one of {[choice['value'] for choice in row['choices']]}, not {thing!r}",
            says=_said(row, INVALID_CHOICE),
        )
    if kind == STRING:
        text = str(thing)
        shortest, longest = row.get("min_length") or 0, row.get("max_length") or 6000
        if not shortest <= len(text) <= longest:
            raise CannotDo(
                f"{row['name']} is too short or too long",
                says=_said(row, wrong_length(shortest, longest)),
            )
        return text
    number = int(thing) if kind == INTEGER else float(thing)
    least, most = row.get("min_value"), row.get("max_value")
    what = "int" if kind == INTEGER else "float"
    if least is not None and number < least:
        says = _said(row, f"{what} value should be greater than or equal to {least}.")
        raise CannotDo(f"{row['name']} must be from {least} to {most}", says=says)
    if most is not None and number > most:
        says = _said(row, f"{what} value should be less than or equal to {most}.")
        raise CannotDo(f"{row['name']} must be from {least} to {most}", says=says)
    return number


def _said(row: Json, words: str) -> str:
    return f"{row['name']}: {words}"
