"""What could not be said in a server, shown in its log channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostGivenUp
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.given_up import given_up_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostGivenUpHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostGivenUp) -> Delivery:
        """All that is given up now, whatever asked for this. Nothing where it is being tried again."""
        space, waiting = await self.services.retrying.given_up(notification.guild)
        if waiting:
            text = given_up_text(waiting, self.language(notification.guild))
            await self.sender.send(entry, space.log, OutgoingMessage(text), notification.guild)
        return Delivery()
