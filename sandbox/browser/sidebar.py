"""What stands beside the conversation: servers, channels with their threads, conversations, members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from sandbox.browser.clients import Client
from sandbox.browser.templates import rendered
from sandbox.browser.windows import Window, first_place
from sandbox.discord import Channel, DirectChannel, Guild, Member, Person, Thread
from sandbox.discord.html import avatar_html
from sandbox.discord.world.channels import ANNOUNCEMENT, CATEGORY, DIRECT, FORUM, PRIVATE_THREAD, VOICE

THREADS = 8
"""So many of a channel's threads stand below it; the others are found in the channel."""
MEMBERS = 100
"""So many members at once."""
_SIGNS = {ANNOUNCEMENT: "📣", FORUM: "💬", VOICE: "🔊", PRIVATE_THREAD: "🔒", DIRECT: "@"}


@dataclass(frozen=True)
class Entry:
    """A channel in the list."""

    place: Channel
    name: str
    sign: str
    unread: bool
    mentions: int
    threads: tuple[Entry, ...] = ()


def sign(place: Channel) -> str:
    """What stands before a channel's name."""
    return _SIGNS.get(place.kind, "#")


def name_of(window: Window, place: Channel) -> str:
    """How a channel is called; a conversation by who else is in it."""
    return place.app.name if isinstance(place, DirectChannel) else place.name


def channels(window: Window, client: Client) -> Markup:
    """The servers, and the channels of the one that the window is in, or the conversations."""
    groups = _conversations(window, client) if window.guild is None else _groups(window.guild, window, client)
    user = window.person.user
    guilds = [guild for guild in window.world.guilds.values() if user.id in guild.members]

    def entrance(guild: Guild) -> str:
        person = guild.members[user.id]
        place = first_place(person) if isinstance(person, Person) else None
        return f"/as/{user.id}/{guild.id}/{place.id}" if place else "/"

    return rendered("channels.html", window=window, guilds=guilds, groups=list(groups), entrance=entrance)


def _groups(guild: Guild, window: Window, client: Client) -> Iterator[tuple[str, list[Entry]]]:
    """The channels that the member sees, by category; those without one first."""
    seen = [place for place in guild.channels.values() if place.visible_to(window.person)]
    threads: dict[int, list[Thread]] = {}
    for thread in guild.all_threads.values():
        if not thread.archived:
            threads.setdefault(thread.home.id, []).append(thread)
    heads: list[Channel | None] = [None, *(place for place in seen if place.kind == CATEGORY)]
    hidden = [place for place in seen if place.parent is not None and place.parent not in heads]
    for head in heads:
        inside = [place for place in seen if place.kind != CATEGORY and place.parent is head]
        inside += hidden if head is None else []
        if inside or head is not None:
            yield (
                head.name if head else "",
                [_entry(place, window, client, threads.get(place.id, [])) for place in inside],
            )


def _entry(place: Channel, window: Window, client: Client, threads: list[Thread]) -> Entry:
    newest = sorted(threads, key=lambda thread: next(reversed(thread.stored), thread.id), reverse=True)
    below = (thread for thread in newest if thread.visible_to(window.person))
    return Entry(
        place,
        name_of(window, place),
        sign(place),
        client.unread(place),
        client.mentions(place),
        tuple(_entry(thread, window, client, []) for thread in islice(below, THREADS)),
    )


def _conversations(window: Window, client: Client) -> Iterator[tuple[str, list[Entry]]]:
    """The conversations with bots: this Discord has none between people."""
    found = [
        place
        for (_, user), place in window.world.direct.items()
        if user == window.person.id and isinstance(place, DirectChannel)
    ]
    yield "Direct messages", [_entry(place, window, client, []) for place in found]


def members(window: Window, after: int = 0, search: str = "") -> Markup:
    """A page of the members who see the channel, those of raised roles first."""
    found = _members(window, search.strip().casefold())
    page = found[after : after + MEMBERS]
    following = after + MEMBERS if len(found) > after + MEMBERS else None
    rows = [(member, _title(member), member.user.application is not None) for member in page]
    return rendered(
        "members.html",
        window=window,
        rows=rows,
        total=len(found),
        first=after == 0,
        following=following,
        avatar=avatar,
    )


def _members(window: Window, search: str) -> list[Member]:
    if window.guild is None:
        return []
    seen = [
        member
        for member in window.guild.members.values()
        if search in member.name.casefold() and window.place.visible_to(member)
    ]
    return sorted(seen, key=lambda member: -member.rank if member.roles else 0)


def _title(member: Member) -> str:
    """The member's highest role."""
    if isinstance(member, Member) and member is member.guild.owner:
        return "Owner"
    roles = [role for role in member.roles if role is not member.guild.everyone]
    return max(roles, key=lambda role: role.position).name if roles else ""


def avatar(name: str) -> Markup:
    """A member's disc."""
    return Markup(avatar_html(name))
