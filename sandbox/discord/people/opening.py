"""Opening threads and forum posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import ApiError, invalid_form, missing_permissions
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.people.posting import Upload, publish, write
from sandbox.discord.world.channels import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    REQUIRE_TAG,
    Channel,
)
from sandbox.discord.world.members import Member, User
from sandbox.discord.world.messages import THREAD_CREATED, THREAD_STARTER, Message
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application

Json = dict[str, Any]

MAX_TAGS = 5


def open_thread(
    channel: Channel,
    name: str,
    owner: User,
    *,
    message: Message | None = None,
    kind: int = PRIVATE_THREAD,
    auto_archive_minutes: int | None = None,
) -> Thread:
    """A thread on a message (with whose id it goes), or without one."""
    channel.guild.filters.check_name(name)
    if message is not None and message.thread is not None:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    if channel.kind == ANNOUNCEMENT and kind != PRIVATE_THREAD:
        kind = ANNOUNCEMENT_THREAD
    thread = Thread(channel, message.id if message else channel.world.new_id(), kind, name, owner)
    _register(thread, owner, auto_archive_minutes)
    _tell_created(thread)
    if message is not None:
        message.thread = thread
        message.touched()
        message.announce("MESSAGE_UPDATE")
        _notification(thread, thread, THREAD_STARTER, "", owner, message)
    elif kind != PRIVATE_THREAD:
        _notification(channel, thread, THREAD_CREATED, name, owner, None)
    return thread


def _notification(
    place: Channel, thread: Thread, kind: int, text: str, author: User, about: Message | None
) -> None:
    notice = Message(place, place.world.new_id(), author, kind)
    notice.content = text
    notice.reference = about
    notice.reference_payload = {
        "type": 0,
        "channel_id": str(about.channel.id if about else thread.id),
        "guild_id": str(place.guild.id),
        **({"message_id": str(about.id)} if about else {}),
    }
    publish(notice)


def open_post(
    forum: Channel,
    name: str,
    author: Member,
    body: Json,
    uploads: dict[int, Upload],
    applied: list[int],
    auto_archive_minutes: int | None = None,
) -> Thread:
    """A post in a forum. Its first message has the post's id. `ApiError` for tags that the author may not use."""
    check_tags(forum, applied, author)
    forum.guild.filters.check_name(name)
    post = Thread(forum, forum.world.new_id(), PUBLIC_THREAD, name, author.user)
    post.applied = applied
    first = Message(post, post.id, author.user)
    write(first, body, uploads, author, at=("message",))
    _register(post, author.user, auto_archive_minutes)
    _tell_created(post)
    publish(first)
    return post


def check_tags(forum: Channel, applied: list[int], author: Member) -> None:
    """Refuse unknown tags, more than five, none where one is required, and moderators' tags from others."""
    known = {int(tag["id"]): tag for tag in forum.tags}
    if len(applied) > MAX_TAGS:
        raise invalid_form(
            ("applied_tags",), "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_TAGS} or fewer in length."
        )
    if set(applied) - known.keys():
        raise invalid_form(("applied_tags",), "CHANNEL_INVALID_TAG", "This tag does not exist in the forum.")
    if forum.flags & REQUIRE_TAG and not applied:
        raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
    moderated = any(known[tag]["moderated"] for tag in applied)
    if moderated and not author.permissions_in(forum) & P.MANAGE_THREADS:
        raise missing_permissions()


def _register(thread: Thread, owner: User, auto_archive_minutes: int | None) -> None:
    if auto_archive_minutes is not None:
        thread.auto_archive_minutes = auto_archive_minutes
    thread.guild.all_threads[thread.id] = thread
    thread.world.channels[thread.id] = thread
    thread.joined[owner.id] = thread.created_at
    thread.world.guild_changed(thread.guild)


def _tell_created(thread: Thread) -> None:
    def told(app: Application) -> Json:
        return {**thread.payload(app), "newly_created": True}

    for app in thread.audience():
        thread.world.tell(app, "THREAD_CREATE", Intent.GUILDS, told(app), guild=thread.guild)
