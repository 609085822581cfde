"""A wallet that took itself off somebody's account, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyRevoked
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.accounts.wallets import revoked_text
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyRevokedHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyRevoked) -> Delivery:
        """Which wallet it was. `/wallet list` shows it too, to who takes no direct messages."""
        say = self.language(notification.guild)
        text = revoked_text(notification.wallet, notification.chains, say)
        await send_privately(self.client, self.sender, entry, notification.member, text)
        return Delivery()
