"""Who is to be looked at since something happened that may change what they have by rules for roles."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, MemberId, ProposalId, SpaceId
from bot.storage.columns import Moment
from bot.storage.dialect import insert
from bot.storage.tables import proposals, role_looks, role_rules

_HAVE_RULES = select(role_rules.c.space).distinct()
_IN_GUILD = _HAVE_RULES.where(role_rules.c.guild == bindparam("of_guild"))
_IN_SPACE = _HAVE_RULES.where(role_rules.c.space == bindparam("of_space"))
_CLOSED = (
    update(role_rules)
    .where(
        role_rules.c.of_votes,
        exists().where(proposals.c.space == role_rules.c.space, proposals.c.id == bindparam("closed")),
    )
    .values(read_at=bindparam("now", type_=Moment()))
    .returning(role_rules.c.space)
)


class RoleLooks:
    """Nothing is stored where a space has no rule. `bound` gathers the spaces whose times depend on what is."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId]) -> None:
        self._connection = connection
        self._bound = bound

    async def in_guild(self, guild: GuildId, member: MemberId, at: datetime) -> None:
        """The member's wallets are others."""
        await self._look(_IN_GUILD, {"of_guild": guild}, [member], at)

    async def in_space(self, space: SpaceId, members: Iterable[MemberId], at: datetime) -> None:
        """They delegate to others, or are delegated to by others."""
        await self._look(_IN_SPACE, {"of_space": space}, members, at)

    async def closed(self, proposal: ProposalId, at: datetime) -> None:
        """A vote closed: all whom a rule about votes is about are looked at."""
        found = await self._connection.execute(_CLOSED, {"closed": proposal, "now": at})
        self._bound.update(SpaceId(space) for space in found.scalars())

    async def _look(self, which: Any, of: dict[str, Any], members: Iterable[MemberId], at: datetime) -> None:
        spaces = (await self._connection.scalars(which, of)).all()
        rows = [{"space": space, "member": member, "at": at} for space in spaces for member in members]
        if rows:
            await self._connection.execute(insert(role_looks).on_conflict_do_nothing(), rows)
            self._bound.update(map(SpaceId, spaces))
