"""Messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import FAILED, CannotDo, missing_permissions
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.world import components as parts
from sandbox.discord.world import snowflake
from sandbox.discord.world.attachments import Attachment, Reaction
from sandbox.discord.world.members import User
from sandbox.discord.world.permissions import P

if TYPE_CHECKING:
    from sandbox.discord.people.people import Person
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.channels import Channel
    from sandbox.discord.world.threads import Thread

Json = dict[str, Any]

CROSSPOSTED, SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, COMPONENTS_V2 = (
    1,
    1 << 2,
    1 << 6,
    1 << 7,
    1 << 12,
    1 << 15,
)
HAS_THREAD = 1 << 5
DEFAULT, PIN_NOTICE, THREAD_CREATED, REPLY, CHAT_COMMAND, THREAD_STARTER, CONTEXT_COMMAND = (
    0,
    6,
    18,
    19,
    20,
    21,
    23,
)


class Message:
    """A message as it stands now."""

    def __init__(self, channel: Channel, message_id: int, author: User, kind: int = DEFAULT) -> None:
        self.channel = channel
        self.id = message_id
        self.author = author
        self.kind = kind
        self.content = ""
        self.embeds: list[Json] = []
        self.components: list[Json] = []
        self.attachments: list[Attachment] = []
        self.flags = 0
        self.nonce: str | int | None = None
        self.edited_at: datetime | None = None
        self.pinned_at: datetime | None = None
        self.mentions: list[User] = []
        self.mention_roles: list[int] = []
        self.mention_everyone = False
        self.reactions: dict[str, Reaction] = {}
        self.reference: Message | None = None
        self.reference_payload: Json | None = None
        self.application: Application | None = None
        self.metadata: Json | None = None
        self.command: Json | None = None
        self.reader: Person | None = None
        self.thread: Thread | None = None
        self.deleted = False
        self._cached: Json | None = None
        self._buttons: list[parts.Button] | None = None

    def __repr__(self) -> str:
        return f"<Message {self.id} by {self.author.name}: {self.text[:80]!r}>"

    @property
    def created_at(self) -> datetime:
        """When it was sent."""
        return snowflake.time_of(self.id)

    @property
    def ephemeral(self) -> bool:
        """Whether only its reader sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it says only that the application is thinking."""
        return bool(self.flags & LOADING)

    @property
    def pinned(self) -> bool:
        """Whether it is pinned."""
        return self.pinned_at is not None

    @property
    def text(self) -> str:
        """All that can be read in it: the content, embeds and every text display, a line each."""
        lines = [self.content] if self.content else []
        for embed in self.embeds:
            lines += [embed[key] for key in ("title", "description") if embed.get(key)]
            for row in embed.get("fields", []):
                lines += [row["name"], row["value"]]
        return "\n".join(lines + parts.texts(self.components))

    @property
    def buttons(self) -> list[parts.Button]:
        """The buttons, in reading order."""
        if self._buttons is None:
            self._buttons = parts.buttons(self.components)
        return self._buttons

    def button(self, label: str | None = None, custom_id: str | None = None) -> parts.Button:
        """The button with this label or custom id; raises `CannotDo` if there is none."""
        for button in self.buttons:
            if (custom_id is not None and button.custom_id == custom_id) or (
                label is not None and button.label == label
            ):
                return button
        there = [(button.label, button.custom_id) for button in self.buttons]
        raise CannotDo(f"there is no button {label or custom_id!r} on {self!r}, only {there}", says=FAILED)

    def select(self, custom_id: str | None = None) -> Json:
        """The select menu with this custom id (or the only one) as Discord shows it."""
        menus = [found for found in parts.walk(self.components) if found["type"] in parts.SELECTS]
        for menu in menus:
            if custom_id in (None, menu["custom_id"]):
                return menu
        raise CannotDo(
            f"there is no menu {custom_id!r} on {self!r}, only {[menu['custom_id'] for menu in menus]}",
            says=FAILED,
        )

    def touched(self) -> None:
        """It has changed: forget what was computed from it, wake who waits for it."""
        self._cached = self._buttons = None
        if not self.ephemeral:
            self.channel.seen(self)
        self.channel.world.message_changed(self)

    def payload(self, viewer: Application | None = None, content: bool = True) -> Json:
        """The message as the API shows it to an application; without its content if the application may not read it."""
        if self._cached is None:
            self._cached = self._payload()
        shown = self._cached
        if self.reactions or self.thread:
            shown = dict(shown)
            if self.reactions:
                me = viewer.user.id if viewer else 0
                shown["reactions"] = [reaction.payload(me) for reaction in self.reactions.values()]
            if self.thread:
                shown["thread"] = self.thread.payload(viewer)
        if not content:
            shown = {**shown, "content": "", "embeds": [], "components": [], "attachments": []}
        return shown

    def readable_by(self, app: Application, content_intent: bool) -> bool:
        """Whether the application sees what is in it: its own, direct messages, those that mention it, or by intent."""
        return (
            content_intent
            or self.author is app.user
            or not self.channel.in_guild
            or app.user in self.mentions
            or self.application is app
        )

    def _payload(self) -> Json:
        shown: Json = {
            "type": self.kind,
            "content": self.content,
            "mentions": [user.payload for user in self.mentions],
            "mention_roles": [str(role) for role in self.mention_roles],
            "attachments": [attachment.payload() for attachment in self.attachments],
            "embeds": self.embeds,
            "timestamp": self.created_at.isoformat(),
            "edited_timestamp": self.edited_at.isoformat() if self.edited_at else None,
            "flags": self.flags | (HAS_THREAD if self.thread else 0),
            "components": self.components,
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload,
            "pinned": self.pinned,
            "mention_everyone": self.mention_everyone,
            "tts": False,
        }
        if self.nonce is not None:
            shown["nonce"] = self.nonce
        if self.application is not None:
            shown["application_id"] = str(self.application.id)
            shown["webhook_id"] = str(self.application.id)
        if self.metadata is not None:
            shown["interaction_metadata"] = self.metadata
        if self.command is not None:
            shown["interaction"] = self.command
        if self.reference_payload is not None:
            shown["message_reference"] = self.reference_payload
            if self.kind in (REPLY, THREAD_STARTER):
                gone = self.reference is None or self.reference.deleted
                shown["referenced_message"] = (
                    None if gone or self.reference is None else self.reference.bare_payload()
                )
        return shown

    def bare_payload(self) -> Json:
        """The message without what it refers to and without reactions."""
        shown = dict(self._payload())
        shown.pop("referenced_message", None)
        return shown

    def announce(self, event: str) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE to every bot that can see the channel."""
        channel = self.channel
        extra: Json = {}
        intent = Intent.DIRECT_MESSAGES
        guild = None
        if channel.in_guild:
            guild = channel.guild
            intent = Intent.GUILD_MESSAGES
            extra["guild_id"] = str(guild.id)
            member = guild.members.get(self.author.id)
            if member is not None:
                extra["member"] = member.payload(with_user=False)
        for app in channel.audience():
            channel.world.tell(app, event, intent, self._told(app, extra), guild=guild)

    def _told(self, app: Application, extra: Json) -> Callable[[int], Json]:
        def told(intents: int) -> Json:
            readable = self.readable_by(app, bool(intents & Intent.MESSAGE_CONTENT))
            return {**self.payload(app, readable), **extra}

        return told

    def delete_by(self, person: Person) -> None:
        """A member deletes it: the author, somebody who may manage messages, or the reader of an ephemeral one."""
        if self.ephemeral:
            if person is not self.reader:
                raise CannotDo(f"{person.name} does not see this message")
        elif person.user is not self.author and not person.permissions_in(self.channel) & P.MANAGE_MESSAGES:
            raise CannotDo(f"{person.name} may not delete messages of others") from missing_permissions()
        self.delete()

    def delete(self) -> None:
        """Remove it, and tell the clients."""
        self.deleted = True
        self.channel.world.messages.pop(self.id, None)
        stored = self.channel.stored.pop(self.id, None) is not None
        self.channel.world.message_changed(self)
        if not stored:
            return
        event = {"id": str(self.id), "channel_id": str(self.channel.id)}
        if self.channel.in_guild:
            event["guild_id"] = str(self.channel.guild.id)
            self.channel.tell("MESSAGE_DELETE", Intent.GUILD_MESSAGES, event)
        else:
            self.channel.tell("MESSAGE_DELETE", Intent.DIRECT_MESSAGES, event)
