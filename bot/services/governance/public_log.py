"""The public log: every administrative act, hash-chained, and shown in the space's log channel."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

import msgspec

from bot.domain.errors import ReasonMissing
from bot.domain.ids import GuildId, ProposalId
from bot.domain.policy.model import Policy
from bot.domain.spaces.space import MAIN, Space
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostLogEntry
from bot.services.ports import LogEntry, Repositories, UnitOfWork

_SPACE = "space"
"""The detail that names where an act was done, if that isn't the server's root."""


class PublicLog(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def newest(self, guild: GuildId, *, limit: int) -> list[LogEntry]:
        """The last acts in a server, the newest first."""
        async with self.uow.reading() as repositories:
            return await repositories.log.of_guild(guild, limit=limit)

    async def entry(self, number: int) -> tuple[LogEntry, Space, tuple[Policy, Policy] | None]:
        """One entry, the space in whose channel it is shown, and the policies before and after where it changed one."""
        async with self.uow.reading() as repositories:
            found = await repositories.log.get(number)
            space = await _space_of(repositories, found)
            return found, space, await _changed(repositories, found, space)


async def _space_of(repositories: Repositories, entry: LogEntry) -> Space:
    """Where the act was done: names are of one space for good."""
    if _SPACE in entry.details:
        for space in (await repositories.spaces.tree(entry.guild)).spaces:
            if space.parent is not None and space.name == entry.details[_SPACE]:
                return space
    return await repositories.spaces.of_guild(entry.guild)


async def _changed(repositories: Repositories, entry: LogEntry, space: Space) -> tuple[Policy, Policy] | None:
    """The policies before and after an act that gave a track another one; the act stands in the log with its time."""
    if "policy" not in entry.details:
        return None
    name = entry.details.get("track", MAIN)
    for track in await repositories.spaces.tracks(space.id):
        if track.name != name:
            continue
        policies = await repositories.spaces.policies(track.id)
        for before, after in pairwise(policies):
            if after.at == entry.at and after.policy.hash == entry.details["policy"]:
                return before.policy, after.policy
    return None


async def log_act(
    repositories: Repositories,
    actor: Actor,
    act: str,
    *,
    at: datetime,
    proposal: ProposalId | None = None,
    reason: str | None = None,
    space: Space | None = None,
    details: Mapping[str, str] = {},
) -> None:
    """Write the act into the log and have it shown, in the transaction of the act itself. `space`: in which it was
    done, where that isn't the server's root; that of the proposal where one is named."""
    if proposal is not None:
        space = await repositories.spaces.of_submitted(proposal)
    if space is not None:
        details = in_space(space, details)
    entry = await repositories.log.add(
        actor.guild, actor.member, act, at=at, proposal=proposal, reason=reason, details=details
    )
    await repositories.outbox.add(PostLogEntry(guild=actor.guild, entry=entry.id), at=at)


def in_space(space: Space, details: Mapping[str, str]) -> Mapping[str, str]:
    """What is noted of an act, with the name of the space in which it was done where that isn't the server's root."""
    return details if space.parent is None else {**details, _SPACE: space.name}


def public_reason(reason: str) -> str:
    """The reason of an act that must be explained. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    return reason
