"""Roles that votes gave to members."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId, RoleId, SpaceId
from bot.domain.server_acts.roles.given_roles import GivenRole, TermEnd
from bot.storage.dialect import insert
from bot.storage.tables import given_roles
from bot.storage.unreadable import UnreadableRows, readable

_OVER = [end.value for end in TermEnd if end.final]
_LASTS = or_(given_roles.c.ended.is_(None), given_roles.c.ended.not_in(_OVER))
_THIS = (given_roles.c.proposal == bindparam("of"), given_roles.c.place == bindparam("at_place"))
_OF_MEMBER = (given_roles.c.role == bindparam("what"), given_roles.c.member == bindparam("whose"), _LASTS)
_FIND = select(given_roles).where(*_THIS)
_DUE = (
    select(given_roles)
    .where(given_roles.c.space == bindparam("in_space"), given_roles.c.look_at <= bindparam("now"))
    .order_by(given_roles.c.look_at, given_roles.c.id)
    .limit(bindparam("limit"))
)
_ANOTHER = select(
    exists().where(
        *_OF_MEMBER,
        or_(given_roles.c.proposal != bindparam("of"), given_roles.c.place != bindparam("at_place")),
        or_(given_roles.c.ends_at.is_(None), given_roles.c.ends_at > bindparam("now")),
    )
)
_LASTING = select(
    exists().where(
        *_OF_MEMBER, or_(given_roles.c.ends_at.is_(None), given_roles.c.ends_at > bindparam("now"))
    )
)
_LOOK = update(given_roles).where(*_THIS).values(look_at=bindparam("next"))
_END = update(given_roles).where(*_THIS).values(ended=bindparam("how"))
_STOP = update(given_roles).where(*_THIS).values(look_at=None)
_TAKE = update(given_roles).where(*_OF_MEMBER).values(ended=TermEnd.TAKEN.value, look_at=None)


class StoredGivenRoles:
    """`ports.GivenRoles`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId], unreadable: UnreadableRows) -> None:
        """`bound` gathers the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._bound = bound
        self._unreadable = unreadable

    async def add(self, space: SpaceId, given: GivenRole) -> None:
        row = {
            "proposal": given.proposal,
            "place": given.place,
            "space": space,
            "role": given.role,
            "member": given.member,
            "ends_at": given.ends_at,
            "look_at": given.ends_at,
        }
        await self._connection.execute(insert(given_roles).values(**row))
        self._bound.add(space)

    async def find(self, proposal: ProposalId, place: int) -> GivenRole | None:
        row = (await self._connection.execute(_FIND, {"of": proposal, "at_place": place})).one_or_none()
        return None if row is None else _given(row)

    async def due(self, space: SpaceId, now: datetime, limit: int) -> list[GivenRole]:
        asked = {"in_space": space, "now": now, "limit": limit}
        return await readable(self._connection, _DUE, given_roles.c.id, asked, _given, self._unreadable)

    async def another(self, given: GivenRole, now: datetime) -> bool:
        asked = {**_key(given), "what": given.role, "whose": given.member, "now": now}
        return bool(await self._connection.scalar(_ANOTHER, asked))

    async def lasts(self, role: RoleId, member: MemberId, now: datetime) -> bool:
        asked = {"what": role, "whose": member, "now": now}
        return bool(await self._connection.scalar(_LASTING, asked))

    async def look_again(self, space: SpaceId, given: GivenRole, at: datetime) -> None:
        await self._connection.execute(_LOOK, {**_key(given), "next": at})
        self._bound.add(space)

    async def end(self, space: SpaceId, given: GivenRole, how: TermEnd) -> None:
        await self._connection.execute(_END, {**_key(given), "how": how.value})
        if how.final:
            await self._connection.execute(_STOP, _key(given))
            self._bound.add(space)

    async def take(self, space: SpaceId, role: RoleId, member: MemberId) -> None:
        await self._connection.execute(_TAKE, {"what": role, "whose": member})
        self._bound.add(space)


def _key(given: GivenRole) -> dict[str, int]:
    return {"of": given.proposal, "at_place": given.place}


def _given(row: Row[*tuple[Any, ...]]) -> GivenRole:
    return GivenRole(
        ProposalId(row.proposal),
        row.place,
        RoleId(row.role),
        MemberId(row.member),
        row.ends_at,
        None if row.ended is None else TermEnd(row.ended),
    )
