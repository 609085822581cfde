"""What can't be said for now, told in the log channel and to moderators."""

import contextlib
from dataclasses import dataclass

from bot.services.delivery.notifications import WarnUndelivered
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.given_up import waiting_text
from cogs.components.interactions.discord_errors import Gone, NotAllowed
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.moderators import Moderators


@dataclass(frozen=True)
class WarnUndeliveredHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: WarnUndelivered) -> Delivery:
        """All that waits now. Nothing where it was said meanwhile. The log channel itself may be what is lost."""
        space, waiting = await self.services.retrying.waiting(notification.guild)
        if waiting:
            missed = [each.notification for each in waiting]
            numbers = await self.services.retrying.numbers(missed)
            text = waiting_text(missed, numbers, self.language(notification.guild))
            with contextlib.suppress(Gone, NotAllowed):  # Moderators hear of it in private.
                await self.sender.send(entry, space.log, OutgoingMessage(text), notification.guild)
            await Moderators(self.client, self.sender).tell(entry, space, text)
        return Delivery()
