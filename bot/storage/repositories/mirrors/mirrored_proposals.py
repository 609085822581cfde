"""What mirrors show."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.canonical import canonical_json
from bot.domain.ids import Address, ChainId, ChannelId, MirroredId, MirrorId, SpaceId, TransactionHash
from bot.domain.mirrors import (
    MIRROR_KINDS,
    AnyMirroredStage,
    MirroredProposal,
    MirroredThread,
    MirroredTitle,
    title_in,
)
from bot.storage.dialect import insert
from bot.storage.repositories.proposals.content_rows import actions_of, actions_text
from bot.storage.tables import mirrored_proposals, mirrors
from bot.storage.unreadable import UnreadableRows, named, readable

_OF_MIRROR = mirrored_proposals.c.mirror == bindparam("of")
_NEWEST_FIRST = (mirrored_proposals.c.block.desc(), mirrored_proposals.c.id.desc())
_THIS = mirrored_proposals.c.id == bindparam("one")
_EVERY = select(mirrored_proposals, mirrors.c.kind).join(mirrors, mirrors.c.id == mirrored_proposals.c.mirror)
_ALL = _EVERY.where(_OF_MIRROR)
_ONE = _EVERY.where(_THIS)
_OF_CONTRACT = _EVERY.where(
    mirrors.c.space == bindparam("space"),
    mirrors.c.chain == bindparam("chain"),
    mirrors.c.account == bindparam("account"),
    mirrored_proposals.c.key == bindparam("known"),
)
_NEWEST = _ALL.order_by(*_NEWEST_FIRST).limit(bindparam("limit"))
_BLOCK = select(mirrored_proposals.c.block).where(_OF_MIRROR, _THIS)
_BEFORE = _NEWEST.where(
    or_(
        mirrored_proposals.c.block < bindparam("until"),
        and_(mirrored_proposals.c.block == bindparam("until"), mirrored_proposals.c.id < bindparam("one")),
    )
)
_SHOWN_FIRST = mirrored_proposals.c.shown.desc()
_VOTABLE_FIRST = mirrored_proposals.c.votable.desc()
_LIVE = (
    _ALL.where(mirrored_proposals.c.live)
    .order_by(_SHOWN_FIRST, mirrored_proposals.c.looked, _VOTABLE_FIRST, *_NEWEST_FIRST)
    .limit(bindparam("limit"))
)
_BEGINNING = 500
"""Characters of a text in which its title is looked for."""
_VOTABLE = (
    _ALL.where(mirrored_proposals.c.votable)
    .with_only_columns(
        mirrored_proposals.c.id,
        mirrored_proposals.c.key,
        func.substr(mirrored_proposals.c.words, 1, _BEGINNING).label("words"),
        mirrored_proposals.c.stage,
        mirrors.c.kind,
    )
    .order_by(_SHOWN_FIRST, *_NEWEST_FIRST)
    .limit(bindparam("limit"))
)
_COUNT = select(func.count()).where(_OF_MIRROR)
_LIVE_COUNT = _COUNT.where(mirrored_proposals.c.live)
_BEYOND = (
    select(mirrored_proposals.c.id)
    .where(_OF_MIRROR)
    .order_by(
        and_(mirrored_proposals.c.live, mirrored_proposals.c.shown).desc(),
        mirrored_proposals.c.live.desc(),
        *_NEWEST_FIRST,
    )
    .offset(bindparam("most"))
)
_FORGET = delete(mirrored_proposals).where(_THIS)
_LIVE_AND_SHOWN = (
    select(mirrored_proposals.c.proposer, func.count().label("shown"))
    .where(_OF_MIRROR, mirrored_proposals.c.live, mirrored_proposals.c.shown)
    .group_by(mirrored_proposals.c.proposer)
)
_TO_SHOW = (
    select(mirrored_proposals.c.id, mirrored_proposals.c.proposer)
    .where(_OF_MIRROR, mirrored_proposals.c.live, ~mirrored_proposals.c.shown)
    .order_by(_VOTABLE_FIRST, *_NEWEST_FIRST)
)
_LOOKED = (
    update(mirrored_proposals)
    .where(_OF_MIRROR, mirrored_proposals.c.key.in_(bindparam("keys", expanding=True)))
    .values(looked=bindparam("at"))
)
_SHOW = update(mirrored_proposals).where(_THIS).values(shown=True)
_SHOWN = select(mirrored_proposals.c.key, mirrored_proposals.c.id).where(
    _OF_MIRROR, mirrored_proposals.c.shown, mirrored_proposals.c.key.in_(bindparam("keys", expanding=True))
)
_THREAD = select(mirrored_proposals.c.channel, mirrored_proposals.c.thread).where(_THIS)
_STANDS = (
    update(mirrored_proposals).where(_THIS).values(channel=bindparam("place"), thread=bindparam("within"))
)
_ENDED = (
    update(mirrored_proposals)
    .where(_OF_MIRROR, mirrored_proposals.c.key == bindparam("known"))
    .values(ended_by=bindparam("by"))
)
_new = insert(mirrored_proposals)
_PUT = _new.on_conflict_do_update(
    index_elements=["mirror", "key"],
    set_={
        column.name: _new.excluded[column.name]
        for column in mirrored_proposals.c
        if column.name not in ("id", "mirror", "key", "looked", "shown", "channel", "thread")
    },
)


class StoredMirroredProposals:
    """`ports.MirroredProposals`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def live(self, mirror: MirrorId, limit: int) -> list[MirroredProposal]:
        return await self._found(_LIVE, mirror, limit)

    async def votable(self, mirror: MirrorId, limit: int) -> list[MirroredTitle]:
        asked = {"of": mirror, "limit": limit}
        return await readable(
            self._connection, _VOTABLE, mirrored_proposals.c.id, asked, _title, self._unreadable
        )

    async def newest(
        self, mirror: MirrorId, limit: int, before: MirroredId | None = None
    ) -> list[MirroredProposal]:
        if before is None:
            return await self._found(_NEWEST, mirror, limit)
        until = await self._connection.scalar(_BLOCK, {"of": mirror, "one": before})
        return [] if until is None else await self._found(_BEFORE, mirror, limit, until=until, one=before)

    async def show(self, mirror: MirrorId, most: int, of_one: int) -> list[MirroredId]:
        rows = await self._connection.execute(_LIVE_AND_SHOWN, {"of": mirror})
        shown = Counter({row.proposer: row.shown for row in rows})
        if shown.total() >= most:
            return []
        found = []
        for one, proposer in await self._connection.execute(_TO_SHOW, {"of": mirror}):
            if shown[proposer] < of_one:
                shown[proposer] += 1
                found.append(one)
            if shown.total() >= most:
                break
        if found:
            await self._connection.execute(_SHOW, [{"one": each} for each in found])
        return [MirroredId(each) for each in found]

    async def shown(self, mirror: MirrorId, keys: Iterable[str]) -> dict[str, MirroredId]:
        rows = await self._connection.execute(_SHOWN, {"of": mirror, "keys": list(keys)})
        return {row.key: MirroredId(row.id) for row in rows}

    async def thread(self, proposal: MirroredId) -> MirroredThread | None:
        row = (await self._connection.execute(_THREAD, {"one": proposal})).one_or_none()
        if row is None or row.thread is None:
            return None
        return MirroredThread(ChannelId(row.channel), ChannelId(row.thread))

    async def stands(self, proposal: MirroredId, thread: MirroredThread | None) -> None:
        place, within = (None, None) if thread is None else (thread.channel, thread.thread)
        await self._connection.execute(_STANDS, {"one": proposal, "place": place, "within": within})

    async def find(self, proposal: MirroredId) -> tuple[MirrorId, MirroredProposal] | None:
        row = (await self._connection.execute(_ONE, {"one": proposal})).one_or_none()
        if row is None:
            return None
        with named(f"mirrored_proposals {proposal}"):
            return MirrorId(row.mirror), _proposal(row)

    async def of_contract(
        self, space: SpaceId, chain: ChainId, account: Address, key: str
    ) -> MirroredProposal | None:
        asked = {"space": space, "chain": chain, "account": account, "known": key}
        row = (await self._connection.execute(_OF_CONTRACT, asked)).one_or_none()
        if row is None:
            return None
        with named(f"mirrored_proposals {row.id}"):
            return _proposal(row)

    async def count(self, mirror: MirrorId) -> tuple[int, int]:
        kept = (await self._connection.execute(_COUNT, {"of": mirror})).scalar_one()
        return kept, (await self._connection.execute(_LIVE_COUNT, {"of": mirror})).scalar_one()

    async def put(self, mirror: MirrorId, proposals: Iterable[MirroredProposal]) -> None:
        rows = [_row(mirror, each) for each in proposals]
        if rows:
            await self._connection.execute(_PUT, rows)

    async def looked_at(self, mirror: MirrorId, keys: Iterable[str], block: int) -> None:
        await self._connection.execute(_LOOKED, {"of": mirror, "keys": list(keys), "at": block})

    async def note_ends(self, mirror: MirrorId, ended_by: Mapping[str, TransactionHash]) -> None:
        rows = [{"of": mirror, "known": key, "by": by} for key, by in ended_by.items()]
        if rows:
            await self._connection.execute(_ENDED, rows)

    async def keep_newest(self, mirror: MirrorId, most: int) -> None:
        beyond = (await self._connection.scalars(_BEYOND, {"of": mirror, "most": most})).all()
        if beyond:
            await self._connection.execute(_FORGET, [{"one": each} for each in beyond])

    async def _found(
        self, statement: Any, mirror: MirrorId, limit: int, **more: int
    ) -> list[MirroredProposal]:
        asked = {"of": mirror, "limit": limit, **more}
        return await readable(
            self._connection, statement, mirrored_proposals.c.id, asked, _proposal, self._unreadable
        )


