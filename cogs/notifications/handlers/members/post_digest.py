"""What happened in a week, in the announcement channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostDigest
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.notices.digests import digest_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostDigestHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostDigest) -> Delivery:
        """What goes on is as it is now; nothing where nothing is left to tell."""
        week = await self.services.week_reading.of(notification.guild, notification.since, notification.until)
        if not week.is_empty:
            say, now = self.language(notification.guild), self.services.clock.now()
            text = digest_text(week, self.services.chain_names, now, say)
            await self.sender.send(entry, week.space.announcements, OutgoingMessage(text), notification.guild)
        return Delivery()
