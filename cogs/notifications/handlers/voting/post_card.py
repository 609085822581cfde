"""The card with which members vote, posted."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.domain.errors import FolkmootError
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostCard, RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from cogs.components.cards.cards import DETAILS, card_view
from cogs.components.cards.conviction_chart import FILE
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import unseen_for
from cogs.notifications.charts import chart_for
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostCardHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostCard) -> Delivery:
        """Post the card: with it the vote can open. It is looked at again when its place is stored, for what happened
        meanwhile."""
        card = await self.services.cards.card(notification.proposal)
        if card.proposal.opening is None and card.state is not State.PENDING:
            return Delivery()
        say = self.language(card.space.guild)
        chart = await chart_for(card, self.services.clock.now(), say)
        alt = chart.alt if chart else None
        message = OutgoingMessage(
            layout=card_view(card, say, chart=alt),
            custom_id=DETAILS(proposal=notification.proposal),
            files=((FILE, chart.png),) if chart else (),
            withheld=lambda: replace(
                message, layout=card_view(withheld(card, say), say, chart=alt), withheld=None
            ),
        )
        channel = card.space.announcements
        try:
            posted = await self.sender.send(entry, channel, message, card.space.guild)
        except FolkmootError as error:
            await self.services.card_visibility.unseen(notification.proposal, unseen_for(error))
            raise
        await self.services.card_visibility.seen(card.proposal, Posted("card", channel, posted))
        return Delivery(then=(RefreshCard(notification.guild, notification.proposal),))
