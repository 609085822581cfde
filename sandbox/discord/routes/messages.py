"""Messages: send, read, edit, delete, pin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.discord.errors import ApiError, invalid_form, missing_permissions, unknown
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.people.posting import publish, write
from sandbox.discord.routes.routing import Call, Routes
from sandbox.discord.world.channels import ANNOUNCEMENT, CATEGORY, FORUM, Channel
from sandbox.discord.world.direct import DirectChannel
from sandbox.discord.world.messages import CROSSPOSTED, PIN_NOTICE, REPLY, SUPPRESS_EMBEDS, Message
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

routes = Routes()
Json = dict[str, Any]

NONCE_REMEMBERED = timedelta(minutes=5)
MAX_PINS = 250


def the_message(call: Call, *needed: P) -> Message:
    """The message in the path, in a channel that the bot can see; `ApiError` 10008 if there is none."""
    channel = call.channel(*needed)
    message = channel.stored.get(call.number("message_id"))
    if message is None:
        raise unknown("message")
    return message


@routes.post("/channels/{channel_id}/messages")
def create_message(call: Call) -> Json:
    """Send. With `enforce_nonce`, the same nonce within five minutes gives the message that is there already."""
    channel = call.channel(P.VIEW_CHANNEL)
    if isinstance(channel, DirectChannel) and channel.recipient.closed:
        channel.recipient.closed.refuse()
    _refuse_writing(call, channel)
    body = call.body
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        known = _same_nonce(call, channel, str(nonce))
        if known is not None:
            return call.shown(known)
    message = Message(channel, call.world.new_id(), call.app.user)
    message.nonce = nonce
    if body.get("message_reference"):
        _refer(call, channel, message, body["message_reference"])
    sender = channel.guild.bot(call.app) if channel.in_guild else call.app.user
    write(message, body, call.uploads, sender)
    if nonce is not None:
        channel.nonces[call.app.user.id, str(nonce)] = message
    publish(message)
    return call.shown(message)


def _refuse_writing(call: Call, channel: Channel) -> None:
    if channel.kind in (FORUM, CATEGORY):
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    call.require(channel, P.SEND_MESSAGES_IN_THREADS if isinstance(channel, Thread) else P.SEND_MESSAGES)
    if isinstance(channel, Thread) and channel.locked and not call.may(channel, P.MANAGE_THREADS):
        raise ApiError(400, 160005, "Thread is locked")
    if call.uploads:
        call.require(channel, P.ATTACH_FILES)
    if call.body.get("embeds"):
        call.require(channel, P.EMBED_LINKS)


def _same_nonce(call: Call, channel: Channel, nonce: str) -> Message | None:
    known = channel.nonces.get((call.app.user.id, nonce))
    if known is None or known.deleted or known.created_at < call.world.clock.now() - NONCE_REMEMBERED:
        return None
    return known


def _refer(call: Call, channel: Channel, message: Message, reference: Json) -> None:
    found = channel.stored.get(int(reference["message_id"]))
    if found is None:
        if reference.get("fail_if_not_exists") is False:
            return
        raise invalid_form(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    call.require(channel, P.READ_MESSAGE_HISTORY)
    message.kind = REPLY
    message.reference = found
    message.reference_payload = {"type": 0, "channel_id": str(channel.id), "message_id": str(found.id)}
    if channel.in_guild:
        message.reference_payload["guild_id"] = str(channel.guild.id)


@routes.get("/channels/{channel_id}/messages")
def list_messages(call: Call) -> list[Json]:
    """A page, newest first; nothing without READ_MESSAGE_HISTORY."""
    channel = call.channel(P.VIEW_CHANNEL)
    if channel.in_guild and not call.may(channel, P.READ_MESSAGE_HISTORY):
        return []
    limit = call.limit(50, 100)
    messages = channel.messages
    if "around" in call.query:
        middle = int(call.query["around"])
        before = [m for m in messages if m.id < middle][-(limit // 2) :] if limit > 1 else []
        page = before + [m for m in messages if m.id >= middle][: limit - len(before)]
    elif "after" in call.query:
        page = [m for m in messages if m.id > int(call.query["after"])][:limit]
    else:
        before_id = int(call.query.get("before", 1 << 63))
        page = [m for m in messages if m.id < before_id][-limit:]
    return [call.shown(message) for message in reversed(page)]


@routes.get("/channels/{channel_id}/messages/{message_id}")
def get_message(call: Call) -> Json:
    """One message."""
    return call.shown(the_message(call, P.READ_MESSAGE_HISTORY))


@routes.patch("/channels/{channel_id}/messages/{message_id}")
def edit_message(call: Call) -> Json:
    """Edit one's own message; of others', only embeds can be suppressed, with MANAGE_MESSAGES."""
    message = the_message(call)
    channel = message.channel
    if isinstance(channel, Thread) and channel.archived:
        raise ApiError(400, 50083, "Thread is archived")
    if message.author is not call.app.user:
        if set(call.body) != {"flags"}:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        call.require(channel, P.MANAGE_MESSAGES)
        message.flags = message.flags & ~SUPPRESS_EMBEDS | int(call.body["flags"] or 0) & SUPPRESS_EMBEDS
    else:
        call.world.old_edits.take(message.id, call.world.clock.now() - message.created_at)
        sender = channel.guild.bot(call.app) if channel.in_guild else call.app.user
        write(message, call.body, call.uploads, sender, editing=True)
    message.edited_at = call.world.clock.now()
    message.touched()
    message.announce("MESSAGE_UPDATE")
    return call.shown(message)


@routes.delete("/channels/{channel_id}/messages/{message_id}")
def delete_message(call: Call) -> None:
    """Delete one's own message, or with MANAGE_MESSAGES any."""
    message = the_message(call)
    if message.author is not call.app.user and not call.may(message.channel, P.MANAGE_MESSAGES):
        raise missing_permissions()
    message.delete()


