"""An execution request in the thread, for those who carry it out."""

from dataclasses import dataclass

from bot.domain.errors import StoredDataInvalid
from bot.services.delivery.notifications import PostRequest
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.wording.execution.requests import request_lines
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import PARTS
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostRequestHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostRequest) -> Delivery:
        """In the thread, in as many messages as its actions take. Raises ChainUnavailable while it can't be read who
        has to act."""
        card = await self.services.cards.card(notification.proposal)
        request = card.proposal.request(notification.request)
        if request is None:
            raise StoredDataInvalid(f"proposal {card.proposal.id} has no request {notification.request}")
        instructions = await self.services.executing.instructions(request)
        lines = request_lines(card, request, instructions, self.language(card.space.guild))
        first, *rest = pages(lines, THREAD_PAGE)
        posted = await self.sender.send_in_thread(entry, card, OutgoingMessage(first))
        for number, page in enumerate(rest, start=1):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(page, part=PARTS[number]))
        return Delivery(posted=(Posted(f"request {request.id}", posted.channel, posted.message),))
