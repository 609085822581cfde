"""A treasury that is to be rebalanced, in the announcement channel."""

from dataclasses import dataclass

from discord import ui

from bot.services.delivery.notifications import ReportDrift
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.treasury.balance import drift_lines
from cogs.components.cards.rebalancing import draft_button
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ReportDriftHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ReportDrift) -> Delivery:
        """As it is now: nothing where there is nothing to sell or to buy any more, or nobody knows what."""
        found = await self.services.treasuries.of_notified(notification.guild, notification.space)
        say = self.language(notification.guild)
        button = draft_button(found.balance, say)
        if button is not None:
            view = ui.View(timeout=None).add_item(button)
            message = OutgoingMessage("\n".join(drift_lines(found.balance, say)), buttons=view)
            await self.sender.send(entry, found.space.announcements, message, notification.guild)
        return Delivery()
