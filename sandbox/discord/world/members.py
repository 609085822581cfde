"""Users, and what a guild knows about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.discord.world import permissions

if TYPE_CHECKING:
    from sandbox.discord.people.refusals import Closed
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.channels import Channel
    from sandbox.discord.world.guilds import Guild, Role

Json = dict[str, Any]


@dataclass(eq=False)
class User:
    """An account, a person's or an application's."""

    id: int
    name: str
    locale: str = "en-US"
    application: Application | None = None
    closed: Closed | None = None
    """How direct messages from bots are refused; None: they are taken."""
    payload: Json = field(init=False)

    def __post_init__(self) -> None:
        bot = self.application is not None
        self.payload = {
            "id": str(self.id),
            "username": self.name,
            "avatar": None,
            "discriminator": "0000" if bot else "0",
            "public_flags": 0,
            "flags": 0,
            "bot": bot,
            "global_name": None if bot else self.name.replace("_", " ").title(),
            "primary_guild": None,
        }

    @property
    def mention(self) -> str:
        """How a text names this account."""
        return f"<@{self.id}>"

    def own_payload(self) -> Json:
        """What the account sees of itself."""
        return {**self.payload, "mfa_enabled": True, "locale": self.locale, "verified": True, "email": None}


class Member:
    """A user in a guild."""

    def __init__(self, guild: Guild, user: User, roles: list[Role], joined_at: datetime) -> None:
        self.guild = guild
        self.user = user
        self.roles = roles
        self.nick: str | None = None
        self.joined_at = joined_at
        self.timeout_until: datetime | None = None

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The user's name."""
        return self.user.name

    @property
    def mention(self) -> str:
        """How a text names this member."""
        return self.user.mention

    @property
    def permissions(self) -> int:
        """What this member may do in the guild as a whole."""
        return permissions.in_guild(self)

    def permissions_in(self, channel: Channel) -> int:
        """What this member may do in a channel or thread."""
        return permissions.in_channel(self, channel)

    @property
    def rank(self) -> int:
        """The position of the highest role."""
        return max((role.position for role in self.roles), default=0)

    def payload(self, with_user: bool = True) -> Json:
        """The member as the API shows it."""
        shown: Json = {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": self.timeout_until.isoformat() if self.timeout_until else None,
            "flags": 0,
            "joined_at": self.joined_at.isoformat(),
            "nick": self.nick,
            "pending": False,
            "premium_since": None,
            "roles": [str(role.id) for role in self.roles],
            "mute": False,
            "deaf": False,
        }
        if with_user:
            shown["user"] = self.user.payload
        return shown

    def give(self, role: Role) -> None:
        """Add a role, as a moderator would."""
        if role not in self.roles:
            self.roles.append(role)
            self.guild.member_changed(self)

    def take(self, role: Role) -> None:
        """Take a role away."""
        if role in self.roles:
            self.roles.remove(role)
            self.guild.member_changed(self)
