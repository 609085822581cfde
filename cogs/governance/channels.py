"""Whether the bot may do in a space's channels what it has to do there, and whether the space's roles are there."""

from collections.abc import Mapping

import discord

from bot.domain.errors import Unavailable
from bot.domain.ids import ChannelId, RoleId
from bot.domain.spaces.space import Space
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.governance.offices.holders import Heard, Holders, Named
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.forum_tags import MOST_TAGS, tag_names
from cogs.components.holders import hear_of

_READ = ("view_channel", "read_message_history")
_POST = ("send_messages", "embed_links", "attach_files")
_CARD = ("add_reactions",)
_TALK = ("create_public_threads", "send_messages_in_threads", "manage_threads")
_NEEDED = {
    "announcements": (*_READ, *_POST, *_CARD),
    "discussion": (*_READ, *_POST, *_TALK),
    "log": (*_READ, *_POST),
    "mirror": (*_READ, *_POST, *_TALK),
    "panel": (*_READ, "send_messages", "pin_messages"),
}
"""The permissions that the bot needs in each channel, by their names in Discord's API."""


def check_channels(guild: discord.Guild, channels: Mapping[str, ChannelId]) -> list[Check]:
    """One line for each channel, by what it is for, in which all is well, and one for each permission that the bot
    lacks."""
    return [check for use, channel in channels.items() for check in _check_channel(guild, use, channel)]


def check_tags(guild: discord.Guild, discussion: ChannelId, say: Language) -> list[Check]:
    """What keeps a forum from having the tags of the states, in its server's language: nothing is wrong with that.
    Nothing where the bot makes them with the next proposal, and where it is no forum."""
    forum = guild.get_channel(discussion)
    if not isinstance(forum, discord.ForumChannel):
        return []
    there = {tag.name.casefold() for tag in forum.available_tags}
    missing = tuple(name for name in tag_names(say) if name.casefold() not in there)
    if not missing:
        return []
    found: findings.Finding
    if not forum.permissions_for(guild.me).manage_channels:
        found = findings.TagsForbidden(missing)
    elif len(forum.available_tags) + len(missing) > MOST_TAGS:
        found = findings.TagsFull(missing)
    else:
        return []
    return [Check(findings.OfTags(discussion), True, found)]


def check_roles(guild: discord.Guild, space: Space) -> list[Check]:
    """Whether moderators and guardians have a role still, and voters are told when they are mentioned."""
    elders = [
        _check_role(guild, findings.OfRole(use, role), role)
        for use, role in (("moderators", space.moderators), ("guardians", space.guardians))
    ]
    return [*elders, *check_voters(guild, space)]


def check_holders(space: Space, named: Named, heard: Heard) -> list[Check]:
    """What lacks a holder: a role that is there and that nobody has, an auditor who has left."""
    elders = (("moderators", space.moderators), ("guardians", space.guardians))
    empty = [
        Check(findings.OfRole(use, role), False, findings.RoleEmpty(), findings.GiveRole())
        for use, role in elders
        if heard.counts.get(role) == 0
    ]
    left = [
        Check(findings.OfAuditor(each), False, findings.MemberLeft(), findings.TakeAuditorOff())
        for each in dict.fromkeys(named.auditors)
        if each in heard.gone
    ]
    return [*empty, *left]


async def examine_holders(guild: discord.Guild, space: Space, holders: Holders) -> list[Check]:
    """The same, as Discord says it now."""
    named = await holders.named(space.guild)
    if named is None:
        return []
    try:
        heard = await hear_of(guild, named)
    except Unavailable as why:
        return [Check(findings.OfHolders(), False, why)]
    await holders.look(space.guild, heard)
    return check_holders(space, named, heard)


def check_voters(guild: discord.Guild, space: Space) -> list[Check]:
    """Whether those who are to be mentioned when a vote opens are told; nothing where there are none."""
    if space.voters is None:
        return []
    subject = findings.OfRole("voters", space.voters)
    role, channel = guild.get_role(space.voters), guild.get_channel(space.announcements)
    if role is None:
        return [Check(subject, False, findings.RoleUnmentionable(), findings.NameVoters())]
    if not role.mentionable and not (channel and channel.permissions_for(guild.me).mention_everyone):
        return [Check(subject, False, findings.RoleUnmentionable(), findings.AllowMentions())]
    return [Check(subject, True, findings.RoleThere())]


def _check_role(guild: discord.Guild, subject: findings.OfRole, role: RoleId) -> Check:
    if guild.get_role(role) is None:
        return Check(subject, False, findings.RoleGone(), findings.NameRole())
    return Check(subject, True, findings.RoleThere())


def _check_channel(guild: discord.Guild, use: str, channel_id: ChannelId) -> list[Check]:
    subject = findings.OfChannel(use, channel_id)
    channel = guild.get_channel(channel_id)
    if channel is None:
        return [Check(subject, False, findings.ChannelUnseen(), findings.ShowChannel())]
    allowed = channel.permissions_for(guild.me)
    needed = _NEEDED[use]
    if isinstance(channel, discord.ForumChannel):
        # A forum's posts are what public threads are elsewhere, and open with Send Messages.
        needed = tuple(each for each in needed if each != "create_public_threads")
    missing = [permission for permission in needed if not getattr(allowed, permission)]
    if not missing:
        return [Check(subject, True, findings.AllPermissions(len(needed)))]
    return [
        Check(subject, False, findings.PermissionMissing(each), findings.AllowPermission(each))
        for each in missing
    ]


def check_events(guild: discord.Guild, space: Space) -> list[Check]:
    """Whether the bot may make the events of votes; nothing where there are none."""
    if not space.events:
        return []
    subject, permission = findings.OfEvents(), "create_events"
    if getattr(guild.me.guild_permissions, permission):
        return [Check(subject, True, findings.AllPermissions(1))]
    return [Check(subject, False, findings.PermissionMissing(permission), findings.AllowInServer(permission))]
