"""What delivers one kind of notification in Discord."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from bot.client import FolkmootClient
from bot.domain.ids import GuildId
from bot.services.container import Services
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.language import Language
from cogs.components.language import language_of_guild
from cogs.notifications.message_sender import MessageSender


@dataclass(frozen=True)
class Handler(ABC):
    """One kind of message; its file says everything about how it is delivered."""

    client: FolkmootClient
    services: Services
    sender: MessageSender

    @abstractmethod
    async def deliver(self, entry: OutboxEntry, notification: Any) -> Delivery:
        """Say it. Raises DiscordUnavailable (and its kinds), ChainUnavailable, ServiceRefused."""

    def language(self, guild: GuildId) -> Language:
        """The one in which a server's posts are written."""
        return language_of_guild(self.client, guild)
