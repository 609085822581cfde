"""`folkmoot export history` and `folkmoot import history`: a space's past goes along to another Discord server."""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from typing import BinaryIO

import aiohttp
import discord
from msgspec.structs import replace

from bot.bootstrap import SystemClock
from bot.cli.database import opened
from bot.cli.files import new_file
from bot.cli.settings_faults import one_line_for_settings
from bot.cli.tally import on_one_line
from bot.cli.verify import key_of
from bot.discord_addresses import point_at
from bot.domain.errors import FolkmootError
from bot.domain.ids import GuildId
from bot.domain.spaces.settings_file import SpaceSettings
from bot.services.imported.history import ExportingHistory, ImportingHistory
from bot.services.imported.importing import Importing
from bot.services.ports import Clock
from bot.settings import Settings, load
from bot.storage.database import Database
from bot.wording.errors import message
from bot.wording.imported import (
    forgotten_line,
    history_exported_lines,
    history_taken_lines,
    names_missing_line,
)
from bot.wording.language import terminal_language


def run_export(name: str, server: int, space: str) -> int:
    """Writes the file, and says what it holds. The exit status: 2 where there is no such space, a record can't go
    along, or the file can't be written; a line on standard error says which, and there is no file."""
    try:
        with one_line_for_settings():
            settings = load()
        with new_file(name) as file:
            lines = asyncio.run(export_history(settings, GuildId(server), space, file, name))
    except (FolkmootError, OSError) as error:
        return _refused("export", error, name)
    print(*lines, sep="\n")
    return 0


def run_import(name: str, server: int, space: str, expected_hash: str | None) -> int:
    """Prints what was taken in. The exit status: 2 where the file isn't right, or there is no such space; a line on
    standard error says which, and nothing is stored."""
    try:
        with one_line_for_settings():
            settings = load()
        with open(name, "rb") as file:
            lines = asyncio.run(import_history(settings, GuildId(server), space, file, expected_hash))
    except (FolkmootError, OSError) as error:
        return _refused("import", error, name)
    print(*lines, sep="\n")
    return 0


def run_forget(server: int, space: str) -> int:
    """Prints how much was taken away. The exit status: 2 where there is no such space."""
    try:
        with one_line_for_settings():
            settings = load()
        line = asyncio.run(forget_history(settings, GuildId(server), space))
    except FolkmootError as error:
        return _refused("import", error)
    print(line)
    return 0


async def export_history(
    settings: Settings, guild: GuildId, space: str, file: BinaryIO, name: str, clock: Clock | None = None
) -> list[str]:
    """Writes the history of the server's space into the file, which is called `name`; what is to be said of it. Raises
    what `ExportingHistory.write` raises, UnusableDatabase, OSError."""
    say = terminal_language()
    async with opened(settings) as database:
        exporting = ExportingHistory(database.unit_of_work(), clock or SystemClock())
        rules = await exporting.settings(guild, space)
        named = await _named(settings, guild, rules)
        exported = await exporting.write(guild, space, named or rules, file.write)
    lines = history_exported_lines(exported, name, say)
    return lines if named is not None else [*lines, names_missing_line(say)]


async def import_history(
    settings: Settings,
    guild: GuildId,
    space: str,
    file: BinaryIO,
    expected_hash: str | None = None,
    clock: Clock | None = None,
) -> list[str]:
    """What was taken in of the file. Raises what `ImportingHistory.take` raises, UnusableDatabase, OSError."""
    async with opened(settings) as database:
        taken = await _importing(database, clock).take(
            guild, space, file, expected_hash and expected_hash.lower()
        )
    return history_taken_lines(taken, terminal_language())


async def forget_history(settings: Settings, guild: GuildId, space: str, clock: Clock | None = None) -> str:
    """Raises NotSetUp, SpaceUnknown, UnusableDatabase."""
    async with opened(settings) as database:
        return forgotten_line(*await _importing(database, clock).forget(guild, space), terminal_language())


def _importing(database: Database, clock: Clock | None) -> ImportingHistory:
    return ImportingHistory(Importing(database.unit_of_work(), clock or SystemClock()), key_of)


async def _named(settings: Settings, guild: GuildId, rules: SpaceSettings) -> SpaceSettings | None:
    """The settings with the names that Discord has for roles and categories, by which another server finds its own;
    None where it gives none. It isn't asked where there are none."""
    if not rules.roles and not rules.categories:
        return rules
    point_at(settings.discord_api, settings.discord_gateway)
    try:
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(settings.discord_token.get_secret_value())
            roles = _names(await client.http.get_roles(guild))
            categories = _names(await client.http.get_all_guild_channels(guild))
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return None
    return replace(
        rules,
        roles={each: roles.get(each, name) for each, name in rules.roles.items()},
        categories={each: categories.get(each, name) for each, name in rules.categories.items()},
    )


def _names(listed: Iterable[Mapping[str, object]]) -> dict[int, str]:
    return {int(str(each["id"])): str(each.get("name") or "") for each in listed}


def _refused(what: str, error: FolkmootError | OSError, name: str = "") -> int:
    """One line on standard error, and the exit status. `name` is the file's: what fails in the middle of it names
    none, as where a disk is full or a pipe can't be read again."""
    say = terminal_language()
    if isinstance(error, OSError):
        why = f"{error.filename or name}: {error.strerror or error}"
        print(f"{what}:", on_one_line(why), file=sys.stderr)
    else:
        said = message(error, say)
        print(f"{what}:", on_one_line(f"{said.happened} {said.next}"), file=sys.stderr)
    return 2
