"""Finds the handler of a request, and what a handler gets to see of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import missing_access, missing_permissions, unauthorized
from sandbox.discord.people.refusals import number_too_large, number_too_small
from sandbox.discord.rules.schema import check_request, request_schema
from sandbox.discord.world.members import Member
from sandbox.discord.world.permissions import P

if TYPE_CHECKING:
    from sandbox.discord.people.posting import Upload
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.channels import Channel
    from sandbox.discord.world.guilds import Guild
    from sandbox.discord.world.messages import Message
    from sandbox.discord.world.world import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A status and a JSON body (None: no content)."""

    status: int
    body: Any = None


@dataclass(slots=True)
class Call:
    """One request to the API."""

    world: World
    sender: Application | None
    template: str
    params: dict[str, str]
    query: Any
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)

    @property
    def app(self) -> Application:
        """The application whose token came with the request; `ApiError` 401 without."""
        if self.sender is None:
            raise unauthorized()
        return self.sender

    def number(self, name: str) -> int:
        """A snowflake in the path, or 0 for something else (which is the id of nothing)."""
        text = self.params[name]
        return int(text) if text.isdigit() else 0

    def limit(self, default: int, most: int) -> int:
        """The query's `limit`; one that is not from 1 to `most` is refused."""
        limit = int(self.query.get("limit", default))
        if limit > most:
            raise number_too_large("limit", most)
        if limit < 1:
            raise number_too_small("limit")
        return limit

    def flag(self, name: str) -> bool:
        """A boolean in the query."""
        return self.query.get(name, "").lower() in ("1", "true")

    def check(self, schema: str) -> None:
        """Check the body against a schema of Discord's document."""
        check_request(schema, self.body if self.body is not None else {})

    def moment(self, name: str) -> datetime | None:
        """A time in the query, in ISO 8601."""
        return datetime.fromisoformat(self.query[name]) if name in self.query else None

    def guild(self) -> Guild:
        """The guild in the path, which the bot must be a member of."""
        guild = self.world.guild(self.number("guild_id"))
        if self.app.id not in guild.apps:
            raise missing_access()
        return guild

    def guild_with(self, permission: P) -> tuple[Guild, Member]:
        """The guild in the path and the bot in it, which must have a permission."""
        guild = self.guild()
        bot = guild.bot(self.app)
        if permission & ~bot.permissions:
            raise missing_permissions()
        return guild, bot

    def channel(self, *needed: P) -> Channel:
        """The channel in the path: one that the bot can see (else 50001), with permissions (else 50013)."""
        channel = self.world.channel(self.number("channel_id"))
        self.require(channel, *needed)
        return channel

    def require(self, channel: Channel, *needed: P) -> None:
        """Refuse if the bot can't see a channel, or has not the permissions there."""
        if not channel.in_guild:
            if self.app not in channel.audience():
                raise missing_access()
            return
        bot = channel.guild.members.get(self.app.user.id)
        if bot is None or not channel.visible_to(bot):
            raise missing_access()
        wanted = 0
        for permission in needed:
            wanted |= permission
        if wanted & ~bot.permissions_in(channel):
            raise missing_permissions()

    def may(self, channel: Channel, permission: P) -> bool:
        """Whether the bot has a permission in a channel."""
        return channel.in_guild and not permission & ~channel.guild.bot(self.app).permissions_in(channel)

    def shown(self, message: Message) -> Json:
        """A message as this bot sees it."""
        from sandbox.discord.gateway.intents import Intent

        content = bool(self.app.privileged_intents & Intent.MESSAGE_CONTENT)
        return message.payload(self.app, message.readable_by(self.app, content))


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    """A documented path, and who answers it."""

    method: str
    template: str
    handler: Handler
    schema: str | None
    public: bool
    names: tuple[str, ...]


class Routes:
    """Paths as in Discord's document, registered by decorators."""

    def __init__(self) -> None:
        self.found: list[Route] = []

    def _add(self, method: str, template: str, public: bool, checked: bool) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            schema = request_schema(method, template) if checked else None
            names = tuple(part[1:-1] for part in template.split("/") if part.startswith("{"))
            self.found.append(Route(method, template, handler, schema, public, names))
            return handler

        return register

    def get(self, template: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Answers GET."""
        return self._add("GET", template, public, False)

    def post(
        self, template: str, *, public: bool = False, checked: bool = True
    ) -> Callable[[Handler], Handler]:
        """Answers POST; the body is checked against the document unless the handler does it itself."""
        return self._add("POST", template, public, checked)

    def patch(
        self, template: str, *, public: bool = False, checked: bool = True
    ) -> Callable[[Handler], Handler]:
        """Answers PATCH."""
        return self._add("PATCH", template, public, checked)

    def put(
        self, template: str, *, public: bool = False, checked: bool = True
    ) -> Callable[[Handler], Handler]:
        """Answers PUT."""
        return self._add("PUT", template, public, checked)

    def delete(self, template: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Answers DELETE."""
        return self._add("DELETE", template, public, False)


class Router:
    """A tree of path segments; what is written out goes before a parameter."""

    def __init__(self, *groups: Routes) -> None:
        self._tree: dict[Any, Any] = {}
        for group in groups:
            for route in group.found:
                node = self._tree
                for segment in route.template.strip("/").split("/"):
                    node = node.setdefault("{}" if segment.startswith("{") else segment, {})
                node[("route", route.method)] = route

    def match(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]] | None:
        """The route of a path and its parameters by name."""
        found = self._find(self._tree, method, segments, 0, [])
        if found is None:
            return None
        route, values = found
        return route, dict(zip(route.names, values, strict=True))

    def _find(
        self, node: dict[Any, Any], method: str, segments: list[str], at: int, values: list[str]
    ) -> tuple[Route, list[str]] | None:
        if at == len(segments):
            route = node.get(("route", method))
            return (route, values) if route else None
        for key, grown in ((segments[at], values), ("{}", [*values, segments[at]])):
            if key in node:
                found = self._find(node[key], method, segments, at + 1, grown)
                if found is not None:
                    return found
        return None
