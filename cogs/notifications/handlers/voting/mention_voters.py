"""The role of voters, mentioned when a vote opens."""

from dataclasses import dataclass

from bot.domain.proposals.state import State
from bot.services.delivery.notifications import MentionVoters
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.announcements import open_vote_text
from bot.wording.markup.links import message_url
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class MentionVotersHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: MentionVoters) -> Delivery:
        """In the announcement channel, with the way to the card. Nothing where one can't vote any more, where the card
        is gone, and where the space has nobody mentioned by now."""
        card = await self.services.cards.card(notification.proposal)
        voters = card.space.voters
        if voters is None or card.card is None or card.state not in (State.VOTING, State.PAUSED):
            return Delivery()
        say = self.language(card.space.guild)
        url = message_url(card.space.guild, card.card.channel, card.card.message)
        message = OutgoingMessage(
            open_vote_text(card.proposal, voters, notification.end, url, say),
            mentioned=voters,
            withheld=lambda: OutgoingMessage(
                open_vote_text(withheld(card, say).proposal, voters, notification.end, url, say),
                mentioned=voters,
            ),
        )
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)
        return Delivery()
