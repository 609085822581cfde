"""Spaces' pasts from elsewhere."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast, get_args

from sqlalchemy import Row, Select, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.counting.errors import ElectionError
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Election
from bot.domain.elections.tally import counted_roll
from bot.domain.ids import GuildId, ProposalNumber, SpaceId
from bot.domain.imported.imported_vote import Fate, ImportedFacts, ImportedVote, Origin, Source
from bot.domain.verification.errors import RecordError
from bot.domain.what_if.past_vote import past_vote
from bot.services.ports import ImportedFigures
from bot.storage.dialect import insert
from bot.storage.tables import imported_votes
from bot.storage.unreadable import FAULTS, UnreadableRows, named

_KEY = ["space", "source", "key"]
_columns = imported_votes.c
_NUMBER = select(func.count()).where(_columns.space == bindparam("of"))
_this = (
    _columns.space == bindparam("of"),
    _columns.source == bindparam("from"),
    _columns.key == bindparam("named"),
)
_ONE = select(imported_votes).where(*_this)
_DOCUMENT = select(_columns.document).where(*_this)
_facts = tuple(column for column in _columns if column.name not in ("space", "document", "imported_at"))
_figures: Select[Any] = (
    select(*_facts, func.length(_columns.document).label("size"))
    .where(_columns.space == bindparam("of"))
    .order_by(_columns.ended_at.desc(), _columns.key)
    .limit(bindparam("limit"))
)
_FIGURES = _figures.where(
    _columns.ended_at >= bindparam("since"), _columns.ended_at < bindparam("until")
).offset(bindparam("skipped"))
_NAMED = _figures.where(_columns.key == bindparam("named"))
_WITH_RECORDS = _figures.where(_columns.origin_server.is_not(None))
_ORIGINS = select(*_facts).where(_columns.space == bindparam("of"), _columns.origin_server.is_not(None))


class StoredImportedVotes:
    """`ports.ImportedVotes`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def put(self, space: SpaceId, votes: Iterable[tuple[ImportedFacts, bytes]], at: datetime) -> int:
        before = await self._number(space)
        for vote, document in votes:
            values = _values(vote, document, at)
            statement = insert(imported_votes).values(space=space, source=vote.source, key=vote.key, **values)
            await self._connection.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=values))
        return await self._number(space) - before

    async def get(self, space: SpaceId, source: Source, key: str) -> ImportedVote | None:
        asked = {"of": space, "from": source, "named": key}
        row = (await self._connection.execute(_ONE, asked)).one_or_none()
        # In a thread: it may have very many ballots.
        return None if row is None else await asyncio.to_thread(_vote, space, row)

    async def document(self, space: SpaceId, source: Source, key: str) -> bytes | None:
        asked = {"of": space, "from": source, "named": key}
        return cast("bytes | None", await self._connection.scalar(_DOCUMENT, asked))

    async def named(self, space: SpaceId, key: str) -> ImportedFigures | None:
        asked = {"of": space, "named": key, "limit": 1}
        row = (await self._connection.execute(_NAMED, asked)).one_or_none()
        return None if row is None else _figures_of(space, row)

    async def origins(self, space: SpaceId) -> dict[str, Origin]:
        found: dict[str, Origin] = {}
        for row in await self._connection.execute(_ORIGINS, {"of": space}):
            with named(f"imported_votes {space} {row.key}"):
                if (origin := _origin(row)) is not None:
                    found[row.key] = origin
        return found

    async def figures(
        self, space: SpaceId, since: datetime, until: datetime, limit: int, *, skipped: int = 0
    ) -> list[ImportedFigures]:
        asked = {"of": space, "since": since, "until": until, "limit": limit, "skipped": skipped}
        return await self._readable(space, _FIGURES, asked)

    async def with_records(self, space: SpaceId, limit: int) -> list[ImportedFigures]:
        asked = {"of": space, "limit": limit}
        return await self._readable(space, _WITH_RECORDS, asked)

    async def _readable(
        self, space: SpaceId, statement: Select[Any], asked: dict[str, Any]
    ) -> list[ImportedFigures]:
        """Those of these votes that can be read. Others are reported, and left out: one of them hides no list."""
        try:
            return [_figures_of(space, row) for row in await self._connection.execute(statement, asked)]
        except FAULTS:
            pass
        found: list[ImportedFigures] = []
        for key in (await self._connection.scalars(statement.with_only_columns(_columns.key), asked)).all():
            try:
                vote = await self.named(space, key)
            except FAULTS as error:
                self._unreadable.report(f"imported_votes {space} {key}", error)
            else:
                found += [] if vote is None else [vote]
        return found

    async def remove(self, space: SpaceId, source: Source) -> int:
        gone = await self._connection.execute(
            delete(imported_votes).where(_columns.space == space, _columns.source == source)
        )
        return gone.rowcount

    async def _number(self, space: SpaceId) -> int:
        return await self._connection.scalar(_NUMBER, {"of": space}) or 0


def _values(vote: ImportedFacts, document: bytes, at: datetime) -> dict[str, Any]:
    origin = vote.origin
    return {
        "title": vote.title,
        "author": vote.author,
        "opened_at": vote.opened_at,
        "ended_at": vote.ended_at,
        "voters": vote.voters,
        "cast_power": str(vote.cast_power),
        "total_power": None if vote.total_power is None else str(vote.total_power),
        "passed": vote.passed,
        "agrees": vote.agrees,
        "document": document,
        "imported_at": at,
        "origin_server": origin and origin.server,
        "origin_space": origin and origin.space,
        "origin_number": origin and origin.number,
        "fate": origin and origin.fate,
    }


def _vote(space: SpaceId, row: Row[Any]) -> ImportedVote:
    """Raises StoredDataInvalid."""
    with named(f"imported_votes {space} {row.key}"):
        return ImportedVote(**_facts_of(row), election=_election(row))


def _figures_of(space: SpaceId, row: Row[Any]) -> ImportedFigures:
    """Raises StoredDataInvalid."""
    with named(f"imported_votes {space} {row.key}"):
        return ImportedFigures(**_facts_of(row), size=row.size)


def _election(row: Row[Any]) -> Election:
    try:
        if row.origin_server is not None:
            return past_vote(row.document).election
        election = decode(row.document)
        _, invalid = counted_roll(election)
    except (ElectionError, RecordError) as error:
        raise ValueError(str(error)) from error
    # What isn't valid is left out when a file is imported: none of it was stored.
    if invalid:
        raise ValueError(f"ballots: {invalid[0].reason}")
    return election


def _facts_of(row: Row[Any]) -> dict[str, Any]:
    if row.source not in get_args(Source):
        raise ValueError(row.source)
    return {
        "source": row.source,
        "key": row.key,
        "title": row.title,
        "author": row.author,
        "opened_at": row.opened_at,
        "ended_at": row.ended_at,
        "voters": row.voters,
        "cast_power": int(row.cast_power),
        "total_power": None if row.total_power is None else int(row.total_power),
        "passed": row.passed,
        "agrees": row.agrees,
        "origin": _origin(row),
    }


def _origin(row: Row[Any]) -> Origin | None:
    if row.origin_server is None:
        return None
    if row.fate is not None and row.fate not in get_args(Fate):
        raise ValueError(row.fate)
    return Origin(GuildId(row.origin_server), row.origin_space, ProposalNumber(row.origin_number), row.fate)
