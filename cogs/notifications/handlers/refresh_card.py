"""The card, brought to what the facts are now."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ballot import snowflake_time
from bot.services.delivery.notifications import RefreshCard
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications.cards import bring_up_to_date
from cogs.notifications.handlers.handler import Handler

_YOUNG = timedelta(minutes=10)


@dataclass(frozen=True)
class RefreshCardHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: RefreshCard) -> Delivery:
        """Show the card as the facts are now. One that was deleted is posted anew."""
        posted = await bring_up_to_date(self.client, notification.proposal)
        if posted and self.services.clock.now() - snowflake_time(posted.message) < _YOUNG:
            self.client.dispatch("card_shown", notification.guild, notification.proposal, posted)
        return Delivery()