@cache
def _stages(kind: str) -> TypeAdapter[AnyMirroredStage]:
    """How the stages of a kind are read. Raises KeyError."""
    return TypeAdapter(MIRROR_KINDS[kind].stage)


def _stage_text(stage: AnyMirroredStage) -> str:
    return canonical_json(TypeAdapter(type(stage)).dump_python(stage, mode="json")).decode()


def _row(mirror: MirrorId, each: MirroredProposal) -> dict[str, object]:
    return {
        "mirror": mirror,
        "key": each.key,
        "proposer": each.proposer,
        "actions": actions_text(each.actions),
        "left_out": each.left_out,
        "confirmed": each.confirmed,
        "words": each.words,
        "length": each.length,
        "block": each.block,
        "transaction": each.transaction,
        "stage": _stage_text(each.stage),
        "live": each.stage.is_live,
        "votable": each.stage.takes_votes,
        "ended_by": each.ended_by,
    }


def _title(row: Row[*tuple[Any, ...]]) -> MirroredTitle:
    stage = _stages(row.kind).validate_json(row.stage)
    return MirroredTitle(MirroredId(row.id), row.key, title_in(row.words), stage)


def _proposal(row: Row[*tuple[Any, ...]]) -> MirroredProposal:
    return MirroredProposal(
        row.key,
        Address(row.proposer),
        actions_of(row.actions),
        row.left_out,
        row.confirmed,
        row.words,
        row.length,
        row.block,
        TransactionHash(row.transaction),
        _stages(row.kind).validate_json(row.stage),
        None if row.ended_by is None else TransactionHash(row.ended_by),
        MirroredId(row.id),
    )
