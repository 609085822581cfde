"""What a part has brought up, in the part's own announcement channel."""

from dataclasses import dataclass

from bot.services.delivery.notifications import TellPart
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.announcements import brought_up_text
from bot.wording.markup.links import channel_url
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class TellPartHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: TellPart) -> Delivery:
        """Nothing where the part was dissolved meanwhile: its channels may be another one's by now."""
        card = await self.services.cards.card(notification.proposal)
        by, guild = card.proposal.brought_up, card.space.guild
        spaces = (await self.services.space_tree.of(guild)).open
        part = next((space for space in spaces if by is not None and space.id == by.space), None)
        if part is None:
            return Delivery()
        talk = channel_url(guild, card.thread.channel) if card.thread else ""
        say = self.language(guild)
        message = OutgoingMessage(
            brought_up_text(card, part, talk, say),
            withheld=lambda: OutgoingMessage(brought_up_text(withheld(card, say), part, talk, say)),
        )
        await self.sender.send(entry, part.announcements, message, guild)
        return Delivery()
