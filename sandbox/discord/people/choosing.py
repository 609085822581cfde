"""Choosing from menus: options, members, roles, channels, files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sandbox.discord.errors import CannotDo
from sandbox.discord.people.posting import Upload, store_file
from sandbox.discord.world import components as parts
from sandbox.discord.world.channels import Channel

Json = dict[str, Any]


def chosen(menu: Json, given: Any, channel: Channel, resolved: Json, required: bool = True) -> list[str]:
    """The values of a choice from a menu, with what they stand for put into `resolved`.

    `given` is one thing or a list: option values or labels, members, roles, channels (or their ids), files as
    (name, bytes). Raises `CannotDo` for a number of things or an option that the menu doesn't offer.
    """
    things = list(given) if isinstance(given, list | tuple) and not _is_file(given) else [given]
    things = [thing for thing in things if thing is not None and thing != ""]
    least = 1 if menu.get("min_values") is None else menu["min_values"]
    if menu["type"] == parts.RADIO:
        least, most = int(required), 1
    else:
        most = menu.get("max_values") or max(
            least, len(menu.get("options") or []) if menu["type"] == 22 else 1
        )
    if not required and not things:
        return []
    if required and least == 0 and menu["type"] in (parts.UPLOAD, parts.CHECKBOXES):
        least = 1
    if not least <= len(things) <= most:
        says = f"Must be between {least} and {most} in length." if things else "This field is required"
        raise CannotDo(f"{menu['custom_id']} takes {least} to {most} values, not {len(things)}", says=says)
    return [_value(menu, thing, channel, resolved) for thing in things]


def _is_file(given: Any) -> bool:
    return isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], bytes)


def _value(menu: Json, thing: Any, channel: Channel, resolved: Json) -> str:
    kind = menu["type"]
    if kind in (parts.SELECT, parts.RADIO, parts.CHECKBOXES):
        for option in menu["options"]:
            if thing in (option["value"], option["label"]):
                value: str = option["value"]
                return value
        offered = [row["value"] for row in menu["options"]]
        raise CannotDo(
            f"{menu['custom_id']} does not offer {thing!r}: {offered}",
            says=f"Value must be one of {{{', '.join(map(repr, offered))}}}.",
        )
    if kind == parts.UPLOAD:
        return resolve_file(thing, channel, resolved)
    return resolve(thing, parts.SELECTS[kind], channel, resolved, menu.get("channel_types"))


def resolve_file(thing: tuple[str, bytes], channel: Channel, resolved: Json) -> str:
    """Upload a file (name, bytes) with an interaction; returns its id."""
    name, content = thing
    file = store_file(channel.world, channel, Upload(name, content, None), ephemeral=True)
    resolved.setdefault("attachments", {})[str(file.id)] = file.payload()
    return str(file.id)


def resolve(
    thing: Any, what: str, channel: Channel, resolved: Json, types: Collection[int] | None = None
) -> str:
    """Name a member, role or channel (the object or its id) in an interaction; returns the id as text. `types`: the
    kinds of channels that are offered; None for all."""
    named = getattr(thing, "id", thing)
    if not isinstance(named, int) and not (str(named).isascii() and str(named).isdecimal()):
        raise CannotDo(f"{named!r} is no {what}", says=f"Unknown {what.title()}")
    thing_id = int(named)
    guild = channel.guild if channel.in_guild else None
    users = channel.world.users
    if what in ("user", "mentionable") and thing_id in users:
        resolved.setdefault("users", {})[str(thing_id)] = users[thing_id].payload
        member = guild.members.get(thing_id) if guild else None
        if member is not None:
            shown = {**member.payload(with_user=False), "permissions": str(member.permissions_in(channel))}
            resolved.setdefault("members", {})[str(thing_id)] = shown
    elif guild and what in ("role", "mentionable") and thing_id in guild.roles:
        resolved.setdefault("roles", {})[str(thing_id)] = guild.roles[thing_id].payload()
    elif guild and what == "channel" and (thing_id in guild.channels or thing_id in guild.all_threads):
        found = guild.world.channels[thing_id]
        if types and found.kind not in types:
            raise CannotDo(f"{found.name} is no channel of the kinds {types}", says="Unknown Channel")
        resolved.setdefault("channels", {})[str(thing_id)] = {**found.payload(), "permissions": "0"}
    else:
        raise CannotDo(f"there is no {what} {thing_id} here", says=f"Unknown {what.title()}")
    return str(thing_id)
