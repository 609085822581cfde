"""A card that can't be seen, told to moderators in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import WarnModerators
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.proposals.visibility import unseen_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.moderators import Moderators


@dataclass(frozen=True)
class WarnModeratorsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: WarnModerators) -> Delivery:
        """As it is now: nothing where the card is back."""
        card = await self.services.cards.card(notification.proposal)
        if text := unseen_text(card, self.language(card.space.guild)):
            await Moderators(self.client, self.sender).tell(entry, card.space, text)
        return Delivery()
