"""Threads and forum posts."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import ApiError, invalid_form, missing_permissions, unknown
from sandbox.discord.people.opening import check_tags, open_post, open_thread
from sandbox.discord.routes.messages import the_message
from sandbox.discord.routes.routing import Answer, Call, Routes
from sandbox.discord.world.channels import ANNOUNCEMENT, FORUM, PINNED_POST, PRIVATE_THREAD, TEXT
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

routes = Routes()
Json = dict[str, Any]


@routes.post("/channels/{channel_id}/threads", checked=False)
def create_thread(call: Call) -> Answer:
    """A thread without a message, or a post in a forum."""
    channel = call.channel()
    body = call.body
    minutes = body.get("auto_archive_duration")
    if channel.kind == FORUM:
        call.check("CreateForumThreadRequest")
        call.require(channel, P.SEND_MESSAGES)
        if call.uploads:
            call.require(channel, P.ATTACH_FILES)
        applied = [int(tag) for tag in body.get("applied_tags") or []]
        author = channel.guild.bot(call.app)
        post = open_post(channel, body["name"], author, body["message"], call.uploads, applied, minutes)
        first = post.stored[post.id]
        return Answer(201, {**post.payload(call.app), "message": call.shown(first)})
    if channel.kind not in (TEXT, ANNOUNCEMENT):
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    call.check("CreateTextThreadWithoutMessageRequest")
    kind = int(body.get("type") or PRIVATE_THREAD)
    call.require(channel, P.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else P.CREATE_PUBLIC_THREADS)
    thread = open_thread(channel, body["name"], call.app.user, kind=kind, auto_archive_minutes=minutes)
    return Answer(201, thread.payload(call.app))


@routes.post("/channels/{channel_id}/messages/{message_id}/threads")
def create_thread_on(call: Call) -> Answer:
    """A thread that hangs on a message."""
    message = the_message(call, P.CREATE_PUBLIC_THREADS)
    if message.channel.kind not in (TEXT, ANNOUNCEMENT):
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    minutes = call.body.get("auto_archive_duration")
    thread = open_thread(
        message.channel,
        call.body["name"],
        call.app.user,
        message=message,
        kind=11,
        auto_archive_minutes=minutes,
    )
    return Answer(201, thread.payload(call.app))


def change_thread(call: Call, thread: Thread) -> Json:
    """Rename, tag, archive, lock. The bot that opened the thread may, others with MANAGE_THREADS; locking needs it."""
    body = call.body
    moderator = call.may(thread, P.MANAGE_THREADS)
    if not moderator and thread.owner is not call.app.user:
        raise missing_permissions()
    if not moderator and ("locked" in body or "flags" in body or thread.locked):
        raise missing_permissions()
    unarchived = body.get("archived") is False
    if thread.archived and not unarchived:
        raise ApiError(400, 50083, "Thread is archived")
    if "name" in body and not body["name"]:
        raise invalid_form(("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if "applied_tags" in body:
        applied = [int(tag) for tag in body["applied_tags"] or []]
        if thread.home.kind != FORUM:
            raise invalid_form(("applied_tags",), "CHANNEL_NOT_FORUM", "Only forum posts have tags.")
        check_tags(thread.home, applied, thread.guild.bot(call.app))
        thread.applied = applied
    if "name" in body:
        thread.guild.filters.check_name(body["name"])
    thread.name = body.get("name", thread.name)
    thread.locked = bool(body.get("locked", thread.locked))
    if "archived" in body and bool(body["archived"]) != thread.archived:
        thread.archived = bool(body["archived"])
        thread.archive_at = call.world.clock.now()
    if "flags" in body:
        thread.flags = int(body["flags"] or 0) & PINNED_POST
    if body.get("rate_limit_per_user") is not None:
        thread.slowmode = body["rate_limit_per_user"]
    if body.get("auto_archive_duration") is not None:
        thread.auto_archive_minutes = int(body["auto_archive_duration"])
    if body.get("invitable") is not None:
        thread.invitable = body["invitable"]
    thread.changed()
    return thread.payload(call.app)


def _thread(call: Call) -> Thread:
    thread = call.channel()
    if not isinstance(thread, Thread):
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return thread


def _open_thread(call: Call) -> Thread:
    thread = _thread(call)
    if thread.archived:
        raise ApiError(400, 50083, "Thread is archived")
    return thread


@routes.get("/channels/{channel_id}/thread-members")
def list_thread_members(call: Call) -> list[Json]:
    """Who is in a thread."""
    thread = _thread(call)
    return [thread.member_payload(user_id) for user_id in thread.joined]


@routes.get("/channels/{channel_id}/thread-members/{user_id}")
def get_thread_member(call: Call) -> Json:
    """One member of a thread."""
    thread = _thread(call)
    if call.number("user_id") not in thread.joined:
        raise unknown("member")
    return thread.member_payload(call.number("user_id"))


@routes.put("/channels/{channel_id}/thread-members/@me")
def join_thread(call: Call) -> None:
    """Join a thread."""
    _open_thread(call).join(call.app.user)


@routes.delete("/channels/{channel_id}/thread-members/@me")
def leave_thread(call: Call) -> None:
    """Leave a thread."""
    _open_thread(call).leave(call.app.user.id)


@routes.put("/channels/{channel_id}/thread-members/{user_id}")
def add_thread_member(call: Call) -> None:
    """Put a member into a thread."""
    thread = _open_thread(call)
    call.require(thread, P.SEND_MESSAGES_IN_THREADS)
    thread.join(thread.guild.member(call.number("user_id")).user)


@routes.delete("/channels/{channel_id}/thread-members/{user_id}")
def remove_thread_member(call: Call) -> None:
    """Take a member out of a thread."""
    thread = _open_thread(call)
    if thread.owner is not call.app.user:
        call.require(thread, P.MANAGE_THREADS)
    thread.leave(call.number("user_id"))


def _page(call: Call, threads: list[Thread], has_more: bool = False) -> Json:
    members = [
        thread.member_payload(call.app.user.id) for thread in threads if call.app.user.id in thread.joined
    ]
    return {
        "threads": [thread.payload(call.app) for thread in threads],
        "members": members,
        "has_more": has_more,
    }


@routes.get("/guilds/{guild_id}/threads/active")
def active_threads(call: Call) -> Json:
    """Threads of a guild that are not archived and that the bot can see."""
    guild = call.guild()
    bot = guild.bot(call.app)
    return _page(
        call, [thread for thread in reversed(guild.threads) if not thread.archived and thread.visible_to(bot)]
    )


def _archived(call: Call, private: bool) -> Json:
    channel = call.channel(P.READ_MESSAGE_HISTORY)
    if private:
        call.require(channel, P.MANAGE_THREADS)
    found = [
        thread for thread in channel.threads if thread.archived and (thread.kind == PRIVATE_THREAD) == private
    ]
    found.sort(key=lambda thread: (thread.archive_at, thread.id), reverse=True)
    before = call.moment("before")
    if before is not None:
        found = [thread for thread in found if thread.archive_at < before]
    limit = call.limit(50, 100)
    return _page(call, found[:limit], len(found) > limit)


@routes.get("/channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Json:
    """Archived threads and posts, last archived first."""
    return _archived(call, False)


@routes.get("/channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Json:
    """Archived private threads."""
    return _archived(call, True)
