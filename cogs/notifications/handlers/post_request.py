"""An execution request in the thread, for those who carry it out."""

from dataclasses import dataclass

from bot.domain.errors import StoredDataInvalid
from bot.services.delivery.notifications import PostRequest
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.wording.requests import request_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostRequestHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostRequest) -> Delivery:
        """In the thread. Raises ChainUnavailable while it can't be read who has to act."""
        card = await self.services.showing.card(notification.proposal)
        request = card.proposal.request(notification.request)
        if request is None:
            raise StoredDataInvalid(f"proposal {card.proposal.id} has no request {notification.request}")
        instructions = await self.services.executing.instructions(request)
        text = request_text(card, request, instructions, self.language(card.space.guild))
        posted = await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
        return Delivery(posted=(Posted(f"request {request.id}", posted.channel, posted.message),))
