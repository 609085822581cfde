"""An administrative act, shown in the public log's channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostLogEntry
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.governance.log.log_entries import log_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostLogEntryHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostLogEntry) -> Delivery:
        """In the space's log channel."""
        found, space, change = await self.services.public_log.entry(notification.entry)
        message = OutgoingMessage(log_text(found, self.language(space.guild), change))
        await self.sender.send(entry, space.log, message, space.guild)
        return Delivery()
