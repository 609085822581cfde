"""Adding and removing reactions, the same for bots and people."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import ApiError, missing_permissions, unknown
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.world.attachments import Reaction, emoji_of
from sandbox.discord.world.members import Member, User
from sandbox.discord.world.messages import Message
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

Json = dict[str, Any]

MAX_KINDS = 20


def emoji(written: str) -> Json:
    """An emoji; raises `ApiError` 10014 for anything else."""
    found = emoji_of(written)
    if found is None:
        raise unknown("emoji")
    return found


def key(found: Json) -> str:
    """What tells one emoji from another; the variation selector doesn't."""
    return str(found["id"] or found["name"].replace("\ufe0f", ""))


def add(message: Message, user: User, written: str, *, burst: bool = False) -> None:
    """React. Refused without permission, in an archived thread, and beyond 20 kinds of reaction."""
    found = emoji(written)
    _refuse_archived(message)
    known = message.reactions.get(key(found))
    if message.channel.in_guild:
        allowed = message.channel.guild.member(user.id).permissions_in(message.channel)
        if not allowed & P.READ_MESSAGE_HISTORY or (known is None and not allowed & P.ADD_REACTIONS):
            raise missing_permissions()
    if known is None:
        if len(message.reactions) >= MAX_KINDS:
            raise ApiError(403, 30010, f"Maximum number of reactions reached ({MAX_KINDS})")
        known = message.reactions[key(found)] = Reaction(found)
    users = known.burst if burst else known.normal
    if user.id in users:
        return
    users[user.id] = user
    event = _event(message, known.emoji, user)
    event |= {"message_author_id": str(message.author.id), "burst": burst, "type": int(burst)}
    if burst:
        event["burst_colors"] = []
    if message.channel.in_guild:
        member = message.channel.guild.members.get(user.id)
        if isinstance(member, Member):
            event["member"] = member.payload()
    _tell(message, "MESSAGE_REACTION_ADD", event)
    message.touched()


def remove(message: Message, user: User, written: str, *, burst: bool | None = None) -> None:
    """Take a reaction back; 10014 when there is none of that emoji. Without `burst`, both kinds."""
    found = message.reactions.get(key(emoji(written)))
    if found is None:
        raise unknown("emoji")
    _refuse_archived(message)
    for kind, users in ((False, found.normal), (True, found.burst)):
        if burst in (None, kind) and users.pop(user.id, None) is not None:
            _tell(
                message,
                "MESSAGE_REACTION_REMOVE",
                {**_event(message, found.emoji, user), "burst": kind, "type": int(kind)},
            )
    if not found.normal and not found.burst:
        del message.reactions[key(found.emoji)]
    message.touched()


def clear(message: Message, written: str | None = None) -> None:
    """Remove all reactions, or all of one emoji."""
    event = _event(message, None, None)
    if written is None:
        message.reactions.clear()
        _tell(message, "MESSAGE_REACTION_REMOVE_ALL", event)
    else:
        found = message.reactions.pop(key(emoji(written)), None)
        if found is None:
            raise unknown("emoji")
        _tell(message, "MESSAGE_REACTION_REMOVE_EMOJI", {**event, "emoji": found.emoji})
    message.touched()


def _refuse_archived(message: Message) -> None:
    if isinstance(message.channel, Thread) and message.channel.archived:
        raise ApiError(400, 50083, "Thread is archived")


def _event(message: Message, found: Json | None, user: User | None) -> Json:
    event: Json = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
    if message.channel.in_guild:
        event["guild_id"] = str(message.channel.guild.id)
    if found is not None:
        event["emoji"] = found
    if user is not None:
        event["user_id"] = str(user.id)
    return event


def _tell(message: Message, name: str, event: Json) -> None:
    guild = message.channel.in_guild
    message.channel.tell(
        name, Intent.GUILD_MESSAGE_REACTIONS if guild else Intent.DIRECT_MESSAGE_REACTIONS, event
    )
