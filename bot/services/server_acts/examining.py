"""Whether the bot could do what the policies of a server let votes change in it."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.errors import FolkmootError
from bot.domain.ids import RoleId
from bot.domain.server_acts.channels.channels import ChannelKind, FoundChannel
from bot.domain.server_acts.executor import ServerExecutor
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.registry import ACTS, ChannelAct
from bot.domain.server_acts.roles.roles import FoundRoles, Needed
from bot.domain.spaces.homes import Homes
from bot.domain.spaces.space import Space, Track
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.ports import DiscordServer, UnitOfWork
from bot.services.server_acts.rights import Offices, offices_of, reaches_beyond, role_fault


class ExaminedServer(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer

    async def check(self, space: Space, tracks: Sequence[Track]) -> list[Check]:
        """One line for each permission that is needed, for each role that may be given, and for each category in which
        channels may be changed, with each permission that the bot lacks there, or that a part names what isn't its own;
        nothing where votes may change nothing. Tracks that were retired need nothing any more."""
        allowed = [
            track.policy.server for track in tracks if track.policy.server and track.retired_at is None
        ]
        if not allowed:
            return []
        needed: dict[Needed, list[ActKind]] = {}
        for kind in sorted({kind for each in allowed for kind in each.acts}):
            for need in ACTS[kind].needs:
                needed.setdefault(need, []).append(kind)
        try:
            found = await self.server.roles(space.guild)
            reads_channels = any(each.categories for each in allowed)
            channels = await self.server.channels(space.guild) if reads_channels else []
        except FolkmootError as error:
            return [Check(findings.OfDiscord(), False, error, findings.CheckNetwork())]
        async with self.uow.reading() as repositories:
            offices = await offices_of(repositories, space)
            homes = (await repositories.spaces.tree(space.guild)).homes(space)
        checks = []
        for need, acts in sorted(needed.items()):
            subject, may = findings.OfServerActs(need.value, tuple(acts)), found.lacks([need]) is None
            told = findings.ActsPermitted() if may else findings.PermissionMissing(need.value)
            checks.append(Check(subject, may, told, None if may else findings.AllowInServer(need.value)))
        roles = dict.fromkeys(role for each in allowed for role in each.roles)
        checks += [_check_role(role, found, offices) for role in roles]
        return [*checks, *_check_categories(allowed, channels, found, homes)]


def _check_categories(
    allowed: Sequence[ServerExecutor], channels: Sequence[FoundChannel], roles: FoundRoles, homes: Homes
) -> Iterator[Check]:
    """Whether each category is there, is the part's own, and the bot may do in it what the acts on channels need."""
    there = {channel.id: channel for channel in channels if channel.kind is ChannelKind.CATEGORY}
    for each in dict.fromkeys(category for policy in allowed for category in policy.categories):
        subject = findings.OfCategory(each)
        if each not in there:
            yield Check(subject, False, findings.CategoryGone(), findings.TakeRoleOut())
            continue
        if not homes.has(each, channels):
            yield Check(subject, False, findings.CategoryOfOthers(), findings.TakeRoleOut())
            continue
        kinds = {kind for policy in allowed if each in policy.categories for kind in policy.acts}
        needed = {need for kind in kinds if issubclass(ACTS[kind], ChannelAct) for need in ACTS[kind].needs}
        missing = [need for need in sorted(needed) if roles.lacks([need], there[each].overwrites)]
        for need in missing:
            mend = findings.AllowInCategory(need.value)
            yield Check(subject, False, findings.PermissionMissing(need.value), mend)
        if not missing:
            yield Check(subject, True, findings.CategoryThere())


def _check_role(number: RoleId, found: FoundRoles, offices: Offices) -> Check:
    subject, role = findings.OfGivenRole(number), found.roles.get(number)
    if role is None:
        return Check(subject, False, findings.RoleGone(), findings.TakeRoleOut())
    if role_fault(role, found, taken=True) is not None:
        return Check(subject, False, findings.RoleOutOfReach(), findings.MoveBotUp())
    if role_fault(role, found) is not None:
        return Check(subject, False, findings.RolePermitsAll(), findings.TakeRoleOut())
    if reaches_beyond(role, offices):
        return Check(subject, False, findings.RoleOfOthers(), findings.TakeRoleOut())
    return Check(subject, True, findings.RoleBelowBot())
