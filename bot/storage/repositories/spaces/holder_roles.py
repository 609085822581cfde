"""Roles that members have by rules."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.holder_roles.registry import AnyCondition, condition_text, read_condition
from bot.domain.holder_roles.rule import Halt, HeldRole, RoleRule
from bot.domain.holder_roles.voting import Voting
from bot.domain.ids import FIRST_STAND_IN, GuildId, MemberId, RoleId, RoleRuleId, SpaceId
from bot.storage.columns import Moment, moment
from bot.storage.dialect import among, insert, listed, many, rows_of
from bot.storage.repositories.spaces.role_conditions import members_of, nameless
from bot.storage.tables import held_roles, role_looks, role_rules
from bot.storage.unreadable import UnreadableRows, named, readable

_ALL = select(role_rules)
_BY_ID = _ALL.where(role_rules.c.id == bindparam("of"))
_OF_SPACE = _ALL.where(role_rules.c.space == bindparam("in_space")).order_by(role_rules.c.number)
_LAST = select(func.max(role_rules.c.number)).where(role_rules.c.guild == bindparam("of_guild"))
_HAVE = many(
    select(held_roles.c.rule, func.count().label("number"))
    .where(among(held_roles.c.rule, "rules"))
    .group_by(held_roles.c.rule)
)
_HELD = many(
    select(held_roles.c.member, held_roles.c.given_at, held_roles.c.takes_at).where(
        held_roles.c.rule == bindparam("of"), among(held_roles.c.member, "members")
    )
)
_GIVES = select(
    exists().where(
        role_rules.c.id == held_roles.c.rule,
        held_roles.c.member == bindparam("whose"),
        role_rules.c.guild == bindparam("of_guild"),
        role_rules.c.role == bindparam("what"),
        role_rules.c.id != bindparam("but"),
    )
)
_LET_GO = delete(held_roles).where(
    held_roles.c.rule == bindparam("of"), held_roles.c.member == bindparam("whose")
)
_DUE = (
    select(role_looks.c.member)
    .where(role_looks.c.space == bindparam("in_space"), role_looks.c.at <= bindparam("now", type_=Moment()))
    .distinct()
    .order_by(role_looks.c.member)
    .limit(bindparam("limit"))
)
_LOOKED_AT = delete(role_looks).where(
    role_looks.c.space == bindparam("in_space"),
    among(role_looks.c.member, "members"),
    role_looks.c.at <= bindparam("until", type_=Moment()),
)
_OF_NOBODY = RoleRuleId(0)


class StoredHolderRoles:
    """`ports.HolderRoles`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId], unreadable: UnreadableRows) -> None:
        """`bound` gathers the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._bound = bound
        self._unreadable = unreadable

    async def add(
        self,
        guild: GuildId,
        space: SpaceId,
        role: RoleId,
        role_name: str,
        condition: AnyCondition,
        grace: timedelta,
        read_at: datetime,
    ) -> RoleRule:
        number = (await self._connection.scalar(_LAST, {"of_guild": guild}) or 0) + 1
        row = {
            "guild": guild,
            "number": number,
            "space": space,
            "role": role,
            "role_name": role_name,
            "condition": condition_text(condition),
            "of_votes": condition.of_votes,
            "grace": grace,
            "read_at": read_at,
        }
        new = insert(role_rules).values(**row).returning(role_rules.c.id)
        made = RoleRuleId((await self._connection.execute(new)).scalar_one())
        self._bound.add(space)
        return RoleRule(made, number, guild, space, role, role_name, condition, grace, read_at)

    async def get(self, rule: RoleRuleId) -> RoleRule | None:
        row = (await self._connection.execute(_BY_ID, {"of": rule})).one_or_none()
        if row is None:
            return None
        with named(f"role_rules {rule}"):
            return _rule(row)

    async def of_space(self, space: SpaceId) -> list[RoleRule]:
        return await readable(
            self._connection, _OF_SPACE, role_rules.c.id, {"in_space": space}, _rule, self._unreadable
        )

    async def remove(self, rule: RoleRuleId) -> None:
        await self._connection.execute(delete(held_roles).where(held_roles.c.rule == rule))
        gone = delete(role_rules).where(role_rules.c.id == rule).returning(role_rules.c.space)
        self._bound.update(map(SpaceId, (await self._connection.execute(gone)).scalars()))

    async def have(self, rules: Iterable[RoleRuleId]) -> dict[RoleRuleId, int]:
        rows = await rows_of(self._connection, _HAVE, {"rules": listed(rules)})
        return {RoleRuleId(rule): number for rule, number in rows}

    async def held(self, rule: RoleRuleId, members: Collection[MemberId]) -> dict[MemberId, HeldRole]:
        rows = await rows_of(self._connection, _HELD, {"of": rule, "members": listed(members)})
        return {
            MemberId(member): HeldRole(rule, MemberId(member), _moment(given), _moment(takes))
            for member, given, takes in rows
        }

    async def hold(self, held: Sequence[HeldRole]) -> None:
        rows = [
            {"rule": each.rule, "member": each.member, "given_at": each.given_at, "takes_at": each.takes_at}
            for each in held
        ]
        new = insert(held_roles)
        set_ = {"given_at": new.excluded.given_at, "takes_at": new.excluded.takes_at}
        if rows:
            await self._connection.execute(
                new.on_conflict_do_update(index_elements=["rule", "member"], set_=set_), rows
            )

    async def let_go(self, rule: RoleRuleId, member: MemberId) -> None:
        await self._connection.execute(_LET_GO, {"of": rule, "whose": member})

    async def gives(self, guild: GuildId, role: RoleId, member: MemberId, but: RoleRuleId | None) -> bool:
        asked = {"of_guild": guild, "what": role, "whose": member, "but": but or _OF_NOBODY}
        return bool(await self._connection.scalar(_GIVES, asked))

    async def candidates(self, rule: RoleRule, now: datetime, after: MemberId, limit: int) -> list[MemberId]:
        members, asked = members_of(rule, now, _later)
        have = select(held_roles.c.member).where(
            held_roles.c.rule == bindparam("of"), _later(held_roles.c.member)
        )
        all_of_them = union(select(members.subquery().c.member), have).subquery()
        page = select(all_of_them.c.member).order_by(all_of_them.c.member).limit(bindparam("limit"))
        asked |= {"of": rule.id, "after": after, "limit": limit}
        return [MemberId(member) for member in await self._connection.scalars(page, asked)]

    async def meeting(self, rule: RoleRule, members: Collection[MemberId], now: datetime) -> set[MemberId]:
        found, asked = members_of(rule, now, lambda column: among(column, "members"))
        asked |= {"members": listed(members)}
        return {MemberId(member) for member in await self._connection.scalars(found, asked)}

    async def nameless(self, rule: RoleRule, now: datetime) -> int:
        if not isinstance(rule.condition, Voting):
            return 0
        number, asked = nameless(rule, rule.condition, now)
        return int(await self._connection.scalar(number, asked) or 0)

    async def halt(self, rule: RoleRuleId, why: Halt | None) -> None:
        await self._connection.execute(update(role_rules).where(role_rules.c.id == rule).values(halt=why))

    async def read(self, rule: RoleRule, again: datetime) -> None:
        done = update(role_rules).where(role_rules.c.id == rule.id, role_rules.c.read_at == rule.read_at)
        await self._connection.execute(done.values(read_at=again))
        self._bound.add(rule.space)

    async def anew(self, space: SpaceId, now: datetime) -> None:
        of_space = select(role_rules.c.id).where(role_rules.c.space == space)
        await self._connection.execute(
            update(held_roles).where(held_roles.c.rule.in_(of_space)).values(given_at=None)
        )
        await self._connection.execute(
            update(role_rules).where(role_rules.c.space == space).values(read_at=now)
        )
        self._bound.add(space)

    async def look_at(self, space: SpaceId, members: Iterable[MemberId], at: datetime) -> None:
        rows = [{"space": space, "member": member, "at": at} for member in members]
        if rows:
            await self._connection.execute(insert(role_looks).on_conflict_do_nothing(), rows)
            self._bound.add(space)

    async def due(self, space: SpaceId, now: datetime, limit: int) -> list[MemberId]:
        asked = {"in_space": space, "now": now, "limit": limit}
        return [MemberId(member) for member in await self._connection.scalars(_DUE, asked)]

    async def looked_at(self, space: SpaceId, members: Collection[MemberId], until: datetime) -> None:
        asked = {"in_space": space, "members": listed(members), "until": until}
        await self._connection.execute(_LOOKED_AT, asked)
        self._bound.add(space)


def _later(column: Column[Any]) -> ColumnElement[bool]:
    """Members behind the one at whom a look has arrived; not those who were erased."""
    return and_(column > bindparam("after"), column < FIRST_STAND_IN)


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else moment(stored)


def _rule(row: Row[*tuple[Any, ...]]) -> RoleRule:
    return RoleRule(
        RoleRuleId(row.id),
        row.number,
        GuildId(row.guild),
        SpaceId(row.space),
        RoleId(row.role),
        row.role_name,
        read_condition(row.condition),
        row.grace,
        row.read_at,
        None if row.halt is None else Halt(row.halt),
    )
