"""The transaction that the owners of the Safe are asked to sign, in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostTransaction
from bot.services.ports import Delivery, OutboxEntry, Posted
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.transactions import transaction_text


@dataclass(frozen=True)
class PostTransactionHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostTransaction) -> Delivery:
        """In the thread. Raises ChainUnavailable while the Safe's owners can't be read."""
        card = await self.services.showing.card(notification.proposal)
        missing = await self.services.showing.missing_confirmations(card.proposal)
        text = transaction_text(card, missing, self.services.showing.approval(card.proposal))
        posted = await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
        return Delivery(posted=(Posted("transaction", posted.channel, posted.message),))
