"""Spaces' pasts from elsewhere."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.elections.decoding import decode
from bot.domain.ids import SpaceId
from bot.domain.imported.imported_vote import ImportedVote, Source
from bot.services.ports import ImportedFigures
from bot.storage.dialect import insert
from bot.storage.tables import imported_votes
from bot.storage.unreadable import named

_KEY = ["space", "source", "key"]
_columns = imported_votes.c
_NUMBER = select(func.count()).where(_columns.space == bindparam("of"))
_ONE = select(imported_votes).where(
    _columns.space == bindparam("of"),
    _columns.source == bindparam("from"),
    _columns.key == bindparam("named"),
)
_FIGURES = (
    select(
        _columns.source,
        _columns.key,
        _columns.title,
        _columns.opened_at,
        _columns.ended_at,
        _columns.voters,
        _columns.cast_power,
        _columns.passed,
        _columns.agrees,
        func.length(_columns.election).label("size"),
    )
    .where(
        _columns.space == bindparam("of"),
        _columns.ended_at >= bindparam("since"),
        _columns.ended_at < bindparam("until"),
    )
    .order_by(_columns.ended_at.desc(), _columns.key)
    .limit(bindparam("limit"))
)


class StoredImportedVotes:
    """`ports.ImportedVotes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, space: SpaceId, votes: Iterable[tuple[ImportedVote, bytes]], at: datetime) -> int:
        before = await self._number(space)
        for vote, file in votes:
            values = _values(vote, file, at)
            statement = insert(imported_votes).values(space=space, source=vote.source, key=vote.key, **values)
            await self._connection.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=values))
        return await self._number(space) - before

    async def get(self, space: SpaceId, source: Source, key: str) -> ImportedVote | None:
        asked = {"of": space, "from": source, "named": key}
        row = (await self._connection.execute(_ONE, asked)).one_or_none()
        # In a thread: it may have very many ballots.
        return None if row is None else await asyncio.to_thread(_vote, space, row)

    async def figures(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[ImportedFigures]:
        asked = {"of": space, "since": since, "until": until, "limit": limit}
        found = []
        for row in await self._connection.execute(_FIGURES, asked):
            with named(f"imported_votes {space} {row.key}"):
                found.append(ImportedFigures(**{**row._mapping, "cast_power": int(row.cast_power)}))
        return found

    async def remove(self, space: SpaceId, source: Source) -> int:
        gone = await self._connection.execute(
            delete(imported_votes).where(_columns.space == space, _columns.source == source)
        )
        return gone.rowcount

    async def _number(self, space: SpaceId) -> int:
        return await self._connection.scalar(_NUMBER, {"of": space}) or 0


def _values(vote: ImportedVote, file: bytes, at: datetime) -> dict[str, Any]:
    return {
        "title": vote.title,
        "author": vote.author,
        "opened_at": vote.opened_at,
        "ended_at": vote.ended_at,
        "voters": vote.voters,
        "cast_power": str(vote.cast_power),
        "passed": vote.passed,
        "agrees": vote.agrees,
        "election": file,
        "imported_at": at,
    }


def _vote(space: SpaceId, row: Row[Any]) -> ImportedVote:
    """Raises StoredDataInvalid."""
    with named(f"imported_votes {space} {row.key}"):
        return ImportedVote(
            row.source,
            row.key,
            row.title,
            row.author,
            row.opened_at,
            row.ended_at,
            decode(row.election),
            row.voters,
            int(row.cast_power),
            row.passed,
            row.agrees,
        )
