"""A clock that is wrong, told in the log channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import ReportClock
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.clock import clock_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ReportClockHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ReportClock) -> Delivery:
        """As it is now: nothing where the clock is right again."""
        verdict = self.services.timekeeping.verdict()
        if verdict.halts:
            space, _ = await self.services.space_setup.space(notification.guild)
            text = clock_text(verdict, self.language(notification.guild))
            await self.sender.send(entry, space.log, OutgoingMessage(text), notification.guild)
        return Delivery()
