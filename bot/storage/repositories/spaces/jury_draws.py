"""Juries that are drawn by lot."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.ids import BlockHash, ContentHash, DrawId, GuildId, MemberId, SpaceId
from bot.domain.sortition.draw import Jury, JuryDraw
from bot.domain.sortition.draw_file import stored_terms
from bot.domain.sortition.terms import DrawTerms
from bot.storage.dialect import insert
from bot.storage.tables import jury_draws
from bot.storage.unreadable import UnreadableRows, named, readable

_ALL = select(jury_draws)
_WAITS = jury_draws.c.block_number.is_(None)
_GUILD = jury_draws.c.guild == bindparam("of_guild")
_BY_ID = _ALL.where(jury_draws.c.id == bindparam("of"))
_NUMBERED = _ALL.where(_GUILD, jury_draws.c.number == bindparam("called"))
_NEWEST = _ALL.where(_GUILD).order_by(jury_draws.c.number.desc()).limit(bindparam("limit"))
_LAST = select(func.max(jury_draws.c.number)).where(_GUILD)
_WAITING = select(func.count()).where(_GUILD, _WAITS)
_DUE = _ALL.where(
    jury_draws.c.space == bindparam("in_space"), jury_draws.c.after <= bindparam("now"), _WAITS
).order_by(jury_draws.c.after, jury_draws.c.id)
_DRAW = update(jury_draws).where(jury_draws.c.id == bindparam("of"), _WAITS)
_LATE = update(jury_draws).where(jury_draws.c.id == bindparam("of")).values(late_at=bindparam("at"))
_Ids = tuple[str, ...]


class StoredJuryDraws:
    """`ports.JuryDraws`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId], unreadable: UnreadableRows) -> None:
        """`bound` gathers the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._bound = bound
        self._unreadable = unreadable

    async def add(self, space: SpaceId, terms: DrawTerms, by: MemberId, at: datetime) -> JuryDraw:
        row = {
            "guild": terms.server,
            "number": terms.number,
            "space": space,
            "terms": canonical_json(terms.document).decode(),
            "commitment": terms.commitment,
            "after": terms.after_time,
            "called_by": by,
            "called_at": at,
        }
        new = insert(jury_draws).values(**row).returning(jury_draws.c.id)
        number = (await self._connection.execute(new)).scalar_one()
        self._bound.add(space)
        return JuryDraw(DrawId(number), space, terms, terms.commitment, by, at)

    async def get(self, draw: DrawId) -> JuryDraw:
        row = (await self._connection.execute(_BY_ID, {"of": draw})).one()
        with named(f"jury_draws {draw}"):
            return _draw(row)

    async def numbered(self, guild: GuildId, number: int) -> JuryDraw | None:
        row = (await self._connection.execute(_NUMBERED, {"of_guild": guild, "called": number})).one_or_none()
        if row is None:
            return None
        with named(f"jury_draws {row.id}"):
            return _draw(row)

    async def newest(self, guild: GuildId, limit: int) -> list[JuryDraw]:
        return await self._found(_NEWEST, {"of_guild": guild, "limit": limit})

    async def next_number(self, guild: GuildId) -> int:
        return (await self._connection.scalar(_LAST, {"of_guild": guild}) or 0) + 1

    async def waiting(self, guild: GuildId) -> int:
        return int((await self._connection.execute(_WAITING, {"of_guild": guild})).scalar_one())

    async def due(self, space: SpaceId, now: datetime) -> list[JuryDraw]:
        return await self._found(_DUE, {"in_space": space, "now": now})

    async def draw(self, drawn: JuryDraw) -> None:
        block, jury = drawn.block, drawn.jury
        assert block is not None
        assert jury is not None
        values = {
            "block_number": block.number,
            "block_hash": block.hash,
            "block_timestamp": block.timestamp,
            "jury": canonical_json([list(map(str, jury.members)), list(map(str, jury.substitutes))]).decode(),
        }
        await self._connection.execute(_DRAW.values(**values), {"of": drawn.id})
        self._bound.add(drawn.space)

    async def late(self, draw: DrawId, at: datetime) -> None:
        await self._connection.execute(_LATE, {"of": draw, "at": at})

    async def _found(self, statement: Any, asked: dict[str, Any]) -> list[JuryDraw]:
        return await readable(self._connection, statement, jury_draws.c.id, asked, _draw, self._unreadable)


def _draw(row: Row[*tuple[Any, ...]]) -> JuryDraw:
    draw = JuryDraw(
        DrawId(row.id),
        SpaceId(row.space),
        stored_terms(row.terms),
        ContentHash(row.commitment),
        MemberId(row.called_by),
        row.called_at,
        late_at=row.late_at,
    )
    if row.block_number is None:
        if not draw.whole:
            raise ValueError("these are not the terms that were announced")
        return draw
    block = BlockRef(draw.terms.chain, row.block_number, BlockHash(row.block_hash), row.block_timestamp)
    members, substitutes = msgspec.json.decode(row.jury, type=tuple[_Ids, _Ids])
    return replace(draw, block=block, jury=Jury(_members(members), _members(substitutes)))


def _members(ids: _Ids) -> tuple[MemberId, ...]:
    return tuple(MemberId(int(each)) for each in ids)
