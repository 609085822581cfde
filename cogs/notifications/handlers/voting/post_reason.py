"""Why somebody voted as they did, mirrored into the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostReason
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.events import voted_because
from bot.wording.voting.choices import ballot_words
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class PostReasonHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostReason) -> Delivery:
        """A voter's reason, as a quotation."""
        say = self.language(notification.guild)
        choice = ballot_words(notification.choice, say)
        text = voted_because(notification.member, choice, notification.reason, say)
        return await self.say_in_thread(entry, notification.proposal, text)
