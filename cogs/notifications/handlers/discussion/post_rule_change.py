"""How the rules of a proposal that is discussed changed, in its thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostRuleChange
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.proposals.rule_changes import rule_change_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostRuleChangeHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostRuleChange) -> Delivery:
        """The sentences that are different."""
        card = await self.services.cards.card(notification.proposal)
        change = await self.services.tracks.change(card.proposal.track, notification.old, notification.new)
        text = rule_change_text(*change, self.language(notification.guild))
        await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
        return Delivery()
