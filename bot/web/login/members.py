"""Whether who logged in is a member of a server: Discord is asked, and believed for a minute."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.errors import MembershipUnavailable
from bot.domain.ids import GuildId, MemberId
from bot.services.ports import Clock
from bot.web.requests.limits import RateLimit, WebLimits

AskDiscord = Callable[[GuildId, MemberId], Awaitable[bool]]
"""Raises MembershipUnavailable."""

BELIEVED = timedelta(minutes=1)
"""So long who was removed from a server still reads its pages."""
_MOST = 10_000


class Members:
    """`bot.services.ports.Memberships`.

    Only a yes is remembered. A no is asked for each time: else the time that an answer takes would tell whether what
    somebody looks for is in a server that was asked about before.
    """

    def __init__(self, ask: AskDiscord, clock: Clock, limits: WebLimits) -> None:
        self._ask = ask
        self._clock = clock
        self._pace = RateLimit(clock, limits.costly_of_one)
        self._room = asyncio.Semaphore(limits.asked_at_once)
        self._known: OrderedDict[tuple[GuildId, MemberId], timedelta] = OrderedDict()

    async def is_member(self, guild: GuildId, member: MemberId, *, remembered: bool = True) -> bool:
        """Raises TooManyPages, MembershipUnavailable, also while too many are being asked about."""
        key = (guild, member)
        if remembered and self._clock.steady() < self._known.get(key, timedelta.min):
            return True
        self._pace.take(member)
        if self._room.locked():
            raise MembershipUnavailable
        async with self._room:
            found = await self._ask(guild, member)
        self._known.pop(key, None)
        if found and remembered:
            self._known[key] = self._clock.steady() + BELIEVED
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found
