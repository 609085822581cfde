"""A wallet of somebody's that is linked to another account now, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyMoved
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.accounts.wallets import moved_text
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyMovedHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyMoved) -> Delivery:
        """Which wallet it is, and whose it is now. `/wallet list` shows it too, to who takes no direct messages."""
        say = self.language(notification.guild)
        text = moved_text(notification.wallet, notification.chains, notification.to, say)
        await send_privately(self.client, self.sender, entry, notification.member, text)
        return Delivery()
