"""Which wallets of somebody don't count in a vote, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyUnreadable
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.voting.unreadable_wallets import unreadable_text
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyUnreadableHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyUnreadable) -> Delivery:
        """Which wallets they are, in which vote, and why. `/vote why` says it too, to who takes no direct messages."""
        say = self.language(notification.guild)
        async with self.services.uow.reading() as repositories:
            number = (await repositories.proposals.get(notification.proposal)).number
        await send_privately(
            self.client,
            self.sender,
            entry,
            notification.member,
            unreadable_text(number, notification.wallets, notification.failure, say),
        )
        return Delivery()
