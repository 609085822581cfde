"""The result in the thread, with the way to the files, and the rounds of a run-off."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostResultInThread
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.wording.markup.links import message_url
from bot.wording.voting.results import result_text, where_files_are
from cogs.components.cards.withheld import withheld
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.results import closing_of, tables_of, with_rewards

_PARTS = "bcdefghi"
"""The parts of a result that follow its first message: more tables than that nobody reads."""


@dataclass(frozen=True)
class PostResultInThreadHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostResultInThread) -> Delivery:
        """The same in the thread, with the way to the files, and the rounds of a run-off."""
        card = await self.services.cards.card(notification.proposal)
        async with self.services.uow.reading() as repositories:
            result = await repositories.messages.get(notification.proposal, "result")
        if card.thread is None and result is not None:
            # The announcement channel has it already, and the thread will open with it.
            return Delivery()
        say = self.language(card.space.guild)
        note = ""
        if result is not None:
            url = message_url(card.space.guild, result.channel, result.message)
            note = where_files_are(url, say)
        closing = closing_of(card)
        note = await with_rewards(self.services, card, note, say)
        message = OutgoingMessage(
            result_text(card, closing, note, say),
            withheld=lambda: OutgoingMessage(result_text(withheld(card, say), closing, note, say)),
        )
        posted = await self.sender.send_in_thread(entry, card, message)
        for part, table in zip(_PARTS, tables_of(card, say), strict=False):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(table, part=part))
        return Delivery(posted=(Posted("result_in_thread", posted.channel, posted.message),))
