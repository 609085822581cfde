"""Lines about the parts of a space become acts that can be voted on."""

import msgspec

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.ids import ChannelId
from bot.domain.quantities import duration, duration_text
from bot.domain.server_acts.channels.channels import SUITED
from bot.domain.server_acts.lines.written import WrittenAct, WrittenChannel, WrittenRole
from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.spaces.space import MAIN, Space
from bot.services.governance.policies.policy_binding import PolicyBinding
from bot.services.governance.policies.policy_changes import NO_EXECUTOR, Changes
from bot.services.governance.policies.preset_parts import named_preset
from bot.services.server_acts.channels import channels_meant
from bot.services.server_acts.hindrances import child_of, timelock_fault
from bot.services.server_acts.place import Place, RefusedAct, created, office, spelt
from bot.services.server_acts.reading_limits import LimitReading, limits_line


class SpaceActReading(msgspec.Struct, frozen=True):
    policy_binding: PolicyBinding
    limit_reading: LimitReading

    async def new_space(self, place: Place, written: WrittenAct) -> CreateSpace:
        """Its track begins with the sources of the space that creates it, and nothing carries out what passes there
        until its moderators name what does. Raises RefusedAct, BadPolicy, UnknownChain, ChainUnavailable."""
        file = named_preset(written.preset)
        if file.policy.next_track is not None:
            raise RefusedAct(faults.PresetInStages(written.preset))
        before = place.before.get(MAIN, ())
        bound = await self.policy_binding.bound(
            file, Changes(executor=NO_EXECUTOR, timelock=written.timelock), before
        )
        if (short := timelock_fault(bound.policy, place.space, place.tree)) is not None:
            raise RefusedAct(short)
        channels = {use: _channel(place, use, named) for use, named in written.channels}
        if (fault := place.tree.hinders(place.space, written.name, channels)) is not None:
            raise RefusedAct(fault)
        assert written.role is not None, "the line has one"
        named = written.role, written.guardians or WrittenRole(place.space.guardians, "")
        # Also a role that the same proposal creates.
        moderators, guardians = (created(place, each) or office(place, each) for each in named)
        limits = None
        if written.limits is not None:
            limits = await self.limit_reading.limits(place, written.limits)
        parts = [
            f'create space "{written.name}" from {written.preset}',
            f"moderators {spelt(moderators)} guardians {spelt(guardians)}",
            *(f"{use} <#{channel}>" for use, channel in channels.items()),
            *([f"timelock {duration_text(bound.policy.periods.timelock)}"] if written.timelock else []),
            *([] if limits is None else [f"limit {limits_line(limits)}"]),
        ]
        return CreateSpace(
            written.name,
            bound.policy,
            moderators,
            guardians,
            **channels,
            limits=limits,
            line=" ".join(parts),
        )

    async def limit(self, place: Place, written: WrittenAct) -> LimitSpace:
        """Raises RefusedAct, BadSetting, UnknownChain, ChainUnavailable."""
        space, limits = _child(place, written.name), None
        if written.timelock:
            least = duration("timelock", written.timelock)
            if least == space.least_timelock:
                raise RefusedAct(faults.SameTimelock(space.name))
            line = f'limit space "{space.name}" to timelock {duration_text(least)}'
            return LimitSpace(space.id, space.name, None, least, line=line)
        if written.limits is not None:
            limits = await self.limit_reading.limits(place, written.limits)
        if limits == space.limits:
            raise RefusedAct(faults.SameLimits(space.name))
        line = f'limit space "{space.name}" to {limits_line(limits)}'
        return LimitSpace(space.id, space.name, limits, line=line)


def archive(place: Place, written: WrittenAct) -> ArchiveSpace:
    """Raises RefusedAct."""
    space = _child(place, written.name)
    return ArchiveSpace(space.id, space.name, line=f'archive space "{space.name}"')


def _child(place: Place, name: str) -> Space:
    space = place.tree.named(name)
    if space is None or child_of(place.space, space.id, place.tree) is None:
        raise RefusedAct(faults.SpaceOfNoName(name))
    return space


def _channel(place: Place, use: str, named: WrittenChannel) -> ChannelId:
    """The server's channel that is named for this use. Raises RefusedAct."""
    found = channels_meant(named, place.channels)
    if not found:
        raise RefusedAct(faults.ChannelUnknown(named.name or str(named.id)))
    if len(found) > 1:
        raise RefusedAct(faults.ChannelAmbiguous(named.name))
    (channel,) = found
    if channel.kind not in SUITED[use]:
        raise RefusedAct(faults.ChannelUnsuited(channel.name, use))
    return channel.id
