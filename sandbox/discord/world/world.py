"""Everything that exists on the loopback Discord."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from sandbox.discord.clock import Clock
from sandbox.discord.errors import unknown
from sandbox.discord.people.refusals import OldEdits
from sandbox.discord.rules.rate_limits import Window
from sandbox.discord.world.applications import Application
from sandbox.discord.world.channels import Channel
from sandbox.discord.world.direct import DirectChannel
from sandbox.discord.world.guilds import Guild
from sandbox.discord.world.members import User
from sandbox.discord.world.snowflake import Snowflakes

if TYPE_CHECKING:
    from sandbox.discord.endpoints import Endpoints
    from sandbox.discord.people.interactions import Interaction
    from sandbox.discord.world.attachments import Attachment
    from sandbox.discord.world.messages import Message

Json = dict[str, Any]
Payload = Json | Callable[[int], Json]


class TellsClients(Protocol):
    """The gateway, as the world sees it."""

    identifies: int

    def dispatch(
        self, app: Application, event: str, intent: int, payload: Payload, guild_id: int | None
    ) -> None:
        """Send an event to the sessions of an application that asked for it."""
        ...


class Watches(Protocol):
    """Somebody who looks at the world as people do, beside the bots; told at once, and must not wait."""

    def message_changed(self, message: Message) -> None:
        """A message is new, or was edited, reacted to, or deleted."""
        ...

    def guild_changed(self, guild: Guild) -> None:
        """A server has other channels, threads, roles or members, or their properties changed."""
        ...


class World:
    """The state: accounts, applications, guilds, channels, messages, files, open interactions."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._snowflakes = Snowflakes(clock)
        self.base_url = ""
        self.gateway_url = ""
        self.users: dict[int, User] = {}
        self.applications: dict[int, Application] = {}
        self.tokens: dict[str, Application] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.direct: dict[tuple[int, int], DirectChannel] = {}
        self.messages: dict[int, Message] = {}
        self.files: dict[int, Attachment] = {}
        self.interactions: dict[str, Interaction] = {}
        self.gateway: TellsClients | None = None
        self.endpoints: Endpoints
        """How interactions reach applications that take them by HTTP; the server brings it."""
        self.old_edits = OldEdits(clock)
        self.conversations: Window | None = None
        """How many conversations a bot may open within a time; None: as many as it likes."""
        self.watchers: list[Watches] = []

    def message_changed(self, message: Message) -> None:
        """Tell those who watch that a message is new or other than it was."""
        for watcher in self.watchers:
            watcher.message_changed(message)

    def guild_changed(self, guild: Guild) -> None:
        """Tell those who watch that a server is other than it was."""
        for watcher in self.watchers:
            watcher.guild_changed(guild)

    def new_id(self) -> int:
        """A new snowflake."""
        return self._snowflakes.next()

    def create_user(self, name: str, locale: str = "en-US") -> User:
        """A new account."""
        user = User(self.new_id(), name, locale)
        self.users[user.id] = user
        return user

    def create_application(self, name: str, privileged_intents: int) -> Application:
        """A new application with its bot account and token."""
        app_id = self.new_id()
        token = f"{app_id}.{secrets.token_urlsafe(6)}.{secrets.token_urlsafe(27)}"
        owner = self.create_user(f"{name.lower().replace(' ', '_')}_team")
        app = Application(self, app_id, name, token, app_id, owner, int(privileged_intents))
        self.users[app.user.id] = app.user
        self.applications[app.id] = app
        self.tokens[token] = app
        return app

    def create_guild(self, name: str, locale: str) -> Guild:
        """A new server."""
        guild = Guild(self, self.new_id(), name, locale)
        self.guilds[guild.id] = guild
        return guild

    def direct_channel(self, app: Application, recipient: User) -> DirectChannel:
        """The direct messages of a bot and a person; made on first use."""
        key = (app.id, recipient.id)
        if key not in self.direct:
            channel = DirectChannel(self, self.new_id(), app, recipient)
            self.direct[key] = channel
            self.channels[channel.id] = channel
            self.tell(app, "CHANNEL_CREATE", 0, channel.payload(), guild=None)
        return self.direct[key]

    def channel(self, channel_id: int) -> Channel:
        """A channel, thread or direct channel by id; raises `ApiError` 10003."""
        found = self.channels.get(channel_id)
        if found is None:
            raise unknown("channel")
        return found

    def guild(self, guild_id: int) -> Guild:
        """A guild by id; raises `ApiError` 10004."""
        found = self.guilds.get(guild_id)
        if found is None:
            raise unknown("guild")
        return found

    def tell(self, app: Application, event: str, intent: int, payload: Payload, guild: Guild | None) -> None:
        """Send an event to an application's sessions; `payload` may depend on the session's intents."""
        if self.gateway is not None:
            self.gateway.dispatch(app, event, intent, payload, guild.id if guild else None)

    def identifies(self) -> int:
        """How often clients have sent IDENTIFY."""
        return self.gateway.identifies if self.gateway is not None else 0
