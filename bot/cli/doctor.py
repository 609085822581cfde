"""`folkmoot doctor`: everything that the bot stands on, looked at from the command line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.bootstrap import Runtime, open_runtime
from bot.cli.settings_faults import one_line_for_settings
from bot.client import FolkmootClient, point_at
from bot.services.governance.doctor import Check
from bot.settings import Settings, load
from bot.storage.findings import PostgresqlFindings, SqliteFindings
from bot.wording.checks import found_words, mend_of
from bot.wording.language import terminal_language
from cogs.governance.channels import check_channels

_PATIENCE = 30.0


def doctor() -> int:
    """Prints what was looked at; the exit status, 1 where there is something to mend."""
    with one_line_for_settings():
        checks = asyncio.run(examine(load()))
    say = terminal_language()
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        mark = "[green]ok[/]" if check.good else "[yellow]mend[/]"
        mend = mend_of(check, say)
        found = found_words(check, say) + (f"\n→ {mend}" if mend else "")
        table.add_row(mark, escape(check.name), escape(found))
    Console().print(table)
    return 0 if all(check.good for check in checks) else 1


async def examine(settings: Settings) -> list[Check]:
    """Settings, database, chains, contracts, executors, Discord: one check each."""
    async with open_runtime(settings) as runtime:
        checks = [*await _database(runtime), *await runtime.services.doctor.check_chains()]
        async with runtime.services.uow.reading() as repositories:
            spaces = [
                (space, await repositories.spaces.tracks(space.id))
                for space in await repositories.spaces.all()
            ]
        for _, tracks in spaces:
            checks += await runtime.services.doctor.check_tracks(tracks)
        point_at(settings.discord_api, settings.discord_gateway)
        try:
            async with _connected(runtime, settings) as client:
                checks.append(Check("Discord token", True, f"logged in as {client.user}"))
                for space, _ in spaces:
                    if guild := client.get_guild(space.guild):
                        checks += check_channels(guild, space)
                    else:
                        mend = "invite the bot again (README, “Run it for real”)"
                        checks.append(Check(f"server {space.name}", False, "the bot is not in it", mend))
        except discord.LoginFailure:
            mend = "copy the token again from the developer portal (Bot, Reset Token)"
            checks.append(Check("Discord token", False, "Discord refuses it", mend))
        except TimeoutError:
            mend = "check the network, and https://discordstatus.com"
            checks.append(Check("Discord", False, "no connection to the gateway", mend))
    return checks


async def _database(runtime: Runtime) -> list[Check]:
    findings = await runtime.database.examine()
    schema = await runtime.database.schema_state()
    found = ", ".join(findings.problems) or f"sound, revision {schema.current}"
    mend = "" if not findings.problems else "stop the bot and restore the newest backup"
    database = Check("database", not findings.problems, found, mend)
    server = _sqlite(findings) if isinstance(findings, SqliteFindings) else _postgresql(findings)
    async with runtime.services.uow.writing() as repositories:
        wrong = await repositories.jobs.rebuild()
    found = f"{wrong} were not as the facts say, and are now" if wrong else "as the facts say"
    return [database, server, Check("what is due when", True, found)]


def _sqlite(findings: SqliteFindings) -> Check:
    found = f"version {findings.version}"
    if findings.has_wal_reset_bug:
        found += ", which has the WAL-reset bug: harmless as long as only one process opens the file, as here"
    return Check("SQLite", True, found)


def _postgresql(findings: PostgresqlFindings) -> Check:
    found = (
        f"version {findings.version}, {findings.encoding}, reads {findings.reads}, "
        f"writes {findings.writes} one at a time"
    )
    if not findings.lossy:
        return Check("PostgreSQL", True, found)
    names = " and ".join(findings.lossy)
    return Check(
        "PostgreSQL", False, f"{found}, {names} off", f"turn {names} on: a power failure loses votes"
    )


@asynccontextmanager
async def _connected(runtime: Runtime, settings: Settings) -> AsyncIterator[FolkmootClient]:
    """A connection without any command loaded or synced. Raises discord.LoginFailure, TimeoutError."""
    client = FolkmootClient(runtime.services, extensions=(), sync=False)
    connection = asyncio.create_task(client.start(settings.discord_token.get_secret_value()))
    ready = asyncio.create_task(client.wait_until_ready_once())
    try:
        done, _ = await asyncio.wait(
            [connection, ready], timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        if connection in done:
            connection.result()
        if ready not in done:
            raise TimeoutError
        yield client
    finally:
        ready.cancel()
        await client.close()
        await asyncio.gather(connection, ready, return_exceptions=True)