@routes.post("/channels/{channel_id}/messages/bulk-delete")
def bulk_delete(call: Call) -> None:
    """Delete 2 to 100 messages not older than two weeks."""
    channel = call.channel(P.MANAGE_MESSAGES)
    given = [int(message_id) for message_id in call.body.get("messages") or []]
    if not 2 <= len(given) <= 100:
        raise invalid_form(("messages",), "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 100 in length.")
    oldest = call.world.clock.now() - timedelta(days=14)
    found = [channel.stored[message_id] for message_id in given if message_id in channel.stored]
    if any(message.created_at < oldest for message in found):
        raise ApiError(400, 50034, "A message provided was too old to bulk delete")
    for message in found:
        message.deleted = True
        del channel.stored[message.id]
        call.world.messages.pop(message.id, None)
    event = {
        "ids": [str(message.id) for message in found],
        "channel_id": str(channel.id),
        "guild_id": str(channel.guild.id),
    }
    channel.tell("MESSAGE_DELETE_BULK", Intent.GUILD_MESSAGES, event)


@routes.post("/channels/{channel_id}/messages/{message_id}/crosspost")
def crosspost(call: Call) -> Json:
    """Publish an announcement to the channels that follow."""
    message = the_message(call)
    if message.channel.kind != ANNOUNCEMENT:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    if message.flags & CROSSPOSTED:
        raise ApiError(400, 40033, "This message has already been crossposted")
    call.require(message.channel, P.SEND_MESSAGES if message.author is call.app.user else P.MANAGE_MESSAGES)
    message.flags |= CROSSPOSTED
    message.touched()
    message.announce("MESSAGE_UPDATE")
    return call.shown(message)


@routes.post("/channels/{channel_id}/typing")
def typing(call: Call) -> Json:
    """The bot is typing."""
    call.channel(P.SEND_MESSAGES)
    return {}


# Polls: there are none


@routes.post("/channels/{channel_id}/polls/{message_id}/expire")
def expire_poll(call: Call) -> None:
    """End a poll, which no message has here."""
    the_message(call)
    raise ApiError(400, 520006, "Cannot expire a non-poll message")


@routes.get("/channels/{channel_id}/polls/{message_id}/answers/{answer_id}")
def poll_answers(call: Call) -> None:
    """Who chose an answer of a poll, which no message has here."""
    the_message(call)
    raise unknown("message")


# Pins


@routes.put("/channels/{channel_id}/messages/pins/{message_id}")
@routes.put("/channels/{channel_id}/pins/{message_id}")
def pin(call: Call) -> None:
    """Pin; a notice appears in the channel."""
    message = the_message(call, P.PIN_MESSAGES)
    if message.pinned:
        return
    if len(_pinned(message.channel)) >= MAX_PINS:
        raise ApiError(400, 30003, f"Maximum number of pins reached ({MAX_PINS})")
    message.pinned_at = message.channel.last_pin_at = call.world.clock.now()
    _pins_changed(message)
    notice = Message(message.channel, call.world.new_id(), call.app.user, PIN_NOTICE)
    notice.reference_payload = {
        "type": 0,
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
    }
    publish(notice)


@routes.delete("/channels/{channel_id}/messages/pins/{message_id}")
@routes.delete("/channels/{channel_id}/pins/{message_id}")
def unpin(call: Call) -> None:
    """Take a pin out."""
    message = the_message(call, P.PIN_MESSAGES)
    if message.pinned:
        message.pinned_at = None
        _pins_changed(message)


def _pins_changed(message: Message) -> None:
    message.touched()
    message.announce("MESSAGE_UPDATE")
    channel = message.channel
    last = channel.last_pin_at.isoformat() if channel.last_pin_at else None
    event: Json = {"channel_id": str(channel.id), "last_pin_timestamp": last}
    if channel.in_guild:
        event["guild_id"] = str(channel.guild.id)
    channel.tell("CHANNEL_PINS_UPDATE", Intent.GUILDS if channel.in_guild else Intent.DIRECT_MESSAGES, event)


def _pinned(channel: Channel) -> list[Message]:
    pinned = [message for message in channel.messages if message.pinned_at is not None]
    return sorted(pinned, key=lambda message: (message.pinned_at, message.id), reverse=True)


@routes.get("/channels/{channel_id}/pins")
def list_pins(call: Call) -> list[Json]:
    """The first 50 pins, last pinned first."""
    return [call.shown(message) for message in _pinned(call.channel(P.READ_MESSAGE_HISTORY))[:50]]


@routes.get("/channels/{channel_id}/messages/pins")
def page_of_pins(call: Call) -> Json:
    """A page of pins, last pinned first, before a time."""
    pinned = _pinned(call.channel(P.READ_MESSAGE_HISTORY))
    before = call.moment("before")
    if before is not None:
        pinned = [message for message in pinned if message.pinned_at and message.pinned_at < before]
    limit = call.limit(50, 50)
    items = [
        {"pinned_at": message.pinned_at.isoformat(), "message": call.shown(message)}
        for message in pinned[:limit]
        if message.pinned_at
    ]
    return {"items": items, "has_more": len(pinned) > limit}
