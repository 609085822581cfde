"""A chain that is silent, told in the log channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import ReportChain
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.chains import chain_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ReportChainHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ReportChain) -> Delivery:
        """Raises NotSetUp."""
        space, _ = await self.services.space_setup.space(notification.guild)
        name = self.services.chain_names.get(notification.chain, str(notification.chain))
        text = chain_text(name, notification.since, notification.until, self.language(notification.guild))
        await self.sender.send(entry, space.log, OutgoingMessage(text), notification.guild)
        return Delivery()
