"""The repository of servers that were handed over."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId
from bot.domain.succession.handover import Handover


class Handovers(Protocol):
    async def all(self) -> list[Handover]: ...
    async def of(self, guild: GuildId) -> Handover | None: ...
    async def add(self, handover: Handover) -> None: ...
    async def exported(self, guild: GuildId, at: datetime) -> None:
        """The file was made by which the server can be run elsewhere."""
        ...

    async def remove(self, guild: GuildId) -> None: ...
