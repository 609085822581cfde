"""What an act changes in the space, and what the public log notes of it, in the transaction that says it is done."""

from collections.abc import Mapping
from datetime import timedelta
from functools import singledispatch

import msgspec

from bot.domain.ids import RoleId, SpaceId
from bot.domain.proposals.facts import Veto
from bot.domain.proposals.proposal import Proposal
from bot.domain.quantities import duration_text
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.outcomes import ActOutcome
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.given_roles import GivenRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.roles import NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.change_guardians import ChangeGuardians
from bot.domain.server_acts.spaces.change_moderators import ChangeModerators
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.domain.spaces.space import MAIN, Track
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import PostEvent, PostLogEntry, RefreshCard
from bot.services.execution.submission import guild_of
from bot.services.governance.policies.least_timelock import lengthen_timelocks
from bot.services.governance.policies.rule_changes import in_discussion, tell_rule_change
from bot.services.governance.public_log import in_space
from bot.services.governance.tracks.tracks import policy_details
from bot.services.ports import Repositories
from bot.services.server_acts.hindrances import role_there
from bot.services.server_acts.reading_limits import limits_line
from bot.services.server_acts.vetoes import release_vetoed


class Done(msgspec.Struct, frozen=True):
    """An act that is done now."""

    repositories: Repositories
    proposal: Proposal
    outcome: ActOutcome

    def role(self, named: NamedRole) -> RoleId:
        """The role that an act meant."""
        return role_there(named, self.proposal)

    async def track(self, name: str) -> Track:
        tracks = await self.repositories.spaces.tracks(self.proposal.space)
        return next(each for each in tracks if each.name == name)


@singledispatch
async def take_effect(act: ServerAct, done: Done) -> Mapping[str, str]:
    """Change the space by it. Returns what the public log notes of it."""
    raise NotImplementedError(type(act).__name__)


@take_effect.register
async def _(act: CreateRole, done: Done) -> Mapping[str, str]:
    return {"name": act.name, "role": str(done.outcome.made)}


@take_effect.register
async def _(act: GrantRole, done: Done) -> Mapping[str, str]:
    role, ends_at = done.role(act.role), act.ends_at(done.outcome.at)
    given = GivenRole(done.proposal.id, done.outcome.place, role, act.member, ends_at)
    await done.repositories.given_roles.add(done.proposal.space, given)
    end = {} if ends_at is None else {"until": f"{ends_at:%Y-%m-%d %H:%M} UTC"}
    return {"role": str(role), "member": str(act.member), **end}


@take_effect.register
async def _(act: TakeRole, done: Done) -> Mapping[str, str]:
    role = done.role(act.role)
    await done.repositories.given_roles.take(done.proposal.space, role, act.member)
    return {"role": str(role), "member": str(act.member)}


@take_effect.register
async def _(act: ChangeRules, done: Done) -> Mapping[str, str]:
    repositories, at = done.repositories, done.outcome.at
    discussed = await in_discussion(repositories, await done.track(act.track))
    track = await repositories.spaces.set_track(done.proposal.space, act.track, act.policy, at)
    await tell_rule_change(repositories, await guild_of(repositories, done.proposal), discussed, track, at)
    return policy_details(track)


@take_effect.register
async def _(act: RetireTrack, done: Done) -> Mapping[str, str]:
    track = await done.track(act.track)
    await done.repositories.spaces.retire_track(track.id, done.outcome.at)
    return {"track": act.track}


@take_effect.register
async def _(act: CreateSpace, done: Done) -> Mapping[str, str]:
    spaces, at = done.repositories.spaces, done.outcome.at
    created = await spaces.create(
        await spaces.get(done.proposal.space),
        act.name,
        announcements=act.announcements,
        discussion=act.discussion,
        log=act.log,
        moderators=done.role(act.moderators),
        guardians=done.role(act.guardians),
        at=at,
    )
    if act.limits is not None:
        await spaces.limit(created.id, act.limits)
    await spaces.set_least_timelock(created.id, act.policy.periods.timelock)
    track = await spaces.set_track(created.id, MAIN, act.policy, at)
    limits = {} if act.limits is None else {"limits": limits_line(act.limits)}
    return {"name": act.name, **limits, **policy_details(track)}


@take_effect.register
async def _(act: LimitSpace, done: Done) -> Mapping[str, str]:
    if act.timelock is not None:
        await _set_timelock(act.space, act.timelock, done)
        return {"name": act.name, "timelock": duration_text(act.timelock)}
    await done.repositories.spaces.limit(act.space, act.limits)
    return {"name": act.name, "limits": limits_line(act.limits)}


async def _set_timelock(part: SpaceId, least: timedelta, done: Done) -> None:
    """No track there has a shorter one any more; each that is lengthened stands in the log."""
    repositories, at = done.repositories, done.outcome.at
    await repositories.spaces.set_least_timelock(part, least)
    space, guild = await repositories.spaces.get(part), await guild_of(repositories, done.proposal)
    for where, track in await lengthen_timelocks(repositories, guild, space, least, at):
        details = in_space(where, policy_details(track))
        entry = await repositories.log.add(
            guild, ITSELF, "track edit", at=at, proposal=done.proposal.id, details=details
        )
        await repositories.outbox.add(PostLogEntry(guild=guild, entry=entry.id), at=at)


@take_effect.register
async def _(act: ArchiveSpace, done: Done) -> Mapping[str, str]:
    spaces = done.repositories.spaces
    space = await spaces.get(act.space)
    for each in (await spaces.tree(space.guild)).within(space):
        if each.archived_at is None:
            await spaces.archive(each.id, done.outcome.at)
    return {"name": act.name}


@take_effect.register
async def _(act: VetoProposal, done: Done) -> Mapping[str, str]:
    repositories, at, number = done.repositories, done.outcome.at, done.proposal.number
    await repositories.proposals.veto(act.proposal, Veto(ITSELF, "", at, number))
    await repositories.proposals.end_hold(act.proposal, done.proposal.id, at)
    guild, data = await guild_of(repositories, done.proposal), {"number": str(number)}
    await release_vetoed(repositories, await repositories.proposals.get(act.proposal), guild, at)
    await repositories.outbox.add(
        PostEvent(guild, act.proposal, event="vetoed_above", data=data, announce=True),
        RefreshCard(guild, act.proposal),
        at=at,
    )
    return {"name": act.space, "proposal": f"#{act.number}"}


@take_effect.register
async def _(act: ChangeModerators, done: Done) -> Mapping[str, str]:
    await done.repositories.spaces.name_moderators(done.proposal.space, done.role(act.role))
    return {"role": str(done.role(act.role))}


@take_effect.register
async def _(act: ChangeGuardians, done: Done) -> Mapping[str, str]:
    await done.repositories.spaces.name_guardians(done.proposal.space, done.role(act.role))
    return {"role": str(done.role(act.role))}


@take_effect.register
async def _(act: CreateChannel, done: Done) -> Mapping[str, str]:
    return {"name": act.name, "channel": str(done.outcome.made)}


@take_effect.register
async def _(act: RenameChannel, done: Done) -> Mapping[str, str]:
    return {"name": act.name, "before": act.channel.name, "channel": str(act.channel.id)}


@take_effect.register
async def _(act: ArchiveChannel, done: Done) -> Mapping[str, str]:
    return {"name": act.channel.name, "channel": str(act.channel.id)}
