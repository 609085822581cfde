"""What happens to a proposal, each a sentence in its thread and, where all should know, in the announcement channel."""

from dataclasses import dataclass, replace

from bot.services.delivery.notifications import PostEvent
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.events import event_head, event_text
from cogs.components.cards import channel_url
from cogs.notifications.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostEventHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostEvent) -> Delivery:
        """In the thread first; a thread that is gone leaves the announcement channel."""
        card = await self.services.showing.card(notification.proposal)
        say = self.language(card.space.guild)
        text = event_text(notification.event, notification.data, say)
        if not notification.announce:
            await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
            return Delivery()
        if card.thread is not None:
            try:
                await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
            except Gone:
                card = replace(card, thread=None)
        talk = channel_url(card.space.guild, card.thread.channel) if card.thread else ""
        head = event_head(card.proposal, talk, say)
        message = OutgoingMessage(f"{head}\n{text}", part="a")
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)
        return Delivery()
