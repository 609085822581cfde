"""What keeps an act that passed from being done, by the server as it is now."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import RoleId, SpaceId
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.channels.channels import FoundChannel
from bot.domain.server_acts.outcomes import ActStatus, Hindrance
from bot.domain.server_acts.registry import AnyAct, ChannelAct
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.roles import FoundRoles, NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.domain.spaces.homes import Homes
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.timelocks import is_too_short
from bot.domain.spaces.tree import SpaceTree
from bot.services.server_acts.channels import of_channel
from bot.services.server_acts.rights import Offices, gains, reaches_beyond, role_fault


class ServerNow(msgspec.Struct, frozen=True):
    """A server and one of its spaces at one time."""

    offices: Offices
    """Of the space whose proposal it is."""
    found: FoundRoles
    channels: Sequence[FoundChannel] = ()
    """Where it is about one."""
    homes: Homes = msgspec.field(default_factory=Homes)
    """As the space has it."""


def created_roles(proposal: Proposal) -> Mapping[str, RoleId]:
    """The roles that the proposal has created, by their names without case."""
    return {
        act.name.casefold(): RoleId(outcome.made)
        for place, act in enumerate(proposal.acts)
        if isinstance(act, CreateRole)
        and (outcome := proposal.act_outcome(place)) is not None
        and outcome.status is ActStatus.DONE
        and outcome.made is not None
    }


def role_of(named: NamedRole, proposal: Proposal) -> RoleId | None:
    """The role that an act means; None for one that the proposal hasn't created yet."""
    return created_roles(proposal).get(named.name.casefold()) if named.id is None else named.id


def role_there(named: NamedRole, proposal: Proposal) -> RoleId:
    """The role that an act means which nothing hinders."""
    role = role_of(named, proposal)
    assert role is not None, "an act whose role isn't there is hindered"
    return role


def hindrance(act: AnyAct, proposal: Proposal, now: ServerNow) -> Hindrance | None:
    """Why an act must not or can't be done; None where nothing is in its way."""
    if now.found.lacks(act.needs) is not None:
        return Hindrance.NO_PERMISSION
    if isinstance(act, CreateRole | LimitSpace | ArchiveSpace | VetoProposal):
        return None
    if isinstance(act, ChannelAct):
        return of_channel(act, proposal.rules, now.channels, now.homes, now.found)
    if isinstance(act, CreateSpace):
        offices = (_of_role(act, named, proposal, now) for named in (act.moderators, act.guardians))
        return next(filter(None, offices), None)
    if isinstance(act, ChangeRules | RetireTrack):
        return of_track(act, now.offices.tracks)
    return _of_role(act, act.role, proposal, now)


def hindrance_in_tree(act: AnyAct, space: Space, tree: SpaceTree) -> Hindrance | None:
    """Why an act of this space must not be done to the spaces of its server as they are now; None where nothing is in
    its way."""
    if isinstance(act, ChangeRules | CreateSpace) and is_too_short(act.policy, tree.least_timelock(space)):
        return Hindrance.TIMELOCK_SHORT
    if isinstance(act, CreateSpace):
        taken = tree.hinders(space, act.name, act.channels) is not None
        return Hindrance.SPACE_HINDERED if taken or space.archived_at is not None else None
    if isinstance(act, LimitSpace | ArchiveSpace):
        return None if child_of(space, act.space, tree) is not None else Hindrance.SPACE_GONE
    return None


def timelock_fault(policy: Policy, space: Space, tree: SpaceTree) -> Fault | None:
    """What a track of the space, or of one that it creates, has against the policy by its timelock; None where it has
    nothing."""
    least = tree.least_timelock(space)
    return faults.TimelockSetAbove(space.name, least) if is_too_short(policy, least) else None


def child_of(space: Space, child: SpaceId, tree: SpaceTree) -> Space | None:
    """The space of that id, where `space` created it and it isn't archived."""
    children = tree.children(space.id)
    return next((each for each in children if each.id == child and each.archived_at is None), None)


def of_track(act: AnyAct, tracks: Sequence[Track]) -> Hindrance | None:
    """What a track has against being changed so: members saw what becomes different from the rules that it had."""
    if not isinstance(act, ChangeRules | RetireTrack):
        return None
    track = next((each for each in tracks if each.name == act.track and each.retired_at is None), None)
    if track is None:
        return Hindrance.TRACK_GONE
    changed = isinstance(act, ChangeRules) and track.policy != act.before
    return Hindrance.OTHER_RULES if changed else None


def _of_role(act: AnyAct, named: NamedRole, proposal: Proposal, now: ServerNow) -> Hindrance | None:
    wanted = role_of(named, proposal)
    if wanted is None:
        return Hindrance.ROLE_AWAITED
    role = now.found.roles.get(wanted)
    if role is None:
        return Hindrance.ROLE_GONE
    taken = isinstance(act, TakeRole)
    in_discord = bool(act.needs)
    if not taken and gains(role, named, act, now.offices):
        return Hindrance.MORE_RIGHTS
    if in_discord and reaches_beyond(role, now.offices):
        return Hindrance.MORE_RIGHTS
    return Hindrance.ABOVE_BOT if in_discord and role_fault(role, now.found, taken=taken) else None
