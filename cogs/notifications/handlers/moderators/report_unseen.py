"""A card that can't be seen, in the log channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import ReportUnseen
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.proposals.lifecycle.visibility import unseen_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ReportUnseenHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ReportUnseen) -> Delivery:
        """As it is now: nothing where the card is back."""
        card = await self.services.cards.card(notification.proposal)
        if text := unseen_text(card, self.language(card.space.guild)):
            await self.sender.send(entry, card.space.log, OutgoingMessage(text), card.space.guild)
        return Delivery()
