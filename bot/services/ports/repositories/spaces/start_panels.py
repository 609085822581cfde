"""The repository of start panels."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MessageId, SpaceId
from bot.domain.spaces.start_panel import StartPanel


class StartPanels(Protocol):
    async def of_space(self, space: SpaceId) -> StartPanel | None:
        """None where none was ever asked for."""
        ...

    async def place(self, space: SpaceId, channel: ChannelId | None, at: datetime) -> None:
        """Where it is to stand from `at` on; what stands meanwhile is kept."""
        ...

    async def stands(self, space: SpaceId, channel: ChannelId | None, message: MessageId | None) -> None:
        """Where it stands; None and None: nowhere."""
        ...

    async def of_guild(self, guild: GuildId) -> StartPanel | None:
        """That of the server's root space."""
        ...
