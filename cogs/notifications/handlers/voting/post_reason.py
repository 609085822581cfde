"""Why somebody voted as they did, mirrored into the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostReason
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.events import voted_because
from bot.wording.voting.choices import ballot_words
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostReasonHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostReason) -> Delivery:
        """A voter's reason, as a quotation. Where the thread was deleted, the record keeps it."""
        card = await self.services.cards.card(notification.proposal)
        if card.thread is None:
            return Delivery()
        say = self.language(notification.guild)
        quoted = "\n".join(f"> {line}" for line in say.markup.body(notification.reason).splitlines())
        head = voted_because(notification.member, ballot_words(notification.choice, say), say)
        text = f"{head}\n{quoted}"
        try:
            await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
        except Gone:
            # Hundreds of reasons don't belong into the announcement channel.
            return Delivery()
        return Delivery()
