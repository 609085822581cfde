"""`folkmoot doctor`: everything that the bot stands on, looked at from the command line."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.bootstrap import Runtime, open_runtime
from bot.cli.settings_faults import one_line_for_settings
from bot.client import FolkmootClient
from bot.discord_addresses import point_at
from bot.domain.linked_roles import LinkedField
from bot.endpoint_registration import check_endpoint
from bot.linked_role_registration import check_linked_roles
from bot.services.governance import findings
from bot.services.governance.doctor import Check, check_deliveries
from bot.settings import Settings, load
from bot.storage.findings import PostgresqlFindings, SqliteFindings
from bot.wording.governance.checks import found_words, mend_of, subject_words
from bot.wording.language import terminal_language
from bot.wording.linked_roles import field_document
from cogs.governance.channels import check_channels, check_roles
from cogs.server.discord_server import DiscordServerByHttp

_PATIENCE = 30.0
_OF_OTHERS = 0o077


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
        table.add_row(mark, escape(subject_words(check, say)), escape(found))
    Console().print(table)
    return 0 if all(check.good for check in checks) else 1


async def examine(settings: Settings) -> list[Check]:
    """Settings, database, chains, contracts, executors, Discord: one check each."""
    async with open_runtime(settings) as runtime:
        checks = [
            _private_files(runtime),
            *await _database(runtime),
            *await runtime.services.doctor.check_chains(),
        ]
        async with runtime.services.uow.reading() as repositories:
            spaces = [
                (space, await repositories.spaces.tracks(space.id))
                for space in await repositories.spaces.all()
            ]
        checks += await runtime.services.doctor.check_stored([space for space, _ in spaces])
        checks.append(check_deliveries(await runtime.services.retrying.given_up_anywhere()))
        for _, tracks in spaces:
            checks += await runtime.services.doctor.check_tracks(tracks)
            checks += await runtime.services.trusted_contracts.check(tracks)
        point_at(settings.discord_api, settings.discord_gateway)
        try:
            async with _connected(runtime, settings) as client:
                checks.append(Check(findings.OfDiscordToken(), True, findings.LoggedIn(str(client.user))))
                checks += await runtime.services.doctor.check_clock()
                checks.append(await check_endpoint(client, settings.interactions_url))
                fields = [field_document(each) for each in LinkedField]
                checks += await check_linked_roles(client, settings.linked_roles_url, fields)
                runtime.services.server.serve_by(DiscordServerByHttp(client))
                for space, tracks in spaces:
                    if guild := client.get_guild(space.guild):
                        checks += [*check_channels(guild, space.channels), *check_roles(guild, space)]
                        checks += await runtime.services.examined_server.check(space, tracks)
                    else:
                        server = findings.OfServer(space.name)
                        checks.append(Check(server, False, findings.NotInServer(), findings.InviteAgain()))
        except discord.LoginFailure:
            token = findings.OfDiscordToken()
            checks.append(Check(token, False, findings.TokenRefused(), findings.CopyToken()))
        except TimeoutError:
            checks.append(Check(findings.OfDiscord(), False, findings.NoGateway(), findings.CheckNetwork()))
    return checks


def _private_files(runtime: Runtime) -> Check:
    """Whether other users of the machine can read the settings or the database."""
    files = [file for file in (Path(".env"), *runtime.database.files) if file.exists()]
    names = tuple(str(file) for file in files if stat.S_IMODE(file.stat().st_mode) & _OF_OTHERS)
    if not names:
        return Check(findings.OfPrivateFiles(), True, findings.Private())
    return Check(
        findings.OfPrivateFiles(), False, findings.ReadByOthers(names), findings.TakePermissions(names)
    )


async def _database(runtime: Runtime) -> list[Check]:
    examined = await runtime.database.examine()
    schema = await runtime.database.schema_state()
    database = Check(findings.OfDatabase(), True, findings.Sound(str(schema.current)))
    if examined.problems:
        problems = findings.Problems(examined.problems)
        database = Check(findings.OfDatabase(), False, problems, findings.RestoreBackup())
    server = _sqlite(examined) if isinstance(examined, SqliteFindings) else _postgresql(examined)
    async with runtime.services.uow.writing() as repositories:
        wrong = await repositories.jobs.rebuild()
    return [database, server, Check(findings.OfDueTimes(), True, findings.AsFactsSay(wrong))]


def _sqlite(examined: SqliteFindings) -> Check:
    found = findings.SqliteFound(examined.version, examined.has_wal_reset_bug)
    return Check(findings.OfSqlite(), True, found)


def _postgresql(examined: PostgresqlFindings) -> Check:
    lossy = tuple(examined.lossy)
    found = findings.PostgresqlFound(
        examined.version, examined.encoding, examined.reads, examined.writes, lossy
    )
    return Check(findings.OfPostgresql(), not lossy, found, findings.TurnOn(lossy) if lossy else None)


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
