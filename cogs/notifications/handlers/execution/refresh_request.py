"""An execution request in the thread, brought to what the facts are now."""

from dataclasses import dataclass

from discord import ui

from bot.services.delivery.notifications import RefreshRequest
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.execution.requests import request_text
from cogs.components.cards.layouts import lines_view
from cogs.components.cards.signing import sign_view
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import Gone, discord_answers
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import without_thread


@dataclass(frozen=True)
class RefreshRequestHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: RefreshRequest) -> Delivery:
        """Edit its first message. One that isn't posted yet will say what is then; one that was deleted stays so."""
        card = await self.services.cards.card(notification.proposal)
        request = card.proposal.request(notification.request)
        posted = await self.services.request_instructions.shown(notification.proposal, notification.request)
        if request is None or posted is None:
            return Delivery()
        to_sign = await self.services.request_instructions.to_sign(card.space.guild, card.proposal, request)
        say = self.language(card.space.guild)
        text = request_text(card, to_sign, say).summary
        if card.thread is None or card.thread.channel != posted.channel:
            text = without_thread(text, say)
        view = lines_view(text, say=say)
        if (buttons := sign_view(self.services, card, request, say)) is not None:
            view.add_item(ui.ActionRow(*buttons.children))
        place = self.client.get_partial_messageable(posted.channel, guild_id=card.space.guild)
        message = place.get_partial_message(posted.message)
        try:
            with discord_answers(f"edit what is to be signed for proposal {card.proposal.number}"):
                await past_filters(lambda view: message.edit(view=view), view)
        except Gone:
            return Delivery()
        return Delivery()
