"""Why a vote by reaction did not count, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyMember
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.events import event_head
from bot.wording.errors.voting.reactions import reaction_refused
from bot.wording.markup.links import message_url
from cogs.components.interactions.offers import offered
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyMemberHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyMember) -> Delivery:
        """Why a reaction was refused, and what can be done about it. Who takes no direct messages is told in the
        thread."""
        say = self.language(notification.guild)
        card = await self.services.cards.card(notification.proposal)
        where = message_url(notification.guild, card.card.channel, card.card.message) if card.card else ""
        text = reaction_refused(notification.error, card.proposal.number, say)
        if await send_privately(
            self.client,
            self.sender,
            entry,
            notification.member,
            f"{event_head(card.proposal, where, say)}\n{text}",
            buttons=offered(notification.error, notification.guild, say),
        ):
            return Delivery()
        return Delivery(then=(notification.gathered(()),))
