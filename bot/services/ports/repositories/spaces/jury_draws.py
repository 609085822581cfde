"""The repository of juries that are drawn by lot."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import DrawId, GuildId, MemberId, SpaceId
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.terms import DrawTerms


class JuryDraws(Protocol):
    """What can't be read raises StoredDataInvalid where it is asked for alone, and is left out of lists."""

    async def add(self, space: SpaceId, terms: DrawTerms, by: MemberId, at: datetime) -> JuryDraw:
        """One that was called in the space, and waits for its block."""
        ...

    async def get(self, draw: DrawId) -> JuryDraw: ...

    async def numbered(self, guild: GuildId, number: int) -> JuryDraw | None: ...

    async def newest(self, guild: GuildId, limit: int) -> Sequence[JuryDraw]:
        """The newest first."""
        ...

    async def next_number(self, guild: GuildId) -> int:
        """That of the server's next draw."""
        ...

    async def waiting(self, guild: GuildId) -> int:
        """How many wait for their block."""
        ...

    async def due(self, space: SpaceId, now: datetime) -> Sequence[JuryDraw]:
        """Those of the space that wait for a block of a time that has come, the oldest first."""
        ...

    async def draw(self, drawn: JuryDraw) -> None:
        """Its block and its jury are these, for good."""
        ...

    async def late(self, draw: DrawId, at: datetime) -> None:
        """The server was told that the block is long in coming."""
        ...
