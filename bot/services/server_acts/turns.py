"""Who changes the roles of a server, one after the other: nobody takes what another one is giving."""

import asyncio
from weakref import WeakValueDictionary

from bot.domain.ids import GuildId


class Turns:
    def __init__(self) -> None:
        self._locks: WeakValueDictionary[GuildId, asyncio.Lock] = WeakValueDictionary()

    def of(self, guild: GuildId) -> asyncio.Lock:
        """Held by whoever changes something in that server."""
        return self._locks.setdefault(guild, asyncio.Lock())
