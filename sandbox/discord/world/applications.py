"""Applications: the bot's account, token and commands."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.discord.gateway.intents import Intent
from sandbox.discord.world.members import User

if TYPE_CHECKING:
    from sandbox.discord.world.world import World

Json = dict[str, Any]

CHAT_INPUT, USER_COMMAND, MESSAGE_COMMAND = 1, 2, 3


@dataclass(eq=False)
class Command:
    """An application command as it was synced; `guild_id` is None for a global one."""

    id: int
    guild_id: int | None
    payload: Json

    @property
    def name(self) -> str:
        """The name in the default language."""
        name: str = self.payload["name"]
        return name

    @property
    def kind(self) -> int:
        """CHAT_INPUT, USER_COMMAND or MESSAGE_COMMAND."""
        kind: int = self.payload["type"]
        return kind


@dataclass(eq=False)
class Application:
    """A bot's application. `privileged_intents` are those switched on in its settings."""

    world: World
    id: int
    name: str
    token: str
    user_id: int
    owner: User
    privileged_intents: int = 0
    user: User = field(init=False)
    commands: dict[int, Command] = field(default_factory=dict)
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    redirects: set[str] = field(default_factory=set)
    """Where a login may lead back to, as its settings say."""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    """With which Discord signs what it posts to the application."""
    interactions_endpoint_url: str | None = None
    """Where interactions are posted to; None: they go over the gateway."""
    role_connections_verification_url: str | None = None
    """Where members come for a linked role."""
    role_connections_metadata: list[Json] = field(default_factory=list)
    """The fields of which linked roles are made."""
    role_connections: dict[int, Json] = field(default_factory=dict)
    """What it told of accounts, by their ids."""

    def __post_init__(self) -> None:
        self.user = User(self.user_id, self.name, application=self)

    def commands_in(self, guild_id: int | None) -> list[Command]:
        """The commands of one scope: a guild's, or the global ones."""
        return [command for command in self.commands.values() if command.guild_id == guild_id]

    def command(self, name: str, kind: int, guild_id: int | None) -> Command | None:
        """The command that a member of the guild gets for a name: the guild's own before the global one."""
        for scope in (guild_id, None):
            for command in self.commands_in(scope):
                if command.name == name and command.kind == kind:
                    return command
        return None

    def payload(self) -> Json:
        """The application as its own bot sees it."""
        flags = 0
        if self.privileged_intents & Intent.GUILD_PRESENCES:
            flags |= 1 << 13
        if self.privileged_intents & Intent.GUILD_MEMBERS:
            flags |= 1 << 15
        if self.privileged_intents & Intent.MESSAGE_CONTENT:
            flags |= 1 << 19
        guilds = sum(self.id in guild.apps for guild in self.world.guilds.values())
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.user.payload,
            "bot_public": True,
            "bot_require_code_grant": False,
            "integration_types_config": {"0": {}},
            "verify_key": self.key.public_key().public_bytes_raw().hex(),
            "flags": flags,
            "flags_new": str(flags),
            "redirect_uris": [],
            "interactions_endpoint_url": self.interactions_endpoint_url,
            "role_connections_verification_url": self.role_connections_verification_url,
            "owner": self.owner.payload,
            "approximate_guild_count": guilds,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
        }
