"""The contracts that spaces mirror."""

from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.canonical import canonical_json
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, MirrorId, SpaceId
from bot.domain.mirrors import MIRROR_KINDS, AnyMirrorRules, BlockSpan, Mirror
from bot.storage.dialect import insert
from bot.storage.tables import mirrored_proposals, mirrors
from bot.storage.unreadable import UnreadableRows, named, readable

_span = TypeAdapter(BlockSpan)
_THIS = mirrors.c.id == bindparam("of")
_BY_ID = select(mirrors).where(_THIS)
_OF_SPACE = select(mirrors).where(mirrors.c.space == bindparam("space")).order_by(mirrors.c.id)
_COUNT = select(func.count()).where(mirrors.c.space == bindparam("space"))
_READ = (
    update(mirrors)
    .where(_THIS)
    .values(
        blocks=bindparam("read"),
        rules=bindparam("known"),
        look_at=bindparam("again"),
        failures=0,
        fault="",
    )
)
_FAILED = (
    update(mirrors)
    .where(_THIS)
    .values(failures=mirrors.c.failures + 1, fault=bindparam("why"), look_at=bindparam("again"))
)


class StoredMirrors:
    """`ports.Mirrors`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId], unreadable: UnreadableRows) -> None:
        """`bound` gathers the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._bound = bound
        self._unreadable = unreadable

    async def of_space(self, space: SpaceId) -> list[Mirror]:
        return await readable(
            self._connection, _OF_SPACE, mirrors.c.id, {"space": space}, _mirror, self._unreadable
        )

    async def find(self, mirror: MirrorId) -> Mirror | None:
        row = (await self._connection.execute(_BY_ID, {"of": mirror})).one_or_none()
        if row is None:
            return None
        with named(f"mirrors {mirror}"):
            return _mirror(row)

    async def count(self, space: SpaceId) -> int:
        return (await self._connection.execute(_COUNT, {"space": space})).scalar_one()

    async def add(
        self,
        space: SpaceId,
        kind: str,
        chain: ChainId,
        account: Address,
        channel: ChannelId,
        rules: AnyMirrorRules,
        by: MemberId,
        at: datetime,
    ) -> MirrorId:
        row = {
            "space": space,
            "kind": kind,
            "chain": chain,
            "account": account,
            "channel": channel,
            "added_by": by,
            "added_at": at,
            "rules": _text(_rules(kind), rules),
        }
        added = await self._connection.execute(insert(mirrors).values(**row).returning(mirrors.c.id))
        self._bound.add(space)
        return MirrorId(added.scalar_one())

    async def remove(self, mirror: MirrorId) -> None:
        space = await self._connection.scalar(_BY_ID.with_only_columns(mirrors.c.space), {"of": mirror})
        of_mirror = mirrored_proposals.c.mirror == mirror
        await self._connection.execute(delete(mirrored_proposals).where(of_mirror))
        await self._connection.execute(delete(mirrors).where(mirrors.c.id == mirror))
        if space is not None:
            self._bound.add(SpaceId(space))

    async def was_read(
        self, mirror: MirrorId, read: BlockSpan, rules: AnyMirrorRules, look_at: datetime
    ) -> None:
        kind = await self._connection.scalar(_BY_ID.with_only_columns(mirrors.c.kind), {"of": mirror})
        if kind is None:
            return
        values = {"read": _text(_span, read), "known": _text(_rules(kind), rules), "again": look_at}
        await self._connection.execute(_READ, {"of": mirror, **values})

    async def failed(self, mirror: MirrorId, fault: str, look_at: datetime) -> None:
        await self._connection.execute(_FAILED, {"of": mirror, "why": fault, "again": look_at})


@cache
def _rules(kind: str) -> TypeAdapter[AnyMirrorRules]:
    """How what is known of a kind is read and written. Raises KeyError."""
    return TypeAdapter(MIRROR_KINDS[kind].rules)


def _text(form: TypeAdapter[Any], value: object) -> str:
    return canonical_json(form.dump_python(value, mode="json")).decode()


def _mirror(row: Row[*tuple[Any, ...]]) -> Mirror:
    return Mirror(
        MirrorId(row.id),
        SpaceId(row.space),
        row.kind,
        ChainId(row.chain),
        Address(row.account),
        ChannelId(row.channel),
        MemberId(row.added_by),
        row.added_at,
        _rules(row.kind).validate_json(row.rules),
        None if row.blocks is None else _span.validate_json(row.blocks),
        row.look_at,
        row.failures,
        row.fault,
    )
