"""Whether the bot may do in a space's channels what it has to do there."""

import discord

from bot.domain.ids import ChannelId
from bot.domain.space import Space
from bot.services.governance import findings
from bot.services.governance.doctor import Check

_READ = {"view_channel": "View Channel", "read_message_history": "Read Message History"}
_POST = {"send_messages": "Send Messages", "embed_links": "Embed Links", "attach_files": "Attach Files"}
_CARD = {"add_reactions": "Add Reactions"}
_TALK = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "manage_threads": "Manage Threads",
}
_NEEDED = {
    "announcements": {**_READ, **_POST, **_CARD},
    "discussion": {**_READ, **_POST, **_TALK},
    "log": {**_READ, **_POST},
}


def check_channels(guild: discord.Guild, space: Space) -> list[Check]:
    """One line for each bound channel in which all is well, and one for each permission that the bot lacks."""
    bound = {"announcements": space.announcements, "discussion": space.discussion, "log": space.log}
    return [check for use, channel in bound.items() for check in _check_channel(guild, use, channel)]


def _check_channel(guild: discord.Guild, use: str, channel_id: ChannelId) -> list[Check]:
    subject = findings.OfChannel(use, channel_id)
    channel = guild.get_channel(channel_id)
    if channel is None:
        return [Check(subject, False, findings.ChannelUnseen(), findings.ShowChannel())]
    allowed = channel.permissions_for(guild.me)
    needed = _NEEDED[use]
    if isinstance(channel, discord.ForumChannel):
        # A forum's posts are what public threads are elsewhere, and open with Send Messages.
        needed = {key: label for key, label in needed.items() if key != "create_public_threads"}
    missing = [label for key, label in needed.items() if not getattr(allowed, key)]
    if not missing:
        return [Check(subject, True, findings.AllPermissions(len(needed)))]
    return [
        Check(subject, False, findings.PermissionMissing(label), findings.AllowPermission(label))
        for label in missing
    ]
