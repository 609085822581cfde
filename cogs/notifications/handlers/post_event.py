"""What happens to a proposal, each a sentence in its thread and, where all should know, in the announcement channel."""

from dataclasses import dataclass, replace

from bot.services.delivery.notifications import PostEvent
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications.discord_errors import Gone
from cogs.notifications.events import event_text, heading
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostEventHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostEvent) -> Delivery:
        """In the thread first; a thread that is gone leaves the announcement channel."""
        card = await self.services.showing.card(notification.proposal)
        text = event_text(notification.event, notification.data)
        if not notification.announce:
            await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
            return Delivery()
        if card.thread is not None:
            try:
                await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
            except Gone:
                card = replace(card, thread=None)
        message = OutgoingMessage(f"{heading(card)}\n{text}", part="a")
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)
        return Delivery()
