"""What happens to a proposal, each a sentence in its thread and, where all should know, in the announcement channel."""

from dataclasses import dataclass

import msgspec

from bot.services.delivery.notifications import Alarm, PostEvent, ReportAlarms
from bot.services.ports import Delivery, OutboxEntry
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import event_head, event_of, vote_there
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostEventHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostEvent) -> Delivery:
        """What all should know is said in the announcement channel, and from there goes on to the thread.

        An alarm goes on to the log channel too, before the thread, which may be lost.
        """
        card = await self.services.cards.card(notification.proposal)
        say = self.language(card.space.guild)
        text = event_of(card, notification.event, notification.data, say)
        if notification.event == "opened" and card.card is not None:
            url = message_url(card.space.guild, card.card.channel, card.card.message)
            text = f"{text} {vote_there(url, say)}"
        if notification.announced:
            await self._repeat(entry, card, text)
            return Delivery()
        if not notification.announce and not notification.alarm:
            await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
            return Delivery()
        if notification.announce:
            await self._announce(entry, card, text, say)
        in_thread = msgspec.structs.replace(
            notification, announce=False, announced=notification.announce, alarm=False
        )
        if not notification.alarm:
            return Delivery(then=(in_thread,))
        alarm = Alarm(notification.proposal, notification.event, notification.data)
        return Delivery(then=(ReportAlarms(card.space.guild, card.space.id, (alarm,)), in_thread))

    async def _announce(self, entry: OutboxEntry, card: Card, text: str, say: Language) -> None:
        talk = channel_url(card.space.guild, card.thread.channel) if card.thread else ""
        message = OutgoingMessage(
            f"{event_head(card.proposal, talk, say)}\n{text}",
            withheld=lambda: OutgoingMessage(
                f"{event_head(withheld(card, say).proposal, talk, say)}\n{text}"
            ),
        )
        await self.sender.send(entry, card.space.announcements, message, card.space.guild)

    async def _repeat(self, entry: OutboxEntry, card: Card, text: str) -> None:
        """What all have read, in the thread too, where there is one. It may be gone: what matters is said elsewhere
        too."""
        if card.thread is None:
            return
        try:
            await self.sender.send(entry, card.thread.channel, OutgoingMessage(text), card.space.guild)
        except Gone:
            return
