"""The card, brought to what the facts are now."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.elections.ballot import snowflake_time
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import state
from bot.services.delivery.notifications import RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from cogs.notifications.cards import bring_up_to_date
from cogs.notifications.forum_tags import bring_tags_up_to_date
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.starters import bring_starter_up_to_date

_YOUNG = timedelta(minutes=10)


@dataclass(frozen=True)
class RefreshCardHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: RefreshCard) -> Delivery:
        """Show the card as the facts are now, the first message of the thread, and its tag in a forum. A card that was
        deleted is posted anew. What promised a payment that this one releases shows how that stands, too."""
        posted = await bring_up_to_date(self.client, notification.proposal)
        found, _ = await self.services.proposal_reading.get(notification.guild, notification.proposal)
        if posted and self._is_new(found, posted):
            self.client.dispatch("card_shown", notification.guild, notification.proposal, posted)
        starter = await bring_starter_up_to_date(self.client, notification.proposal)
        if starter is not None:
            now, say = state(found, self.services.clock.now()), self.language(notification.guild)
            await bring_tags_up_to_date(self.client, starter, now, say)
        event = await self.services.vote_events.after_change(notification.guild, found)
        if found.release is None:
            return Delivery(then=event)
        return Delivery(then=(*event, RefreshCard(notification.guild, found.release.promise)))

    def _is_new(self, proposal: Proposal, card: Posted) -> bool:
        """Whether people may have reacted before it was known as the card of an open vote."""
        opening, now = proposal.opening, self.services.clock.now()
        return opening is not None and now - max(opening.at, snowflake_time(card.message)) < _YOUNG
