"""Channels, forums, threads and direct messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import snowflake
from .errors import CannotDo
from .gateway_intents import Intent
from .permissions import P, bits

if TYPE_CHECKING:
    from .applications import Application
    from .guilds import Guild
    from .members import Member, User
    from .messages import Message
    from .world import World

Json = dict[str, Any]

TEXT, DIRECT, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
FORUM = 15
THREADS = (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)
PINNED_POST = 1 << 1
REQUIRE_TAG = 1 << 4


@dataclass
class Overwrite:
    """What a role (kind 0) or a member (kind 1) is allowed or denied in one channel."""

    id: int
    kind: int
    allow: int
    deny: int

    def payload(self) -> Json:
        """The overwrite as the API shows it."""
        return {"id": str(self.id), "type": self.kind, "allow": str(self.allow), "deny": str(self.deny)}


def tag(tag_id: int, given: str | Json) -> Json:
    """A forum's tag as the API shows it."""
    wanted = {"name": given} if isinstance(given, str) else given
    return {
        "id": str(tag_id),
        "name": wanted["name"],
        "moderated": bool(wanted.get("moderated")),
        "emoji_id": wanted.get("emoji_id"),
        "emoji_name": wanted.get("emoji_name"),
    }


class Channel:
    """A channel of a guild; `kind` is Discord's number."""

    def __init__(self, world: World, guild: Guild | None, channel_id: int, kind: int, name: str) -> None:
        self.world = world
        self._guild = guild
        self.id = channel_id
        self.kind = kind
        self.name = name
        self.topic: str | None = None
        self.position = 0
        self.parent: Channel | None = None
        self.overwrites: dict[int, Overwrite] = {}
        self.tags: list[Json] = []
        self.flags = 0
        self.nsfw = False
        self.slowmode = 0
        self.last_pin_at: datetime | None = None
        self.settings: Json = {}
        self.stored: dict[int, Message] = {}
        self.nonces: dict[tuple[int, str], Message] = {}
        self._watchers: list[tuple[Callable[[Message], bool], asyncio.Future[Message]]] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.id}>"

    @property
    def guild(self) -> Guild:
        """The guild; a direct message has none."""
        if self._guild is None:
            raise LookupError("a direct message belongs to no guild")
        return self._guild

    @property
    def in_guild(self) -> bool:
        """False for direct messages."""
        return self._guild is not None

    @property
    def place(self) -> Channel:
        """The channel whose overwrites count: itself, or a thread's parent."""
        return self

    @property
    def mention(self) -> str:
        """How a text names this channel."""
        return f"<#{self.id}>"

    @property
    def messages(self) -> list[Message]:
        """What everybody in the channel can read, oldest first (no ephemeral messages)."""
        return list(self.stored.values())

    @property
    def threads(self) -> list[Thread]:
        """The threads (in a forum: posts), oldest first."""
        return [thread for thread in self.guild.all_threads.values() if thread.parent is self]

    posts = threads

    def post(self, name: str) -> Thread:
        """The first thread or post of that name."""
        for thread in self.threads:
            if thread.name == name:
                return thread
        raise CannotDo(
            f"there is no thread {name!r} in {self.name}: {[thread.name for thread in self.threads]}"
        )

    async def wait_for(self, predicate: Callable[[Message], bool], timeout: float = 30) -> Message:
        """The first message (there already, new or edited) for which the predicate holds; else TimeoutError."""
        for message in self.messages:
            if predicate(message):
                return message
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        watcher = (predicate, future)
        self._watchers.append(watcher)
        try:
            async with asyncio.timeout(timeout):
                return await future
        finally:
            self._watchers.remove(watcher)

    def seen(self, message: Message) -> None:
        """A message is new or has changed: wake who waits for it."""
        for predicate, future in self._watchers:
            if not future.done() and predicate(message):
                future.set_result(message)

    def visible_to(self, member: Member) -> bool:
        """Whether the member has VIEW_CHANNEL here."""
        return bool(member.permissions_in(self) & P.VIEW_CHANNEL)

    def audience(self) -> list[Application]:
        """The applications whose bots can see this channel."""
        guild = self.guild
        return [app for app in guild.apps.values() if self.visible_to(guild.bot(app))]

    def tell(self, event: str, intent: int, payload: Json) -> None:
        """Send an event to every bot that can see this channel."""
        for app in self.audience():
            self.world.tell(app, event, intent, payload, guild=self._guild)

    def changed(self) -> None:
        """Tell the clients about new properties."""
        self.tell_all("CHANNEL_UPDATE")

    def tell_all(self, event: str) -> None:
        """Send the channel itself to every bot of the guild: bots know of channels that they can't see into."""
        payload = self.payload()
        for app in self.guild.apps.values():
            self.world.tell(app, event, Intent.GUILDS, payload, guild=self._guild)

    def overwrite(self, target: Any, allow: Any = 0, deny: Any = 0) -> None:
        """Set the permissions of a role or member in this channel."""
        self.overwrites[target.id] = Overwrite(
            target.id, int(hasattr(target, "user")), bits(allow), bits(deny)
        )
        self.changed()

    def delete(self) -> None:
        """Remove the channel and its threads."""
        self.tell_all("CHANNEL_DELETE")
        for thread in self.threads:
            thread.delete()
        del self.guild.channels[self.id]
        del self.world.channels[self.id]

    def payload(self, app: Application | None = None) -> Json:
        """The channel as the API shows it."""
        last = next(reversed(self.stored), None)
        shown: Json = {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": str(last) if last else None,
            "flags": self.flags,
            "last_pin_timestamp": self.last_pin_at.isoformat() if self.last_pin_at else None,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": str(self.parent.id) if self.parent else None,
            "rate_limit_per_user": self.slowmode,
            "topic": self.topic,
            "position": self.position,
            "permission_overwrites": [overwrite.payload() for overwrite in self.overwrites.values()],
            "nsfw": self.nsfw,
        }
        if self.kind == FORUM:
            shown |= {
                "last_message_id": str(self.threads[-1].id) if self.threads else None,
                "available_tags": self.tags,
                "default_reaction_emoji": None,
                "default_sort_order": None,
                "default_forum_layout": 0,
                "default_tag_setting": "match_some",
            }
        return shown | self.settings


