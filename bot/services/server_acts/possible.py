"""Whether the bot could do what a proposal would change in the server."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import ActsRefused
from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.channels.channels import FoundChannel
from bot.domain.server_acts.outcomes import Hindrance
from bot.domain.server_acts.registry import AnyAct, ChannelAct
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.grant_to_winners import GrantToWinners
from bot.domain.server_acts.roles.roles import FoundRoles, NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.domain.spaces.space import Track
from bot.domain.spaces.tree import SpaceTree
from bot.services.ports import Clock, DiscordServer, UnitOfWork
from bot.services.server_acts.channels import channel_fault
from bot.services.server_acts.hindrances import child_of, of_track, timelock_fault
from bot.services.server_acts.rights import Offices, gains, offices_of, reaches_beyond, role_fault
from bot.services.server_acts.vetoes import veto_fault


class PossibleActs(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer
    clock: Clock

    async def require(self, proposal: Proposal) -> None:
        """Return if the bot could do all of a proposal's acts now. Raises ActsRefused naming the first that it can't,
        ServerUnheard, ServerForbids."""
        if not proposal.content.acts:
            return
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
            offices = await offices_of(repositories, space)
            tree = await repositories.spaces.tree(space.guild)
            vetoed = {
                act: await repositories.proposals.get(act.proposal)
                for act in proposal.content.acts
                if isinstance(act, VetoProposal)
            }
        found = await self.server.roles(space.guild)
        on_channels = any(isinstance(act, ChannelAct) for act in proposal.content.acts)
        channels = await self.server.channels(space.guild) if on_channels else ()
        for number, act in enumerate(proposal.content.acts, start=1):
            fault = possible(act, found, channels, offices, tree, proposal.rules)
            if isinstance(act, VetoProposal):
                fault = veto_fault(vetoed[act], self.clock.now())
            if fault is not None:
                raise ActsRefused(number, act.line, fault)


def _of_track(act: ChangeRules | RetireTrack, tracks: Sequence[Track]) -> Fault | None:
    match of_track(act, tracks):
        case None:
            return None
        case Hindrance.OTHER_RULES:
            return faults.OtherRules(act.track)
        case _:
            return faults.TrackOfNoName(act.track)


def possible(
    act: AnyAct,
    found: FoundRoles,
    channels: Sequence[FoundChannel],
    offices: Offices,
    tree: SpaceTree,
    rules: Policy,
) -> Fault | None:
    """What would keep the bot from doing this act now, by the server and its spaces; None where nothing would.

    `channels`: of the server, where it is about one.
    """
    if isinstance(act, VetoProposal):
        return None
    if (missing := found.lacks(act.needs)) is not None:
        return faults.BotLacks(missing.value)
    if isinstance(act, ChannelAct):
        return channel_fault(act, rules, channels, tree.homes(offices.space), found)
    if isinstance(act, ChangeRules | CreateSpace) and (
        short := timelock_fault(act.policy, offices.space, tree)
    ):
        return short
    if isinstance(act, ChangeRules | RetireTrack):
        return _of_track(act, offices.tracks)
    if isinstance(act, CreateRole):
        return faults.RoleExists(act.name) if found.named(act.name) else None
    if isinstance(act, LimitSpace | ArchiveSpace):
        there = child_of(offices.space, act.space, tree) is not None
        return None if there else faults.SpaceOfNoName(act.name)
    if isinstance(act, CreateSpace):
        named = (_of_role(act, role, found, offices, rules) for role in (act.moderators, act.guardians))
        return tree.hinders(offices.space, act.name, act.channels) or next(filter(None, named), None)
    if isinstance(act, GrantToWinners) and rules.elects is None:
        return faults.ElectsNobody()
    return _of_role(act, act.role, found, offices, rules)


def _of_role(
    act: AnyAct, named: NamedRole, found: FoundRoles, offices: Offices, rules: Policy
) -> Fault | None:
    if named.id is None:
        return None
    role = found.roles.get(named.id)
    if role is None:
        return faults.RoleUnknown(named.name)
    if isinstance(act, GrantRole | GrantToWinners | TakeRole):
        server = rules.server
        if server is None or role.id not in server.roles:
            return faults.RoleNotAllowed(role.name)
        if (fault := role_fault(role, found, taken=isinstance(act, TakeRole))) is not None:
            return fault
        if reaches_beyond(role, offices):
            return faults.RoleOfOthers(role.name)
    if not isinstance(act, TakeRole) and gains(role, named, act, offices):
        return faults.RoleGivesMore(role.name)
    return None
