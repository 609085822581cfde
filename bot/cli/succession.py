"""`folkmoot fingerprint`, `export` and `import`: a whole server as a signed file, and back into a database."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from bot.bootstrap import SystemClock
from bot.chain.operator_key import OperatorKey, signer_of
from bot.cli.database import opened
from bot.cli.files import new_file
from bot.cli.settings_faults import one_line_for_settings, refuse
from bot.domain.errors import BadAddress
from bot.domain.errors.operators.succession import (
    FileThere,
    FileUnread,
    NoOperatorKey,
    NotAFingerprintGiven,
)
from bot.domain.ids import GuildId, ProposalId, address
from bot.domain.succession.export_file import ExportReader, ExportRefused
from bot.domain.succession.handover import Handover
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories
from bot.services.succession.handing_over import HandingOver
from bot.services.succession.taking_over import take_over
from bot.settings import Settings, load
from bot.storage.succession.exporting import export
from bot.storage.succession.importing import import_server
from bot.wording.governance.succession import copied, exported, imported
from bot.wording.language import terminal_language


def show_fingerprint() -> int:
    """Prints what moderators name when they hand their server over to this operator."""
    with _one_line():
        print(_key(load()).fingerprint)
    return 0


def run_export(server: int, name: str, *, final: bool) -> int:
    """Writes the file, which nobody else on the machine can read, and says what it holds."""
    with _one_line():
        settings = load()
        try:
            with new_file(name) as lines:
                rows = asyncio.run(export_server(settings, GuildId(server), lines, final=final))
        except FileExistsError:
            raise ExportRefused(FileThere(name)) from None
        except OSError as error:
            raise ExportRefused(FileUnread(name, error.strerror or "")) from None
    say = terminal_language()
    print(exported(name, rows, say) if final else copied(name, rows, say))
    return 0


async def export_server(
    settings: Settings, guild: GuildId, file: BinaryIO, *, final: bool, clock: Clock | None = None
) -> int:
    """Writes the server into the file; returns how many rows it has. `final`: it leaves the database by that, which no
    bot may use meanwhile; whoever is interrupted does it again. Raises ExportRefused, UnusableDatabase."""
    clock, key = clock or SystemClock(), _key(settings)
    async with opened(settings, claimed=final, migrated=False) as database:
        handover = None
        if final:
            handing_over = HandingOver(database.unit_of_work(), clock, WakeSignal(), key.fingerprint)
            handover = await handing_over.finish(guild)
        return await export(
            database,
            guild,
            file.write,
            signer=key.fingerprint,
            sign=key.sign,
            now=clock.now(),
            handover=handover,
        )


def run_import(name: str, signer: str) -> int:
    """Adds the server of the file, and says which it is."""
    with _one_line():
        settings = load()
        try:
            with open(name, "rb") as lines:
                handover, rows = asyncio.run(import_file(settings, lines, signer))
        except OSError as error:
            raise ExportRefused(FileUnread(name, error.strerror or "")) from None
    print(imported(handover.guild, rows, terminal_language()))
    return 0


async def import_file(
    settings: Settings, file: BinaryIO, signer: str, clock: Clock | None = None
) -> tuple[Handover, int]:
    """The handover by which the server came, and how many rows it has. Raises ExportRefused, UnusableDatabase."""
    clock, own = clock or SystemClock(), _key(settings).fingerprint
    try:
        expected = address(signer)
    except BadAddress:
        raise ExportRefused(NotAFingerprintGiven()) from None

    async def then(repositories: Repositories, handover: Handover, proposals: Sequence[ProposalId]) -> None:
        await take_over(repositories, handover, expected, proposals, clock.now())

    async with opened(settings, claimed=True) as database:
        return await import_server(database, ExportReader(file, expected, signer_of), own=own, then=then)


def _key(settings: Settings) -> OperatorKey:
    if settings.operator_key is None:
        raise ExportRefused(NoOperatorKey())
    return OperatorKey(settings.operator_key.get_secret_value())


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        with one_line_for_settings():
            yield
    except ExportRefused as error:
        refuse(error.fault)
