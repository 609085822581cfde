"""The result: posted with its reasons and the record from which anybody can count again."""

import asyncio
from dataclasses import dataclass

from bot.domain.errors import StoredDataInvalid
from bot.services.delivery.notifications import PostResult
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.wording.voting.results import result_text
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.results import attachments, closing_of, with_rewards


@dataclass(frozen=True)
class PostResultHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostResult) -> Delivery:
        """In the announcement channel, with the record and the election file attached."""
        card = await self.services.cards.card(notification.proposal)
        closing = closing_of(card)
        record = await self.services.cards.record(notification.proposal)
        if record is None:
            raise StoredDataInvalid(f"closings {notification.proposal}: record")
        say = self.language(card.space.guild)
        # Reading and compressing the largest takes seconds, in which others vote.
        files, note = await asyncio.to_thread(attachments, card, record, say)
        note = await with_rewards(self.services, card, note, say)
        message = OutgoingMessage(
            result_text(card, closing, note, say),
            files=files,
            withheld=lambda: OutgoingMessage(
                result_text(withheld(card, say), closing, note, say), files=files
            ),
        )
        channel = card.space.announcements
        posted = await self.sender.send(entry, channel, message, card.space.guild)
        return Delivery(posted=(Posted("result", channel, posted),))
