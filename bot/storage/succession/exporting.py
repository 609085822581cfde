"""A whole server out of the database, a page of rows at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors.operators.succession import ServerUnknown
from bot.domain.ids import Address, GuildId
from bot.domain.succession.export_file import ExportRefused, ExportWriter, Header
from bot.domain.succession.handover import Handover
from bot.storage.database import Database
from bot.storage.succession.parts import carried, in_order, plain
from bot.storage.tables import spaces

_PAGE = 200
"""Rows that are read together. Some hold a whole record."""


async def export(
    database: Database,
    guild: GuildId,
    write: Callable[[bytes], object],
    *,
    signer: Address,
    sign: Callable[[str], str],
    now: datetime,
    handover: Handover | None,
) -> int:
    """Write all of a server; returns how many rows it has. `handover`: None for a copy. Raises ExportRefused."""
    number = 0
    revision = str((await database.schema_state()).current)
    async with database.read_transaction() as connection:
        known = select(func.count()).select_from(spaces).where(spaces.c.guild == guild)
        if not (await connection.execute(known)).scalar_one():
            raise ExportRefused(ServerUnknown(guild))
        at = now if handover is None or handover.exported_at is None else handover.exported_at
        writer = ExportWriter(write, Header(guild, revision, signer, at, handover))
        for table in in_order():
            number += await _write(connection, table, guild, writer)
        writer.end(sign)
    return number


async def _write(connection: AsyncConnection, table: Table, guild: GuildId, writer: ExportWriter) -> int:
    """In the order of the primary key, which tells where the next page begins."""
    names = [str(column.name) for column in table.c]
    key = [type_coerce(column, plain(column.type)) for column in table.primary_key.columns]
    places = [names.index(column.name) for column in table.primary_key.columns]
    rows_of = (
        select(*(type_coerce(column, plain(column.type)).label(column.name) for column in table.c))
        .where(carried(table))
        .order_by(*key)
        .limit(_PAGE)
    )
    number, last = 0, None
    while True:
        page = rows_of if last is None else rows_of.where(tuple_(*key) > last)
        rows: list[Any] = [tuple(row) for row in await connection.execute(page, {"guild": guild})]
        if rows:
            writer.add(str(table.name), names, rows)
            number += len(rows)
        if len(rows) < _PAGE:
            return number
        last = tuple(rows[-1][place] for place in places)
