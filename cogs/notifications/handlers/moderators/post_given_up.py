"""What could not be said in a server, shown in its log channel, or told to moderators."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostGivenUp
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.given_up import given_up_text
from cogs.components.interactions.discord_errors import Gone, NotAllowed
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.moderators import Moderators


@dataclass(frozen=True)
class PostGivenUpHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostGivenUp) -> Delivery:
        """All that is given up now, whatever asked for this. Nothing where it is being tried again."""
        space, waiting = await self.services.retrying.given_up(notification.guild)
        if waiting:
            numbers = await self.services.retrying.numbers(each.entry.notification for each in waiting)
            text = given_up_text(waiting, numbers, self.language(notification.guild))
            try:
                await self.sender.send(entry, space.log, OutgoingMessage(text), notification.guild)
            except (Gone, NotAllowed):
                # Nobody would hear of it: the channel that tells of losses is lost itself.
                await Moderators(self.client, self.sender).tell(entry, space, text)
        return Delivery()
