"""Threads and forum posts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.discord.gateway.intents import Intent
from sandbox.discord.world import snowflake
from sandbox.discord.world.channels import FORUM, PRIVATE_THREAD, Channel
from sandbox.discord.world.permissions import P

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.members import Member, User
    from sandbox.discord.world.messages import Message

Json = dict[str, Any]


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
        self.world.guild_changed(self.guild)

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
        self.world.guild_changed(self.guild)

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
        shown: Json = {
            **self.common_payload(),
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
