"""Why a vote by reaction did not count, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyMember
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.errors.reactions import reaction_refused
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyMemberHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyMember) -> Delivery:
        """Why a reaction was refused. Who takes no direct messages is told in the thread."""
        say = self.language(notification.guild)
        text = reaction_refused(notification.error, notification.proposal, say)
        if await send_privately(self.client, self.sender, entry, notification.member, text):
            return Delivery()
        return Delivery(then=(notification.gathered(()),))
