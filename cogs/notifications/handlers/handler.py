"""What delivers one kind of notification in Discord."""

from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.client import FolkmootClient
from bot.domain.ids import GuildId, ProposalId
from bot.services.container import Services
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.language import Language
from cogs.components.interactions.discord_errors import Gone
from cogs.components.language import language_of_guild
from cogs.notifications.message_sender import MessageSender, OutgoingMessage


@dataclass(frozen=True)
class Handler(ABC):
    """One kind of message; its file says everything about how it is delivered."""

    client: FolkmootClient
    services: Services
    sender: MessageSender

    @abstractmethod
    async def deliver(self, entry: OutboxEntry, notification: Any) -> Delivery:
        """Say it. Raises DiscordUnavailable (and its kinds), ChainUnavailable, ServiceRefused."""

    async def say_in_thread(self, entry: OutboxEntry, proposal: ProposalId, text: str) -> Delivery:
        """Say what a member wrote in the proposal's thread. Where that was deleted, the record keeps it: hundreds of
        these don't belong into the announcement channel."""
        card = await self.services.cards.card(proposal)
        if card.thread is None:
            return Delivery()
        with suppress(Gone):
            await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
        return Delivery()

    def language(self, guild: GuildId) -> Language:
        """The one in which a server's posts are written."""
        return language_of_guild(self.client, guild)
