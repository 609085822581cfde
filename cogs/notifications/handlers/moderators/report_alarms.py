"""What went wrong with proposals, in the log channel."""

from dataclasses import dataclass

import structlog

from bot.domain.errors import StoredDataInvalid
from bot.services.delivery.notifications import ReportAlarms
from bot.services.ports import Delivery, OutboxEntry
from bot.services.proposals.cards import Card
from bot.wording.delivery.alarms import alarms_text
from bot.wording.delivery.events import event_head, event_of
from bot.wording.markup.links import channel_url
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ReportAlarmsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ReportAlarms) -> Delivery:
        """In a channel that may be gone: each is said in its thread, too. A proposal that can't be read is left out,
        of which the log has an entry of its own."""
        say = self.language(notification.guild)
        found: list[tuple[Card, str]] = []
        for alarm in notification.alarms:
            try:
                card = await self.services.cards.card(alarm.proposal)
                found.append((card, event_of(card, alarm.event, alarm.data, say)))
            except StoredDataInvalid as why:
                _log.error("alarm.unreadable", proposal=alarm.proposal, why=str(why))
        if not found:
            return Delivery(silent=True)

        def message(*, words: bool) -> OutgoingMessage:
            told = []
            for card, text in found:
                talk = channel_url(notification.guild, card.thread.channel) if card.thread else ""
                proposal = card.proposal if words else withheld(card, say).proposal
                told.append((event_head(proposal, talk, say), text))
            return OutgoingMessage(
                alarms_text(told, say), withheld=(lambda: message(words=False)) if words else None
            )

        try:
            await self.sender.send(entry, found[0][0].space.log, message(words=True), notification.guild)
        except Gone:
            return Delivery(silent=True)
        return Delivery()
