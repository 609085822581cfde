"""An execution request in the thread, for those who carry it out."""

from dataclasses import dataclass

from bot.domain.errors import StoredDataInvalid
from bot.services.delivery.notifications import PostRequest, RefreshRequest
from bot.services.execution.instructions import shown_as
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.wording.execution.requests import request_text
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.components.cards.signing import sign_view
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import PARTS
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostRequestHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostRequest) -> Delivery:
        """In the thread, in as many messages as its actions take: what is dangerous first, then the one that is edited
        later. Raises ChainUnavailable while it can't be read who
        has to act. Those whose signature is due are told, where they asked for it."""
        card = await self.services.cards.card(notification.proposal)
        request = card.proposal.request(notification.request)
        if request is None:
            raise StoredDataInvalid(f"execution_requests {notification.request}: proposal {card.proposal.id}")
        to_sign = await self.services.request_instructions.to_sign(card.space.guild, card.proposal, request)
        say = self.language(card.space.guild)
        text = request_text(card, to_sign, say)
        parts = iter(PARTS)
        for page in pages(text.warned, THREAD_PAGE):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(page, part=next(parts)))
        summary = OutgoingMessage(text.summary, buttons=sign_view(self.services, card, request, say))
        posted = await self.sender.send_in_thread(entry, card, summary)
        for page in pages(text.deeds, THREAD_PAGE):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(page, part=next(parts)))
        shown = Posted(shown_as(request.id), posted.channel, posted.message)
        # For what happened while it was posted.
        again = RefreshRequest(notification.guild, notification.proposal, request.id)
        owners = await self.services.telling_members.of_request(
            notification.guild, notification.proposal, to_sign
        )
        return Delivery(posted=(shown,), then=(again, *owners))
