"""The discussion of a proposal: its thread or forum post with the whole text."""

from dataclasses import dataclass
from functools import partial

from bot.domain.errors import FolkmootError
from bot.domain.ids import ChannelId
from bot.services.delivery.notifications import AnyNotification, OpenDiscussion, PostEvent, RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import nameless_thread, numbered_thread
from bot.wording.language import Language
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.proposals.cards.cards import withheld_text
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import unseen_for
from cogs.components.threads import full_text_pages, starter_view
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import PARTS, mark_of
from cogs.notifications.message_sender import OutgoingMessage
from cogs.notifications.new_threads import NewThread, ThreadOpener


@dataclass(frozen=True)
class OpenDiscussionHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: OpenDiscussion) -> Delivery:
        """A forum post, or a message with a thread on it; what its first message can't hold follows in it. The
        discussion begins when all of it stands."""
        visibility = self.services.card_visibility
        try:
            delivery = await self._open(entry, notification)
        except FolkmootError as error:
            await visibility.thread_unseen(notification.proposal, unseen_for(error))
            raise
        await visibility.thread_seen(notification.proposal)
        return delivery

    async def _open(self, entry: OutboxEntry, notification: OpenDiscussion) -> Delivery:
        card = await self.services.cards.card(notification.proposal)
        guild = card.space.guild
        say, mark = self.language(guild), mark_of(entry)
        new = NewThread(
            thread_names(card, say),
            lambda: starter_view(card, mark, say),
            lambda: starter_view(withheld(card, say), mark, say),
            card.state,
        )
        opener = ThreadOpener(self.client, self.sender)
        starter = await opener.open(entry, card.space.discussion, guild, new)
        thread = ChannelId(starter.message)
        for number, page in enumerate(full_text_pages(card, say), start=1):
            refused = withheld_text(say)
            message = OutgoingMessage(
                page, part=PARTS[number], withheld=partial(OutgoingMessage, refused, part=PARTS[number])
            )
            await self.sender.send(entry, thread, message, guild)
        posted = (Posted("thread", thread, starter.message), starter)
        wanted = self.services.summaries.wanted(guild, card.proposal.id)
        return Delivery(posted, (*_told_to_the_check(card, thread), *wanted))


def _told_to_the_check(card: Card, thread: int) -> tuple[AnyNotification, ...]:
    """A temperature check that passed says where it goes on, now that there is a thread to go to."""
    if card.check is None:
        return ()
    guild, check = card.space.guild, card.check.proposal
    data = {"number": str(card.proposal.number), "thread": str(thread)}
    return PostEvent(guild, check, event="followed", data=data), RefreshCard(guild, check)


def thread_names(card: Card, say: Language) -> tuple[str, ...]:
    """The name of a proposal's thread, and those it gets where that one is not allowed: without the author's words,
    and at last without its number."""
    number = card.proposal.number
    return (
        cut(f"#{number} {one_line(card.proposal.content.title)}", CHOICE_LIMIT),
        cut(numbered_thread(number, say), CHOICE_LIMIT),
        cut(nameless_thread(say), CHOICE_LIMIT),
    )
