"""The conflict of interest that a member declared, said in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostConflict
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.voting.conflicts import declared_in_thread
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class PostConflictHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostConflict) -> Delivery:
        """As a quotation."""
        text = declared_in_thread(notification.member, notification.text, self.language(notification.guild))
        return await self.say_in_thread(entry, notification.proposal, text)
