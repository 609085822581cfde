"""A proposal of a mirrored contract, in a thread of its own."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId
from bot.domain.mirrors import MirroredThread
from bot.services.delivery.notifications import PostMirrored, RefreshMirrored
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.mirrors.cards import all_calls, mirrored_thread_names
from cogs.components.cards.mirrored import mirrored_view
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import PARTS, mark_of
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.new_threads import NewThread, ThreadOpener


@dataclass(frozen=True)
class PostMirroredHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostMirrored) -> Delivery:
        """A forum post, or a message with a thread on it; the calls that its card can't hold follow in it."""
        card = await self.services.mirrored_cards.card(notification.of)
        if card is None:
            return Delivery()
        guild, mark = card.space.guild, mark_of(entry)
        say = self.language(guild)
        new = NewThread(
            mirrored_thread_names(card, say),
            lambda: mirrored_view(card, mark, say),
            lambda: mirrored_view(card, mark, say, withheld=True),
        )
        opener = ThreadOpener(self.client, self.sender)
        first = await opener.open(entry, card.mirror.channel, guild, new)
        thread = ChannelId(first.message)
        for number, page in enumerate(pages(all_calls(card, say), THREAD_PAGE), start=1):
            await self.sender.send(entry, thread, OutgoingMessage(page, part=PARTS[number]), guild)
        await self.services.mirrored_cards.stands(notification.of, MirroredThread(first.channel, thread))
        # For what happened while it was posted.
        return Delivery(then=(RefreshMirrored(notification.guild, notification.of),))
