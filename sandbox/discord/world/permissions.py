"""Permission bits and how they add up (https://discord.com/developers/docs/topics/permissions)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.discord.world.channels import Channel
    from sandbox.discord.world.members import Member


class Permission(IntEnum):
    """The bits that the sandbox enforces, or that appear in defaults (an IntEnum: `&` must be fast)."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51


ALL = (1 << 53) - 1
P = Permission

EVERYONE = int(
    P.CREATE_INSTANT_INVITE
    | P.ADD_REACTIONS
    | P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.USE_EXTERNAL_EMOJIS
    | P.CONNECT
    | P.SPEAK
    | P.CHANGE_NICKNAME
    | P.USE_APPLICATION_COMMANDS
    | P.CREATE_PUBLIC_THREADS
    | P.CREATE_PRIVATE_THREADS
    | P.SEND_MESSAGES_IN_THREADS
)
"""What @everyone may do in a new guild."""


def bits(permissions: Any) -> int:
    """An integer, a `Permission`, or an object with a `value` (discord.Permissions), as bits."""
    return int(getattr(permissions, "value", permissions))


def in_guild(member: Member) -> int:
    """The union of a member's roles; everything for the owner and administrators."""
    guild = member.guild
    if guild.owner is not None and member.user is guild.owner.user:
        return ALL
    allowed = guild.everyone.permissions
    for role in member.roles:
        allowed |= role.permissions
    return ALL if allowed & P.ADMINISTRATOR else allowed


def in_channel(member: Member, channel: Channel) -> int:
    """Guild permissions with the channel's overwrites: @everyone's, then the roles' together, then the member's.

    A thread has its parent's. Without VIEW_CHANNEL nothing is left.
    """
    allowed = in_guild(member)
    if allowed == ALL:
        return ALL
    overwrites = channel.place.overwrites
    if overwrites:
        everyone = overwrites.get(member.guild.id)
        if everyone:
            allowed = allowed & ~everyone.deny | everyone.allow
        allow = deny = 0
        for role in member.roles:
            overwrite = overwrites.get(role.id)
            if overwrite:
                allow |= overwrite.allow
                deny |= overwrite.deny
        allowed = allowed & ~deny | allow
        own = overwrites.get(member.user.id)
        if own:
            allowed = allowed & ~own.deny | own.allow
    return allowed if allowed & P.VIEW_CHANNEL else 0
