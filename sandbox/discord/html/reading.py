"""What a reader's client knows beside the message: the time, names, and where files are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sandbox.discord.world.members import Member
    from sandbox.discord.world.world import World


class Names(Protocol):
    """How a client calls what a text mentions by its id; None for what it doesn't know."""

    def member(self, user_id: int) -> str | None: ...

    def role(self, role_id: int) -> str | None: ...

    def channel(self, channel_id: int) -> str | None: ...


@dataclass(frozen=True)
class WorldNames:
    """The names of everybody and everything on the loopback Discord."""

    world: World

    def member(self, user_id: int) -> str | None:
        user = self.world.users.get(user_id)
        return None if user is None else str(user.payload["global_name"] or user.name)

    def role(self, role_id: int) -> str | None:
        roles = (guild.roles.get(role_id) for guild in self.world.guilds.values())
        return next((role.name for role in roles if role is not None), None)

    def channel(self, channel_id: int) -> str | None:
        channel = self.world.channels.get(channel_id)
        return None if channel is None else channel.name


def names_of(world: World) -> Names:
    """The names of everybody and everything on the loopback Discord."""
    return WorldNames(world)


def _as_it_is(url: str) -> str:
    return url


@dataclass(frozen=True)
class Reading:
    """One look at messages: at this moment, in UTC, with these names."""

    names: Names
    now: datetime
    media: Callable[[str], str] = _as_it_is
    """The address at which a page finds a file, by the one that the message names."""
    link: Callable[[str], str] = _as_it_is
    """Where a link leads, by the address that the message names: a page has its own for channels and messages."""
    reader: Member | None = None
    """Who looks at it and may act on it; None: nobody does, as in a picture."""
    failed: Collection[int] = ()
    """Ids of messages at which the reader's last click was not answered."""

    def when(self, time: datetime) -> str:
        """The time above a message."""
        days = (self.now.date() - time.date()).days
        if days in (0, 1):
            return f"{'Today' if days == 0 else 'Yesterday'} at {time:%H:%M}"
        return f"{time:%d/%m/%Y %H:%M}"

    def time_html(self, time: datetime, style: str, shown: str) -> str:
        """A time for a page that words it anew where the reader is, as `when` does (style "when") or `timestamp`."""
        return f'<time datetime="{time.isoformat()}" data-style="{style}">{escape(shown)}</time>'

    def timestamp(self, seconds: int, style: str) -> str:
        """`<t:seconds:style>` as an English client shows it; raises ValueError for a time beyond what there is."""
        time = moment(seconds)
        if style == "R":
            return _relative(time - self.now)
        return {
            "t": f"{time:%H:%M}",
            "T": f"{time:%H:%M:%S}",
            "d": f"{time:%d/%m/%Y}",
            "D": f"{time.day} {time:%B %Y}",
            "F": f"{time:%A}, {time.day} {time:%B %Y} at {time:%H:%M}",
        }.get(style, f"{time.day} {time:%B %Y} at {time:%H:%M}")


def moment(seconds: int) -> datetime:
    """So many seconds after 1970; raises ValueError for a time beyond what there is."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"{seconds} seconds are no time") from error


def is_web(url: str) -> bool:
    """Whether an address is one to which a page leads or from which it takes a picture."""
    return url.startswith(("https://", "http://"))


def leading(url: str, reading: Reading) -> str:
    """The attributes of a link to this address, which is one of the web."""
    target = reading.link(url)
    out = ' rel="noreferrer" target="_blank"' if is_web(target) else ""
    return f'href="{escape(target)}"{out}'


JUMP = re.compile(
    r"https://(?:\w+\.)?discord(?:app)?\.com/channels/(@me|\d{1,20})/(\d{1,20})(?:/(\d{1,20}))?"
)
"""The address of a channel (server, channel) or message (and message)."""


def shown_as(url: str, reading: Reading) -> str:
    """How an address in a text is shown: that of a channel or message by the channel's name."""
    jump = JUMP.fullmatch(url)
    name = reading.names.channel(int(jump[2])) if jump else None
    return url if jump is None or name is None else f"# {name}{' › 💬' if jump[3] else ''}"


_UNITS = (
    ("year", 365 * 86_400),
    ("month", 30 * 86_400),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)


def _relative(distance: timedelta) -> str:
    seconds = int(distance.total_seconds())
    size, unit = next(((size, name) for name, size in _UNITS if abs(seconds) >= size), (1, "second"))
    count = round(abs(seconds) / size)
    words = f"a{'n' * (unit == 'hour')} {unit}" if count == 1 else f"{count} {unit}s"
    return f"in {words}" if seconds >= 0 else f"{words} ago"
