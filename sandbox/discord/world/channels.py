"""Channels and forums."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import CannotDo
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.world.permissions import P, bits

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.guilds import Guild
    from sandbox.discord.world.members import Member
    from sandbox.discord.world.messages import Message
    from sandbox.discord.world.threads import Thread
    from sandbox.discord.world.world import World

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
        """Seconds between two messages of one member."""
        self.last_written: dict[int, datetime] = {}
        """When who may not skip them wrote last, by the id of the user."""
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
        self.world.guild_changed(self.guild)

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

    def common_payload(self) -> Json:
        """What the API shows of channels and threads alike."""
        last = next(reversed(self.stored), None)
        return {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": str(last) if last else None,
            "flags": self.flags,
            "last_pin_timestamp": self.last_pin_at.isoformat() if self.last_pin_at else None,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": str(self.parent.id) if self.parent else None,
            "rate_limit_per_user": self.slowmode,
        }

    def payload(self, app: Application | None = None) -> Json:
        """The channel as the API shows it."""
        shown: Json = {
            **self.common_payload(),
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
