"""A vote that ends soon without its quorum, in the announcement channel."""

from dataclasses import dataclass

from bot.domain.proposals.state import State
from bot.domain.rules.verdict import enough_voters, quorum_reached
from bot.services.delivery.notifications import WarnOfTurnout
from bot.services.ports import Delivery, OutboxEntry
from bot.services.proposals.cards import Card
from bot.wording.delivery.announcements import low_turnout_text
from bot.wording.markup.links import message_url
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class WarnOfTurnoutHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: WarnOfTurnout) -> Delivery:
        """With the way to the card. Nothing where one can't vote any more, where the card is gone, and where enough
        have come by now."""
        card = await self.services.cards.card(notification.proposal)
        if card.card is None or card.state is not State.VOTING or not _needs_voters(card):
            return Delivery()
        say = self.language(card.space.guild)
        url = message_url(card.space.guild, card.card.channel, card.card.message)
        holders = await self.services.missing_voters.holders(card)
        message = OutgoingMessage(
            low_turnout_text(card, holders, url, say),
            withheld=lambda: OutgoingMessage(low_turnout_text(withheld(card, say), holders, url, say)),
        )
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)
        return Delivery()


def _needs_voters(card: Card) -> bool:
    """Whether its turnout is too low as everybody sees it, or whether nobody may see how high it is: that a message
    comes must tell nothing of a hidden count."""
    count = card.result
    if card.hidden or count is None:
        return card.hidden
    return not (quorum_reached(count) and enough_voters(count))
