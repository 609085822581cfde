"""What moderators have to know at once, told to some of them in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import WarnModerators
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.events import event_head, unguarded_text
from bot.wording.proposals.lifecycle.visibility import unseen_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.moderators import Moderators


@dataclass(frozen=True)
class WarnModeratorsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: WarnModerators) -> Delivery:
        """As it is now: nothing where it isn't so any more."""
        card = await self.services.cards.card(notification.proposal)
        say = self.language(card.space.guild)
        if notification.about == "unguarded":
            text = f"{event_head(card.proposal, '', say)}\n{unguarded_text(say)}"
        else:
            text = unseen_text(card, say)
        if text:
            await Moderators(self.client, self.sender).tell(entry, card.space, text)
        return Delivery()
