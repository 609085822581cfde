"""How much a browser, an address and a member may ask for."""

import math
from collections.abc import Hashable
from datetime import timedelta

import msgspec

from bot.domain.errors import TooManyPages
from bot.services.limiter import Pace
from bot.services.ports import Clock
from bot.services.remembered import Remembered

_REQUESTS = Pace(120, every=timedelta(milliseconds=250))
_OF_MEMBER = Pace(60, every=timedelta(seconds=1))
_COSTLY = Pace(15, every=timedelta(seconds=5))


class WebLimits(msgspec.Struct, frozen=True):
    body: int = 64 * 1024
    """Bytes of what is sent; a signature has at most 32 KiB in hexadecimal."""
    fields: int = 64
    """Fields of a form: a ballot has one for each of up to 50 choices."""
    body_seconds: float = 10
    """How long a body may take to arrive."""
    connection_seconds: float = 120
    """How long a connection may last, which carries one request: also one whose head never ends."""
    signed_connection_seconds: float = 3600
    """How long one stays after a request that Discord signed: the next ones come by it."""
    connections: int = 2_000
    connections_of_address: int = 50
    """Not of a reverse proxy, through which all come."""
    of_address: Pace = _REQUESTS
    """Requests."""
    of_member: Pace = _OF_MEMBER
    """Requests of one who is logged in."""
    costly_of_one: Pace = _COSTLY
    """Of those the ones that ask a chain or, whether somebody is a member, Discord; of an address where nobody is
    logged in."""
    made_again_seconds: float = 1
    """A page of votes that was made so short a time ago is not made again for the next reader."""
    streams: int = 1_000
    """Pages that are kept up to date at once."""
    streams_of_address: int = 40
    """Not for a reverse proxy, but for who asks through it."""
    streams_of_member: int = 5
    stream_seconds: float = 3600
    """How long a connection may last that does so; then the browser makes a new one."""
    stream_pause_seconds: float = 1
    """At most so often anything new is told."""
    stream_look_seconds: float = 2
    """So often it is looked whether something has changed that no ballot brought."""
    heartbeat_seconds: float = 25
    """So often something is sent where nothing changes: else proxies take the connection for dead."""
    slow_seconds: float = 10
    """Who doesn't take what is sent for so long is let go."""
    readmit_seconds: float = 120
    """So often it is asked again whether who reads may."""
    asked_at_once: int = 20
    """Questions to Discord whether somebody is a member."""


_MOST_KEYS = 10_000


class RateLimit:
    """Of each address or member the same pace. Those who were not seen for the longest time are forgotten when there
    are too many."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self._pace = pace
        self._used_up_until: Remembered[Hashable, timedelta] = Remembered(_MOST_KEYS)

    def take(self, key: Hashable) -> None:
        """One more. Raises TooManyPages."""
        now = self._clock.steady()
        used_up_until = self._used_up_until.get(key, now)
        wait = self._pace.opens_at(used_up_until, now) - now
        if wait > timedelta(0):
            raise TooManyPages(math.ceil(wait.total_seconds()))
        self._used_up_until.remember(key, self._pace.after_one(used_up_until, now))
