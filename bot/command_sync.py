"""Tells Discord the slash commands, but only when they differ from those that it has.

Discord allows few registrations a day, and makes the next request wait: a bot that registers at every start comes back
late after a crash.
"""

from typing import Any

import discord
import structlog
from discord.app_commands import CommandTree

_log = structlog.get_logger(__name__)

_BY_DISCORD = frozenset(
    {"id", "application_id", "guild_id", "version", "dm_permission", "default_permission"}
)
"""What Discord adds to a command that was registered."""


async def sync_commands(tree: CommandTree[Any]) -> bool:
    """Register the tree's global commands where Discord has others. Returns whether it had."""
    client = tree.client
    assert client.application_id is not None
    registered = await _registered(client, client.application_id)
    ours = [
        await command.get_translated_payload(tree, tree.translator)
        if tree.translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    if len(registered) == len(ours) and _by_name(registered) == _by_name(ours):
        return False
    await tree.sync()  # It names the command that Discord refuses.
    _log.info("commands.registered", commands=len(ours))
    return True


async def _registered(client: discord.Client, application: int) -> Any:
    """The commands that Discord has, in all languages: without asking for those it tells the English ones alone."""
    route = discord.http.Route("GET", "/applications/{application_id}/commands", application_id=application)
    return await client.http.request(route, params={"with_localizations": "true"})


def _by_name(commands: Any) -> dict[tuple[int, str], Any]:
    return {(command.get("type", 1), command["name"]): _essence(command) for command in commands}


def _essence(value: Any) -> Any:
    """What was said of a command, without what Discord added and without what says nothing (None, False, empty)."""
    if isinstance(value, dict):
        said = {key: _essence(entry) for key, entry in value.items() if key not in _BY_DISCORD}
        if said.get("integration_types") == [0]:
            # Installed to servers: Discord's default, which it names when asked.
            del said["integration_types"]
        if "default_member_permissions" in said and said["default_member_permissions"] is not None:
            said["default_member_permissions"] = str(said["default_member_permissions"])
        return {key: entry for key, entry in said.items() if entry not in (None, False, [], {}, "")}
    if isinstance(value, list):
        return [_essence(entry) for entry in value]
    return value
