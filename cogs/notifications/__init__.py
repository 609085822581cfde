"""Says in Discord what the outbox asks to be said, each thing once."""

from bot.client import FolkmootClient
from bot.services.container import Services
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications.handlers.registry import HANDLERS
from cogs.notifications.message_sender import MessageSender

__all__ = ["DiscordNotifications"]


class DiscordNotifications:
    """`ports.DeliveryHandler` for everything that is said in Discord."""

    def __init__(self, client: FolkmootClient, services: Services) -> None:
        sender = MessageSender(client)
        self._handlers = {kind: handler(client, services, sender) for kind, handler in HANDLERS.items()}

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Say it. Raises DiscordUnavailable (and its kinds), ChainUnavailable, ServiceRefused."""
        return await self._handlers[type(entry.notification)].deliver(entry, entry.notification)
