"""Members who act: they write, react, use commands, click and fill in forms, as far as their client would let them."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import FAILED, ApiError, CannotDo, missing_access, missing_permissions, unknown
from sandbox.discord.people import interactions as states
from sandbox.discord.people import reacting
from sandbox.discord.people.choosing import chosen
from sandbox.discord.people.interactions import Interaction, Reply
from sandbox.discord.people.opening import open_post, open_thread
from sandbox.discord.people.options import command_data
from sandbox.discord.people.posting import Upload, publish, write
from sandbox.discord.world.applications import CHAT_INPUT, MESSAGE_COMMAND, USER_COMMAND, Application, Command
from sandbox.discord.world.channels import FORUM, PUBLIC_THREAD, Channel
from sandbox.discord.world.components import LINK, SELECTS
from sandbox.discord.world.direct import DirectChannel
from sandbox.discord.world.members import Member
from sandbox.discord.world.messages import REPLY, Message
from sandbox.discord.world.permissions import ALL, P
from sandbox.discord.world.threads import Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
WRITING = P.SEND_MESSAGES | P.SEND_MESSAGES_IN_THREADS
CANNOT_WRITE = "You do not have permission to send messages in this channel."
UNHURRIED = P.MANAGE_MESSAGES | P.MANAGE_CHANNELS
"""Whoever has one of these writes as often as they like in slow mode."""
IN_GUILD, IN_CONVERSATION = 0, 1
"""Where a command may be used (Discord's "interaction context types")."""


def _guild_id(channel: Channel) -> int | None:
    return channel.guild.id if channel.in_guild else None


@contextmanager
def _as_member(what: str) -> Iterator[None]:
    """A refusal of the server is something that the member can't do."""
    try:
        yield
    except ApiError as refusal:
        raise CannotDo(f"{what}: {refusal}") from refusal


class Person(Member):
    """A member of a guild who is not a bot."""

    def __repr__(self) -> str:
        return f"<Person {self.name} {self.id}>"

    def _needs(self, channel: Channel, permission: P) -> None:
        if not channel.visible_to(self):
            raise CannotDo(f"{self.name} does not see {channel.name}") from missing_access()
        if channel.in_guild and permission & ~self.permissions_in(channel):
            says = CANNOT_WRITE if permission & WRITING else ""
            raise CannotDo(
                f"{self.name} has no {permission.name} in {channel.name}", says=says
            ) from missing_permissions()

    def _waits(self, channel: Channel) -> None:
        """Slow mode: who may not manage the channel or its messages writes once in a while."""
        if not channel.slowmode or self.permissions_in(channel) & UNHURRIED:
            return
        now = self.guild.world.clock.now()
        last = channel.last_written.get(self.id)
        if last is not None and (left := channel.slowmode - (now - last).total_seconds()) > 0:
            says = f"Slowmode is enabled. You can send another message in {math.ceil(left)} seconds."
            raise CannotDo(f"{self.name} writes again {left:.0f} seconds too early", says=says)

    # Writing

    async def say(
        self,
        channel: Channel,
        text: str = "",
        *,
        files: list[tuple[str, bytes]] | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Write a message, with files as (name, bytes)."""
        in_thread = isinstance(channel, Thread)
        self._needs(channel, P.SEND_MESSAGES_IN_THREADS if in_thread else P.SEND_MESSAGES)
        if (
            isinstance(channel, Thread)
            and channel.locked
            and not self.permissions_in(channel) & P.MANAGE_THREADS
        ):
            raise CannotDo(f"{channel.name} is locked") from ApiError(400, 160005, "Thread is locked")
        self._waits(channel)
        message = Message(channel, self.guild.world.new_id(), self.user)
        if reply_to is not None:
            message.kind = REPLY
            message.reference = reply_to
            message.reference_payload = {
                "type": 0,
                "channel_id": str(channel.id),
                "message_id": str(reply_to.id),
            }
        uploads = {n: Upload(name, content, None) for n, (name, content) in enumerate(files or [])}
        with _as_member(f"{self.name} writes"):
            write(message, {"content": text}, uploads, self)
        if channel.slowmode:
            channel.last_written[self.id] = message.created_at
        publish(message)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Rewrite one's own message."""
        if message.author is not self.user:
            refusal = ApiError(403, 50005, "Cannot edit a message authored by another user")
            raise CannotDo("only the author can edit a message") from refusal
        with _as_member(f"{self.name} edits"):
            write(message, {"content": text}, {}, self, editing=True)
        message.edited_at = self.guild.world.clock.now()
        message.touched()
        message.announce("MESSAGE_UPDATE")

    async def open_thread(self, channel: Channel, name: str, message: Message | None = None) -> Thread:
        """Open a thread, on a message or without one."""
        self._needs(channel, P.CREATE_PUBLIC_THREADS)
        return open_thread(channel, name, self.user, message=message, kind=PUBLIC_THREAD)

    async def open_post(self, forum: Channel, name: str, text: str, tags: tuple[str, ...] = ()) -> Thread:
        """Open a post in a forum."""
        if forum.kind != FORUM:
            raise CannotDo(f"{forum.name} is no forum")
        self._needs(forum, P.SEND_MESSAGES)
        applied = [int(tag["id"]) for tag in forum.tags if tag["name"] in tags]
        with _as_member(f"{self.name} posts"):
            return open_post(forum, name, self, {"content": text}, {}, applied)

    async def write_to(self, app: Application, text: str) -> Message:
        """Write a direct message to a bot."""
        channel = self.guild.world.direct_channel(app, self.user)
        message = Message(channel, self.guild.world.new_id(), self.user)
        with _as_member(f"{self.name} writes"):
            write(message, {"content": text}, {}, self)
        publish(message)
        return message

    def inbox(self, app: Application) -> list[Message]:
        """The direct messages with a bot, oldest first."""
        return self.guild.world.direct_channel(app, self.user).messages

    # Reactions

    async def react(self, message: Message, emoji: str, *, burst: bool = False) -> None:
        """Add a reaction (with `burst`, a super reaction)."""
        self._needs(message.channel, P.READ_MESSAGE_HISTORY)
        with _as_member(f"{self.name} reacts"):
            reacting.add(message, self.user, emoji, burst=burst)

    async def unreact(self, message: Message, emoji: str, *, burst: bool | None = None) -> None:
        """Take a reaction back."""
        with _as_member(f"{self.name} unreacts"):
            reacting.remove(message, self.user, emoji, burst=burst)

    # Commands

    def commands(self, channel: Channel, kind: int = CHAT_INPUT) -> list[Command]:
        """The commands that this member's client offers here, of all bots of the guild."""
        return [
            command
            for app in self._apps(channel)
            for command in app.commands.values()
            if command.kind == kind
            and app.command(command.name, kind, _guild_id(channel)) is command
            and self._may_use(command, channel)
        ]

    def _apps(self, channel: Channel) -> list[Application]:
        """Whose commands there are here: in a conversation those of the bot that it is with."""
        return [channel.app] if isinstance(channel, DirectChannel) else list(self.guild.apps.values())

    def _may_use(self, command: Command, channel: Channel) -> bool:
        contexts = command.payload.get("contexts")
        if contexts is not None and (IN_GUILD if channel.in_guild else IN_CONVERSATION) not in contexts:
            return False
        if not channel.in_guild:
            return contexts is not None or command.payload.get("dm_permission") is not False
        allowed = self.permissions_in(channel)
        if not allowed & P.USE_APPLICATION_COMMANDS or not channel.visible_to(self):
            return False
        needed = command.payload.get("default_member_permissions")
        if needed is None or allowed == ALL:
            return True
        return int(needed) != 0 and not int(needed) & ~allowed

    def _command(self, channel: Channel, name: str, kind: int) -> tuple[Application, Command]:
        if isinstance(channel, Thread) and channel.archived:
            raise CannotDo(f"{channel.name} is archived") from ApiError(400, 50083, "Thread is archived")
        exists = False
        for app in self._apps(channel):
            command = app.command(name, kind, _guild_id(channel))
            if command is not None:
                exists = True
                if self._may_use(command, channel):
                    return app, command
        if exists:
            refusal = missing_permissions()
            raise CannotDo(f"{self.name} may not use {name!r} in {channel.name}") from refusal
        raise CannotDo(f"no bot has a command {name!r}") from unknown("application command")

    async def slash(self, channel: Channel, command: str, /, **options: Any) -> Reply:
        """Use a slash command ("vote cast"); waits for the acknowledgement, NoAnswer after three seconds."""
        name, *path = command.removeprefix("/").split()
        app, found = self._command(channel, name, CHAT_INPUT)
        data = command_data(found, path, options, channel)
        return await self._interact(Interaction(app, self, channel, states.COMMAND, data))

    async def autocomplete(
        self, channel: Channel, command: str, /, *, focused: str, value: Any = "", **options: Any
    ) -> list[Json]:
        """What a bot suggests while the option `focused` is typed: a list of {name, value}."""
        name, *path = command.removeprefix("/").split()
        app, found = self._command(channel, name, CHAT_INPUT)
        data = command_data(found, path, {**options, focused: value}, channel, focused)
        interaction = Interaction(app, self, channel, states.AUTOCOMPLETE, data)
        await self._interact(interaction)
        return interaction.choices

    async def context_menu(
        self, target: Message | Member, name: str, channel: Channel | None = None
    ) -> Reply:
        """Use a command from the menu of a message, or (in a channel) of a member."""
        if isinstance(target, Message):
            place, kind = target.channel, MESSAGE_COMMAND
            resolved: Json = {"messages": {str(target.id): target.payload()}}
        else:
            if channel is None:
                raise CannotDo("a member's menu is opened in a channel")
            place, kind = channel, USER_COMMAND
            member = {**target.payload(with_user=False), "permissions": str(target.permissions_in(channel))}
            resolved = {"users": {str(target.id): target.user.payload}, "members": {str(target.id): member}}
        app, found = self._command(place, name, kind)
        data: Json = {
            "id": str(found.id),
            "name": found.name,
            "type": kind,
            "target_id": str(target.id),
            "resolved": resolved,
        }
        return await self._interact(Interaction(app, self, place, states.COMMAND, data))

    # Components

    def _sees(self, message: Message) -> Application:
        if message.deleted:
            raise CannotDo("the message was deleted") from unknown("message")
        if message.ephemeral and message.reader is not self:
            raise CannotDo(f"{self.name} does not see this message") from unknown("message")
        if not message.channel.visible_to(self):
            raise CannotDo(f"{self.name} does not see {message.channel.name}") from missing_access()
        app = message.author.application
        if app is None:
            raise CannotDo("people's messages have no components", says=FAILED)
        return app

    async def click(
        self, message: Message, label: str | None = None, *, custom_id: str | None = None
    ) -> Reply:
        """Click a button, by label or custom id."""
        app = self._sees(message)
        button = message.button(label, custom_id)
        if button.disabled or button.style == LINK or button.custom_id is None:
            raise CannotDo(f"{button.label!r} can't be clicked", says=FAILED)
        data: Json = {"component_type": 2, "custom_id": button.custom_id, "id": button.number}
        return await self._interact(Interaction(app, self, message.channel, states.COMPONENT, data, message))

    async def select(self, message: Message, custom_id: str | None = None, *, values: Any) -> Reply:
        """Choose from a menu: values or labels, members, roles, channels."""
        app = self._sees(message)
        menu = message.select(custom_id)
        if menu.get("disabled"):
            raise CannotDo(f"{menu['custom_id']} is disabled", says=FAILED)
        resolved: Json = {}
        data: Json = {"component_type": menu["type"], "custom_id": menu["custom_id"], "id": menu["id"]}
        data["values"] = chosen(menu, values, message.channel, resolved)
        if menu["type"] in SELECTS and resolved:
            data["resolved"] = resolved
        return await self._interact(Interaction(app, self, message.channel, states.COMPONENT, data, message))

    async def send_modal(
        self, opened_by: Interaction, channel: Channel, data: Json, message: Message | None
    ) -> Reply:
        """Send a filled-in form; use `Modal.submit`."""
        interaction = Interaction(opened_by.app, self, channel, states.MODAL_SUBMIT, data, message, opened_by)
        return await self._interact(interaction)

    async def _interact(self, interaction: Interaction) -> Reply:
        interaction.send()
        return await interaction.answered()
