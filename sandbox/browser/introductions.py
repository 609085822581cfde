"""Who is who: what the first page says of the members that one can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.discord import Discord, Guild, Person
from sandbox.people import Residents

MOST = 24
"""So many members of a server are offered when nobody was introduced; all others are found in the members' list."""


@dataclass(frozen=True)
class Introduction:
    """A member, what they are ("whale"), and a sentence on what one can do as them."""

    person: Person
    part: str
    about: str = ""


Introduced = Callable[[], Sequence[Introduction]]
"""Who is introduced now: members come, and servers too, while the page is there."""


def introductions_of(discord: Discord, people: Sequence[Introduction]) -> list[Introduction]:
    """Those that were introduced, else the first members of each server with their roles."""
    if people:
        return list(people)
    return [_by_roles(person) for guild in discord.world.guilds.values() for person in guild.people[:MOST]]


def residents_introduced(residents: Residents) -> list[Introduction]:
    """Everybody who lives in the playground, with their part in it."""
    return [Introduction(each.person, each.character.part, each.character.about) for each in residents.people]


def _by_roles(person: Person) -> Introduction:
    guild: Guild = person.guild
    if person is guild.owner:
        return Introduction(person, "owner of the server")
    roles = ", ".join(role.name for role in person.roles if role is not guild.everyone)
    return Introduction(person, roles or "member")
