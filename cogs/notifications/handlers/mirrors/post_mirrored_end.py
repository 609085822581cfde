"""The end of a mirrored proposal, in its thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostMirroredEnd
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.mirrors.cards import ended_text
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostMirroredEndHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostMirroredEnd) -> Delivery:
        """In its thread. Where that was deleted there is nobody to tell."""
        card = await self.services.mirrored_cards.card(notification.of)
        if card is None or card.thread is None:
            return Delivery()
        message = OutgoingMessage(ended_text(card, self.language(card.space.guild)))
        try:
            await self.sender.send(entry, card.thread.thread, message, card.space.guild)
        except Gone:
            await self.services.mirrored_cards.stands(notification.of, None)
        return Delivery()
