"""Servers: their roles, members and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import unknown
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.people.people import Person
from sandbox.discord.people.refusals import Filters
from sandbox.discord.world import permissions
from sandbox.discord.world.channels import ANNOUNCEMENT, CATEGORY, FORUM, TEXT, Channel, Overwrite, tag
from sandbox.discord.world.members import Member, User
from sandbox.discord.world.scheduled_events import ScheduledEvent
from sandbox.discord.world.threads import Thread

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.world import World

Json = dict[str, Any]


class Role:
    """A role of a guild; `permissions` are bits."""

    def __init__(self, guild: Guild, role_id: int, name: str, permissions: int, position: int) -> None:
        self.guild = guild
        self.id = role_id
        self.name = name
        self.permissions = permissions
        self.position = position
        self.color = 0
        self.hoist = False
        self.mentionable = False
        self.bot_id: int | None = None

    @property
    def mention(self) -> str:
        """How a text names this role."""
        return f"<@&{self.id}>"

    def payload(self) -> Json:
        """The role as the API shows it."""
        shown: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": self.color,
            "colors": {"primary_color": self.color, "secondary_color": None, "tertiary_color": None},
            "hoist": self.hoist,
            "managed": self.bot_id is not None,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            shown["tags"] = {"bot_id": str(self.bot_id)}
        return shown

    def allow(self, allowed: Any) -> None:
        """Give the role exactly these permissions."""
        self.permissions = permissions.bits(allowed)
        self.guild.role_changed(self)


class Guild:
    """A server."""

    def __init__(self, world: World, guild_id: int, name: str, locale: str) -> None:
        self.world = world
        self.id = guild_id
        self.name = name
        self.locale = locale
        self.created_at = world.clock.now()
        self.everyone = Role(self, guild_id, "@everyone", permissions.EVERYONE, 0)
        self.roles: dict[int, Role] = {guild_id: self.everyone}
        self.members: dict[int, Member] = {}
        self.channels: dict[int, Channel] = {}
        self.all_threads: dict[int, Thread] = {}
        self.apps: dict[int, Application] = {}
        self.scheduled_events: dict[int, ScheduledEvent] = {}
        self.filters = Filters()
        self.owner: Person = self.create_member("owner")

    @property
    def threads(self) -> list[Thread]:
        """Every thread and forum post, oldest first."""
        return list(self.all_threads.values())

    @property
    def people(self) -> list[Person]:
        """The members that are not bots."""
        return [member for member in self.members.values() if isinstance(member, Person)]

    def member(self, user_id: int) -> Member:
        """A member by id; raises `ApiError` 10007."""
        found = self.members.get(user_id)
        if found is None:
            raise unknown("member")
        return found

    def create_role(self, name: str, permissions: Any = 0, *, mentionable: bool = False) -> Role:
        """A new role, above all roles of people and below those of bots that were invited later."""
        return self.add_role(name, permissions, mentionable=mentionable)

    def add_role(
        self, name: str, allowed: Any = 0, *, mentionable: bool = False, bot_id: int | None = None
    ) -> Role:
        """A new role at the top of the list."""
        role = Role(self, self.world.new_id(), name, permissions.bits(allowed), len(self.roles))
        role.mentionable = mentionable
        role.bot_id = bot_id
        self.roles[role.id] = role
        self._tell("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.payload()})
        return role

    def role_changed(self, role: Role) -> None:
        """Tell the clients about a role's new properties."""
        self._tell("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": role.payload()})

    def delete_role(self, role: Role) -> None:
        """Remove a role from the guild and from its members."""
        del self.roles[role.id]
        for member in self.members.values():
            member.take(role)
        self._tell("GUILD_ROLE_DELETE", {"guild_id": str(self.id), "role_id": str(role.id)})

    def create_member(
        self,
        name: str,
        roles: list[Role] | tuple[Role, ...] = (),
        locale: str = "en-US",
        permissions: Any = None,
        user: User | None = None,
    ) -> Person:
        """Somebody joins. `permissions` gives a role of their own; `user` lets a person of another guild join."""
        user = user or self.world.create_user(name, locale)
        person = Person(self, user, list(roles), self.world.clock.now())
        if permissions is not None:
            person.roles.append(self.add_role(f"{name}'s", permissions))
        self._join(person)
        return person

    def _join(self, member: Member) -> None:
        self.members[member.id] = member
        joined = {**member.payload(), "guild_id": str(self.id)}
        self._tell("GUILD_MEMBER_ADD", joined, Intent.GUILD_MEMBERS)

    def member_changed(self, member: Member) -> None:
        """Tell the clients about a member's roles or name; a bot always hears about itself."""
        payload = {**member.payload(), "guild_id": str(self.id)}
        for app in self.apps.values():
            intent = 0 if app.user is member.user else Intent.GUILD_MEMBERS
            self.world.tell(app, "GUILD_MEMBER_UPDATE", intent, payload, guild=self)
        self.world.guild_changed(self)

    def tell_of_event(self, happened: str, event: ScheduledEvent) -> None:
        """Tell the clients that an event was created, changed or deleted (`happened`: CREATE, UPDATE, DELETE)."""
        name = f"GUILD_SCHEDULED_EVENT_{happened}"
        self._tell(name, event.payload(), Intent.GUILD_SCHEDULED_EVENTS)

    def remove(self, member: Member) -> None:
        """Kick, or leave."""
        del self.members[member.id]
        left = {"guild_id": str(self.id), "user": member.user.payload}
        self._tell("GUILD_MEMBER_REMOVE", left, Intent.GUILD_MEMBERS)
        if member.user.application:
            app = member.user.application
            del self.apps[app.id]
            self.world.tell(app, "GUILD_DELETE", Intent.GUILDS, {"id": str(self.id)}, guild=self)

    def invite(self, app: Application, permissions: Any = permissions.EVERYONE) -> Member:
        """Add an application's bot. It gets a managed role with these permissions, on top of the list."""
        role = self.add_role(app.name, permissions, bot_id=app.user.id)
        bot = Member(self, app.user, [role], self.world.clock.now())
        self._join(bot)
        self.apps[app.id] = app
        self.world.tell(
            app, "GUILD_CREATE", Intent.GUILDS, lambda intents: self.create_payload(app, intents), guild=self
        )
        return bot

    def bot(self, app: Application) -> Member:
        """The bot as a member; raises `ApiError` 50001 where it is none."""
        return self.members[app.user.id]

    def create_text_channel(self, name: str, **properties: Any) -> Channel:
        """A text channel; `overwrites` maps roles and members to (allow, deny)."""
        return self.add_channel(TEXT, name, **properties)

    def create_announcement_channel(self, name: str, **properties: Any) -> Channel:
        """An announcement channel."""
        return self.add_channel(ANNOUNCEMENT, name, **properties)

    def create_category(self, name: str, **properties: Any) -> Channel:
        """A category."""
        return self.add_channel(CATEGORY, name, **properties)

    def create_forum_channel(
        self, name: str, tags: list[str | Json] | tuple[str, ...] = (), **properties: Any
    ) -> Channel:
        """A forum; tags are names, or objects with name, moderated and emoji_name."""
        forum = self.add_channel(FORUM, name, **properties)
        forum.tags = [tag(self.world.new_id(), given) for given in tags]
        if forum.tags:
            forum.changed()
        return forum

    def add_channel(
        self,
        kind: int,
        name: str,
        *,
        topic: str | None = None,
        parent: Channel | None = None,
        overwrites: dict[Role | Member, tuple[Any, Any]] | None = None,
    ) -> Channel:
        """A new channel of a kind (Discord's number)."""
        channel = Channel(self.world, self, self.world.new_id(), kind, name)
        channel.topic = topic
        channel.parent = parent
        channel.position = len(self.channels)
        for target, (allow, deny) in (overwrites or {}).items():
            channel.overwrites[target.id] = Overwrite(
                target.id, int(isinstance(target, Member)), permissions.bits(allow), permissions.bits(deny)
            )
        self.channels[channel.id] = channel
        self.world.channels[channel.id] = channel
        channel.tell_all("CHANNEL_CREATE")
        return channel

    def channel_named(self, name: str) -> Channel:
        """The first channel or thread of that name."""
        for channel in (*self.channels.values(), *self.all_threads.values()):
            if channel.name == name:
                return channel
        raise KeyError(name)

    def payload(self) -> Json:
        """The guild as the API shows it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "features": ["COMMUNITY", "NEWS"],
            "banner": None,
            "owner_id": str(self.owner.id),
            "application_id": None,
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "roles": [role.payload() for role in self.roles.values()],
            "default_message_notifications": 1,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": self.locale,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": None,
        }

    def create_payload(self, app: Application, intents: int) -> Json:
        """The guild as GUILD_CREATE shows it to a bot: members only if it asked for them."""
        bot = self.bot(app)
        threads = [t for t in self.all_threads.values() if not t.archived and t.visible_to(bot)]
        everybody = intents & Intent.GUILD_MEMBERS and intents & Intent.GUILD_PRESENCES
        return {
            **self.payload(),
            "joined_at": bot.joined_at.isoformat(),
            "large": len(self.members) > 250,
            "member_count": len(self.members),
            "voice_states": [],
            "members": [member.payload() for member in (self.members.values() if everybody else [bot])],
            "channels": [channel.payload() for channel in self.channels.values()],
            "threads": [thread.payload(app) for thread in threads],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _tell(self, event: str, payload: Json, intent: int = Intent.GUILDS) -> None:
        for app in self.apps.values():
            self.world.tell(app, event, intent, payload, guild=self)
        self.world.guild_changed(self)
