"""Acts on channels: which channel a line means, and what keeps the bot from changing it."""

from collections.abc import Sequence

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import ChannelId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.channels import ChannelKind, FoundChannel, NamedChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines.written import WrittenAct, WrittenChannel
from bot.domain.server_acts.outcomes import Hindrance
from bot.domain.server_acts.registry import ChannelAct
from bot.domain.server_acts.roles.roles import FoundRoles
from bot.domain.spaces.homes import Homes

_CHANGED = (ChannelKind.TEXT, ChannelKind.FORUM)
"""What is renamed and archived."""


def read_channel_act(
    written: WrittenAct,
    rules: Policy,
    found: Sequence[FoundChannel],
    homes: Homes,
    roles: FoundRoles,
) -> ChannelAct | Fault:
    """What the line stands for, or why it can't be proposed."""
    named = written.channel
    assert named is not None, "the line has one"
    creates = written.kind is ActKind.CREATE_CHANNEL
    there = channels_meant(named, found)
    # By its name only where votes may change it: nobody is told what else there is.
    within = [each for each in there if _allowed(each.id if creates else each.category, rules)]
    kinds = (ChannelKind.CATEGORY,) if creates else _CHANGED
    suited = [each for each in within if each.kind in kinds]
    if not suited:
        return faults.CategoryNotAllowed(named.name or str(named.id))
    if len(suited) > 1:
        return faults.ChannelAmbiguous(named.name)
    channel = NamedChannel(suited[0].id, suited[0].name)
    act = _act(written, channel)
    return channel_fault(act, rules, found, homes, roles) or act


def channels_meant(named: WrittenChannel, found: Sequence[FoundChannel]) -> list[FoundChannel]:
    """Those of the server's channels that have the id, or where a line has none the name, whatever its case."""
    if named.id is not None:
        return [each for each in found if each.id == named.id]
    return [each for each in found if each.name.casefold() == named.name.casefold()]


def _act(written: WrittenAct, channel: NamedChannel) -> ChannelAct:
    if written.kind is ActKind.CREATE_CHANNEL:
        line = f'create channel "{written.name}" in <#{channel.id}>'
        return CreateChannel(written.name, channel, line=line)
    if written.kind is ActKind.RENAME_CHANNEL:
        return RenameChannel(channel, written.name, line=f'rename <#{channel.id}> to "{written.name}"')
    return ArchiveChannel(channel, line=f"archive <#{channel.id}>")


def channel_fault(
    act: ChannelAct,
    rules: Policy,
    found: Sequence[FoundChannel],
    homes: Homes,
    roles: FoundRoles,
) -> Fault | None:
    """What would keep the bot from doing this act now; None where nothing would."""
    named = act.category if isinstance(act, CreateChannel) else act.channel
    match of_channel(act, rules, found, homes, roles):
        case Hindrance.CHANNEL_GONE:
            return faults.ChannelUnknown(named.name)
        case Hindrance.CHANNEL_MOVED:
            return faults.CategoryNotAllowed(named.name)
        case Hindrance.CHANNEL_OF_OTHERS:
            return faults.CategoryOfOthers(named.name)
        case Hindrance.CHANNEL_USED:
            return faults.ChannelLivedIn(named.name)
        case Hindrance.NO_PERMISSION:
            there = next(each for each in found if each.id == named.id)
            missing = roles.lacks(act.needs, there.overwrites)
            return faults.BotLacksThere(missing.value if missing else "", named.name)
    if isinstance(act, ArchiveChannel):
        return None
    category = act.category.id if isinstance(act, CreateChannel) else _place(act.channel.id, found)
    taken = any(each.category == category and each.name == act.name for each in found)
    return faults.ChannelExists(act.name) if taken else None


def of_channel(
    act: ChannelAct,
    rules: Policy,
    found: Sequence[FoundChannel],
    homes: Homes,
    roles: FoundRoles,
) -> Hindrance | None:
    """Why a channel must not or can't be changed; None where nothing is in the way. `homes`: as the space has it whose
    proposal it is. `roles`: with what the bot may do."""
    named = act.category if isinstance(act, CreateChannel) else act.channel
    channel = next((each for each in found if each.id == named.id), None)
    if channel is None:
        return Hindrance.CHANNEL_GONE
    category = channel.id if isinstance(act, CreateChannel) else channel.category
    if not _allowed(category, rules):
        return Hindrance.CHANNEL_MOVED
    if not homes.has(category, found):
        return Hindrance.CHANNEL_OF_OTHERS
    if isinstance(act, ArchiveChannel) and channel.id in homes.lived_in:
        return Hindrance.CHANNEL_USED
    return None if roles.lacks(act.needs, channel.overwrites) is None else Hindrance.NO_PERMISSION


def _allowed(category: ChannelId | None, rules: Policy) -> bool:
    return rules.server is not None and category in rules.server.categories


def _place(channel: ChannelId, found: Sequence[FoundChannel]) -> ChannelId | None:
    return next(each.category for each in found if each.id == channel)
