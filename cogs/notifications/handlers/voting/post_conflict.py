"""The conflict of interest that a member declared, said in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostConflict
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.voting.conflicts import declared_in_thread
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostConflictHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostConflict) -> Delivery:
        """As a quotation. Where the thread was deleted, the record keeps it."""
        card = await self.services.cards.card(notification.proposal)
        if card.thread is None:
            return Delivery()
        text = declared_in_thread(notification.member, notification.text, self.language(notification.guild))
        try:
            await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
        except Gone:
            # As with reasons: the announcement channel is not the place for them.
            return Delivery()
        return Delivery()
