"""Damage to what the database holds of one server, as a broken disk, an older program or an intruder does it."""

from typing import Any

from sqlalchemy import ColumnElement, Table, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType

from bot.domain.ids import GuildId
from bot.storage.tables import execution_requests, metadata, proposals, spaces, tracks, wallets


def of_guild(table: Table, guild: GuildId) -> ColumnElement[bool]:
    """Which rows of a table belong to a server."""
    space = select(spaces.c.id).where(spaces.c.guild == guild)
    proposal = select(proposals.c.id).where(proposals.c.space.in_(space))
    columns = table.c
    if "guild" in columns:
        return columns.guild == guild
    if table is spaces:
        return columns.guild == guild
    if "proposal" in columns:
        return columns.proposal.in_(proposal)
    if "space" in columns:
        return columns.space.in_(space)
    if "track" in columns:
        return columns.track.in_(select(tracks.c.id).where(tracks.c.space.in_(space)))
    if "request" in columns:
        return columns.request.in_(
            select(execution_requests.c.id).where(execution_requests.c.proposal.in_(proposal))
        )
    return columns.wallet.in_(select(wallets.c.address).where(wallets.c.guild == guild))


async def damage(connection: AsyncConnection, guild: GuildId, where: str, value: Any) -> int:
    """Write the value into a column ("table.column") of all rows of a server. Returns how many there are."""
    name, column = where.split(".")
    table = metadata.tables[name]
    rows = of_guild(table, guild)
    found = (await connection.execute(select(func.count()).select_from(table).where(rows))).scalar_one()
    # As it is given: what a column's type would make of it, or refuse, is not what a broken disk does.
    changed = update(table).where(rows).values({table.c[column]: type_coerce(value, NullType())})
    await connection.execute(changed)
    return int(found)
