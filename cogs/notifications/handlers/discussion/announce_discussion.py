"""A new discussion, in the announcement channel."""

from dataclasses import dataclass

from bot.domain.proposals.state import State
from bot.services.delivery.notifications import AnnounceDiscussion
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.announcements import discussion_text
from bot.wording.markup.links import channel_url
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class AnnounceDiscussionHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: AnnounceDiscussion) -> Delivery:
        """With the way to the thread. Nothing where the discussion is over by now, and where the thread itself hangs
        on a message of that channel. Then the vote has its event, where votes have one."""
        card = await self.services.cards.card(notification.proposal)
        event = await self.services.vote_events.after_change(card.space.guild, card.proposal)
        if card.state is not State.DISCUSSION or card.space.discussion == card.space.announcements:
            return Delivery(then=event)
        talk = channel_url(card.space.guild, card.thread.channel) if card.thread else ""
        say = self.language(card.space.guild)
        message = OutgoingMessage(
            discussion_text(card.proposal, talk, say),
            withheld=lambda: OutgoingMessage(discussion_text(withheld(card, say).proposal, talk, say)),
        )
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)
        return Delivery(then=event)
