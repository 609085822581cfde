"""By which roles members vote in what a server hasn't decided yet."""

from collections.abc import Collection

from sqlalchemy import Text, bindparam, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, RoleId
from bot.storage.dialect import listed
from bot.storage.json_sql import JsonElements
from bot.storage.repositories.spaces.space_rows import policy_of
from bot.storage.tables import closings, openings, proposals, spaces, submissions, track_policies
from bot.storage.unreadable import UnreadableRows, readable

_ROLE = JsonElements.of("roles")
_DECIDING = func.coalesce(openings.c.policy, track_policies.c.policy)
_MENTIONING = (
    select(proposals.c.id, _DECIDING.label("policy"))
    .join_from(spaces, proposals, proposals.c.space == spaces.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .join(track_policies, track_policies.c.id == submissions.c.policy)
    .outerjoin(openings, openings.c.proposal == proposals.c.id)
    .where(
        spaces.c.guild == bindparam("guild"),
        spaces.c.archived_at.is_(None),
        ~proposals.c.settled,
        ~exists().where(closings.c.proposal == proposals.c.id),
        exists().select_from(_ROLE).where(_DECIDING.contains(cast(_ROLE.c.value, Text))),
    )
)
"""The policies in which one of the numbers stands, whatever it means there: only these are read."""


async def voting_roles(
    connection: AsyncConnection, guild: GuildId, roles: Collection[RoleId], unreadable: UnreadableRows
) -> set[RoleId]:
    """Those of the roles that give power by a policy which decides a submitted proposal of the server."""
    found = await readable(
        connection,
        _MENTIONING,
        proposals.c.id,
        {"guild": guild, "roles": listed(roles)},
        lambda row: policy_of(row.policy).power.roles,
        unreadable,
    )
    return set(roles) & frozenset[RoleId]().union(*found)
