"""A wallet that was linked to somebody's account, in private."""

from dataclasses import dataclass

from bot.services.delivery.notifications import NotifyLinked
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.accounts.wallets import linked_text
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class NotifyLinkedHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: NotifyLinked) -> Delivery:
        """Which wallet it is. `/wallet list` shows it too, to who takes no direct messages."""
        say = self.language(notification.guild)
        revoke = self.services.page_links.to_revoke(notification.guild)
        text = linked_text(notification.wallet, notification.chains, revoke, say)
        await send_privately(self.client, self.sender, entry, notification.member, text)
        return Delivery()
