"""Windows: who looks at which channel, as the address says."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from sandbox.discord import Channel, Guild, Person
from sandbox.discord.world.channels import CATEGORY
from sandbox.discord.world.world import World

DIRECT = "@me"
"""Where the address of a server stands, for direct messages."""
PREFIX = r"/as/{user:\d{1,20}}/{guild:\d{1,20}|@me}/{place:\d{1,20}}"


@dataclass(frozen=True)
class Window:
    """A member's look at a channel, thread, forum or conversation; in direct messages `guild` is None."""

    world: World
    person: Person
    guild: Guild | None
    place: Channel

    @property
    def address(self) -> str:
        """The path of this window."""
        return f"/as/{self.person.id}/{self.guild.id if self.guild else DIRECT}/{self.place.id}"

    def at(self, place: Channel) -> str:
        """The path of the same member's window on another place."""
        return f"/as/{self.person.id}/{place.guild.id if place.in_guild else DIRECT}/{place.id}"


def window_of(world: World, request: web.Request) -> Window:
    """The window that a request belongs to; raises HTTPNotFound where there is no such member or place, or the member
    does not see it."""
    found = request.match_info
    place = world.channels.get(int(found["place"]))
    person = _person(world, int(found["user"]), found["guild"])
    if place is None or person is None or place.kind == CATEGORY or not place.visible_to(person):
        raise web.HTTPNotFound
    if place.in_guild != (found["guild"] != DIRECT) or (place.in_guild and place.guild is not person.guild):
        raise web.HTTPNotFound
    return Window(world, person, person.guild if place.in_guild else None, place)


def _person(world: World, user_id: int, guild: str) -> Person | None:
    guilds = [world.guilds.get(int(guild))] if guild != DIRECT else list(world.guilds.values())
    members = (found.members.get(user_id) for found in guilds if found is not None)
    return next((member for member in members if isinstance(member, Person)), None)


def first_place(person: Person) -> Channel | None:
    """Where a member comes to when they enter the server: the first channel that they see."""
    seen = [c for c in person.guild.channels.values() if c.kind != CATEGORY and c.visible_to(person)]
    return seen[0] if seen else None
