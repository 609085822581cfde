"""What a PostgreSQL database says of its own soundness."""

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.governance.findings import (
    ChecksumsWrong,
    ConstraintUnchecked,
    Finding,
    IndexInvalid,
    OrderChanged,
    RowsWithoutParents,
)
from bot.storage.tables import metadata

_CHECKSUMS = text(
    "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0"
)
_UNCHECKED = text("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname")
_BROKEN = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
_SINCE_15 = 150_000
_VERSION = text("SELECT current_setting('server_version_num')::int")
_COLLATION = text(
    "SELECT datcollversion FROM pg_database WHERE datname = current_database()"
    " AND datcollversion <> pg_database_collation_actual_version(oid)"
)


async def problems(connection: AsyncConnection) -> list[Finding]:
    """One finding for each; reads all keys of all tables."""
    found: list[Finding] = [ChecksumsWrong(failures) for failures in await connection.scalars(_CHECKSUMS)]
    found += map(ConstraintUnchecked, await connection.scalars(_UNCHECKED))
    found += map(IndexInvalid, await connection.scalars(_BROKEN))
    version = await connection.scalar(_VERSION)
    if version is not None and version >= _SINCE_15:
        found += map(OrderChanged, await connection.scalars(_COLLATION))
    return found + await _orphans(connection)


async def _orphans(connection: AsyncConnection) -> list[Finding]:
    """Rows that name a missing row: a restore without its constraints lets them in."""
    found: list[Finding] = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias("parent")
            missing = (
                select(func.count())
                .select_from(table.outerjoin(parent, parent.c[key.column.name] == key.parent))
                .where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
            )
            if count := await connection.scalar(missing):
                found.append(RowsWithoutParents(count, table.name, key.column.table.name))
    return found
