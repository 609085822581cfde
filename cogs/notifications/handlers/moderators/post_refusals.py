"""Why the votes by reaction of several members did not count, in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostRefusals
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.errors.voting.reactions import reactions_refused
from cogs.components.interactions.offers import offered
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostRefusalsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostRefusals) -> Delivery:
        """One note that names all of them; Discord tells those whom it names."""
        card = await self.services.cards.card(notification.proposal)
        say = self.language(notification.guild)
        text = reactions_refused(notification.error, card.proposal.number, notification.members, say)
        buttons = offered(notification.error, notification.guild, say)
        message = OutgoingMessage(text, named=notification.members, buttons=buttons)
        await self.sender.send_in_thread(entry, card, message)
        return Delivery()
