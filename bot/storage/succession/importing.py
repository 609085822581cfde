"""A whole server into the database: all of it in one transaction, or nothing."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors.operators.succession import (
    ContentUnreadable,
    ForAnother,
    ForeignRows,
    IdsTaken,
    OnlyACopy,
    PartDamaged,
    PartUnknown,
    RevisionDiffers,
    ServerHere,
)
from bot.domain.ids import Address, GuildId, ProposalId
from bot.domain.succession.export_file import Cell, ExportReader, ExportRefused
from bot.domain.succession.handover import Handover
from bot.services.jobs.registry import JOBS
from bot.services.ports import Repositories
from bot.storage.database import Database
from bot.storage.full_text import proposal_words
from bot.storage.repositories.repositories import StoredRepositories
from bot.storage.succession.parts import carried, in_order, kept_here, of_guild, plain
from bot.storage.tables import handovers, proposals, spaces
from bot.storage.unreadable import UnreadableRows

_READ_AT_ONCE = 500

TakeOver = Callable[[Repositories, Handover, Sequence[ProposalId]], Awaitable[None]]
"""What follows in the same transaction, with the proposals that were imported."""


async def import_server(
    database: Database, file: ExportReader, *, own: Address, then: TakeOver
) -> tuple[Handover, int]:
    """Add the server of the file, which was handed over to `own`; returns how many rows it has.

    A server that this database once handed over itself, and that comes back, takes the place of what was left of it.
    Raises ExportRefused.
    """
    header, revision = file.header, str((await database.schema_state()).current)
    if header.handover is None:
        raise ExportRefused(OnlyACopy())
    if header.handover.to != own:
        raise ExportRefused(ForAnother(header.handover.to, own))
    if header.revision != revision:
        raise ExportRefused(RevisionDiffers(header.revision, revision))
    async with database.write_transaction() as connection:
        await _make_room(connection, header.guild, header.handover.at)
        number = await _add(connection, file, header.guild)
        await database.follow_ids(connection, in_order())
        repositories = StoredRepositories(connection, JOBS, UnreadableRows())
        found = await _readable(connection, repositories, header.guild)
        await then(repositories, header.handover, found)
        await repositories.finish()
    return header.handover, number


async def _make_room(connection: AsyncConnection, guild: GuildId, begun_at: datetime) -> None:
    """Raises ExportRefused where the server is run here, something else of it is stored, or it left here after the
    handover that began then: whoever has it now would run it beside this one."""
    left = and_(handovers.c.guild == guild, handovers.c.exported_at <= begun_at)
    comes_back = (await connection.execute(delete(handovers).where(left))).rowcount == 1
    here = select(func.count()).select_from(spaces).where(spaces.c.guild == guild)
    if comes_back or not (await connection.execute(here)).scalar_one():
        # What members said to a bot that had no space yet, such as what they want to be told, comes with the file.
        ids = select(proposals.c.id).where(of_guild(proposals))
        words = delete(proposal_words).where(proposal_words.c.rowid.in_(ids))
        await connection.execute(words, {"guild": guild})
        for table in kept_here():
            await connection.execute(delete(table).where(of_guild(table)), {"guild": guild})
    for table in in_order():
        if await _number(connection, table, of_guild(table), guild):
            raise ExportRefused(ServerHere(guild))


async def _add(connection: AsyncConnection, file: ExportReader, guild: GuildId) -> int:
    known, added = {table.name: table for table in in_order()}, Counter[Table]()
    for part, columns, rows in file.rows():
        table = known.get(part)
        if table is None or columns != _names(table):
            raise ExportRefused(PartUnknown(part))
        await _insert(connection, table, rows)
        added[table] += len(rows)
    for table, number in added.items():
        # What names another server's rows is not counted here, nor what no export has.
        if await _number(connection, table, carried(table), guild) != number:
            raise ExportRefused(ForeignRows(table.name))
    return added.total()


async def _insert(connection: AsyncConnection, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    adding = insert(table).values(
        {column.name: bindparam(column.name, type_=plain(column.type)) for column in table.c}
    )
    names = _names(table)
    try:
        await connection.execute(adding, [dict(zip(names, row, strict=True)) for row in rows])
    except IntegrityError:
        raise ExportRefused(IdsTaken(table.name)) from None
    except (DBAPIError, OverflowError, TypeError, ValueError):
        raise ExportRefused(PartDamaged(table.name)) from None


def _names(table: Table) -> list[str]:
    return [str(column.name) for column in table.c]


async def _number(
    connection: AsyncConnection, table: Table, which: ColumnElement[bool], guild: GuildId
) -> int:
    counting = select(func.count()).select_from(table).where(which)
    found: int = (await connection.execute(counting, {"guild": guild})).scalar_one()
    return found


async def _readable(
    connection: AsyncConnection, repositories: Repositories, guild: GuildId
) -> list[ProposalId]:
    """The ids of all proposals. Raises ExportRefused for one that this program can't read."""
    ids = select(proposals.c.id).where(of_guild(proposals)).order_by(proposals.c.id)
    found = [ProposalId(each) for each in await connection.scalars(ids, {"guild": guild})]
    for begin in range(0, len(found), _READ_AT_ONCE):
        some = found[begin : begin + _READ_AT_ONCE]
        read = await repositories.proposals.get_many(some)
        if missing := set(some) - set(read):
            raise ExportRefused(ContentUnreadable(min(missing)))
    return found