class Thread(Channel):
    """A thread or a forum post. Its permissions are its parent's."""

    def __init__(self, parent: Channel, thread_id: int, kind: int, name: str, owner: User) -> None:
        super().__init__(parent.world, parent.guild, thread_id, kind, name)
        self.parent = self.home = parent
        self.owner = owner
        self.created_at = parent.world.clock.now()
        self.archived = False
        self.locked = False
        self.invitable = True
        self.archive_at = self.created_at
        self.auto_archive_minutes = 4320
        self.applied: list[int] = []
        self.joined: dict[int, datetime] = {}
        self.total_sent = 0

    @property
    def place(self) -> Channel:
        """The parent, whose overwrites count here."""
        return self.home

    @property
    def starter(self) -> Message | None:
        """A forum post's first message, or the message in the parent that the thread hangs on."""
        return self.stored.get(self.id) or self.home.stored.get(self.id)

    @property
    def tag_names(self) -> list[str]:
        """The names of the tags that this post carries."""
        return [tag["name"] for tag in self.home.tags if int(tag["id"]) in self.applied]

    def visible_to(self, member: Member) -> bool:
        """Private threads are for their members and for who may manage threads."""
        allowed = member.permissions_in(self.home)
        if not allowed & P.VIEW_CHANNEL:
            return False
        return self.kind != PRIVATE_THREAD or member.id in self.joined or bool(allowed & P.MANAGE_THREADS)

    def changed(self) -> None:
        """Tell the clients about new properties."""
        for app in self.audience():
            self.world.tell(app, "THREAD_UPDATE", Intent.GUILDS, self.payload(app), guild=self._guild)

    def archive(self, archived: bool = True) -> None:
        """Archive, or take out of the archive."""
        if self.archived != archived:
            self.archived = archived
            self.archive_at = self.world.clock.now()
            self.changed()

    def join(self, user: User) -> None:
        """Make somebody a member of the thread."""
        if user.id in self.joined:
            return
        self.joined[user.id] = self.world.clock.now()
        event = {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "member_count": len(self.joined),
            "added_members": [self.member_payload(user.id)],
        }
        self.tell("THREAD_MEMBERS_UPDATE", Intent.GUILDS, event)

    def leave(self, user_id: int) -> None:
        """Take somebody out of the thread."""
        if self.joined.pop(user_id, None) is None:
            return
        event = {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "member_count": len(self.joined),
            "removed_member_ids": [str(user_id)],
        }
        self.tell("THREAD_MEMBERS_UPDATE", Intent.GUILDS, event)

    def delete(self) -> None:
        """Remove the thread."""
        event = {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "parent_id": str(self.home.id),
            "type": self.kind,
        }
        self.tell("THREAD_DELETE", Intent.GUILDS, event)
        del self.guild.all_threads[self.id]
        del self.world.channels[self.id]

    def member_payload(self, user_id: int) -> Json:
        """A member of the thread as the API shows it."""
        return {
            "id": str(self.id),
            "user_id": str(user_id),
            "join_timestamp": self.joined[user_id].isoformat(),
            "flags": 0,
        }

    def payload(self, app: Application | None = None) -> Json:
        """The thread as the API shows it; with the bot's own membership."""
        last = next(reversed(self.stored), None)
        shown: Json = {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": str(last) if last else None,
            "flags": self.flags,
            "last_pin_timestamp": self.last_pin_at.isoformat() if self.last_pin_at else None,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": str(self.home.id),
            "rate_limit_per_user": self.slowmode,
            "owner_id": str(self.owner.id),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": self.archive_at.isoformat(),
                "auto_archive_duration": self.auto_archive_minutes,
                "locked": self.locked,
                "create_timestamp": snowflake.time_of(self.id).isoformat(),
            },
            "message_count": len(self.stored) - (self.id in self.stored),
            "member_count": len(self.joined),
            "total_message_sent": self.total_sent,
        }
        if self.kind == PRIVATE_THREAD:
            shown["thread_metadata"]["invitable"] = self.invitable
        if self.home.kind == FORUM:
            shown["applied_tags"] = [str(tag_id) for tag_id in self.applied]
        if app is not None and app.user.id in self.joined:
            shown["member"] = self.member_payload(app.user.id)
        return shown


class DirectChannel(Channel):
    """The direct messages between a bot and a person."""

    def __init__(self, world: World, channel_id: int, app: Application, recipient: User) -> None:
        super().__init__(world, None, channel_id, DIRECT, recipient.name)
        self.app = app
        self.recipient = recipient

    def visible_to(self, member: Member) -> bool:
        """Only the two of them."""
        return member.user in (self.recipient, self.app.user)

    def audience(self) -> list[Application]:
        """The bot."""
        return [self.app]

    def payload(self, app: Application | None = None) -> Json:
        """The channel as the API shows it."""
        last = next(reversed(self.stored), None)
        return {
            "id": str(self.id),
            "type": DIRECT,
            "last_message_id": str(last) if last else None,
            "flags": 0,
            "recipients": [self.recipient.payload],
        }
