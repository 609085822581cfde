"""The discussion of a proposal: its thread or forum post with the whole text."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

import discord
import structlog
from discord import ui

from bot.domain.errors import FolkmootError
from bot.domain.ids import ChannelId, MessageId
from bot.services.delivery.notifications import AnyNotification, OpenDiscussion, PostEvent, RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import nameless_thread, numbered_thread
from bot.wording.language import Language
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.proposals.cards import withheld_text
from cogs.components.cards.unlinked import past_filters
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import (
    HAS_THREAD,
    INVALID_FORM,
    TITLE_BLOCKED,
    Gone,
    discord_answers,
    unseen_for,
)
from cogs.components.threads import full_text_pages, starter_view
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import MARGIN, PARTS, mark_of, shows
from cogs.notifications.message_sender import OutgoingMessage

_log = structlog.get_logger(__name__)

Made = TypeVar("Made")

_OF_THE_NAME = "In name:"
"""How discord.py says which field of a form was refused."""
_WEEK: Final = 10_080
"""Minutes of silence after which Discord archives a thread; the longest that it allows."""


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
        with discord_answers("open the discussion"):
            channel = self.client.get_channel(card.space.discussion)
            channel = channel or await self.client.fetch_channel(card.space.discussion)
            if isinstance(channel, discord.ForumChannel):
                thread = await self._found_post(entry, channel, card) or await self._post(
                    entry, channel, card
                )
                starter = Posted("starter", ChannelId(thread), MessageId(thread))
            elif isinstance(channel, discord.TextChannel):
                thread = await self._on_message(entry, channel, card)
                starter = Posted("starter", ChannelId(channel.id), MessageId(thread))
            else:
                raise Gone("open the discussion", f"channel {card.space.discussion} takes no threads")
        for number, page in enumerate(full_text_pages(card, self.language(card.space.guild)), start=1):
            refused = withheld_text(self.language(card.space.guild))
            message = OutgoingMessage(
                page, part=PARTS[number], withheld=partial(OutgoingMessage, refused, part=PARTS[number])
            )
            await self.sender.send(entry, ChannelId(thread), message, card.space.guild)
        posted = (Posted("thread", ChannelId(thread), MessageId(thread)), starter)
        return Delivery(posted, _told_to_the_check(card, thread))

    async def _post(self, entry: OutboxEntry, forum: discord.ForumChannel, card: Card) -> int:
        view = starter_view(card, mark_of(entry), self.language(card.space.guild))
        # A forum may demand a tag; the first one is as good as any.
        tags = forum.available_tags[:1] if forum.flags.require_tag else []

        async def create(name: str, view: ui.LayoutView) -> int:
            made = await forum.create_thread(
                name=name, view=view, auto_archive_duration=_WEEK, applied_tags=tags
            )
            return made.thread.id

        def opened(shown: ui.LayoutView) -> Awaitable[int]:
            return self._named(card, lambda name: create(name, shown))

        return await past_filters(opened, view, lambda: opened(self._withheld(entry, card)))

    def _withheld(self, entry: OutboxEntry, card: Card) -> ui.LayoutView:
        """The first message without the author's words."""
        say = self.language(card.space.guild)
        return starter_view(withheld(card, say), mark_of(entry), say)

    async def _named(self, card: Card, create: Callable[[str], Awaitable[Made]]) -> Made:
        """Create the thread under the first name that the server may have: some words and numbers are not allowed in
        names of servers in Server Discovery. The whole title stands in the first message."""
        *names, last = thread_names(card, self.language(card.space.guild))
        for name in names:
            try:
                return await create(name)
            except discord.HTTPException as error:
                of_the_name = error.code == INVALID_FORM and _OF_THE_NAME in error.text
                if not of_the_name and error.code != TITLE_BLOCKED:
                    raise
                _log.warning("discussion.name_refused", proposal=card.proposal.id, why=error.text)
        return await create(last)

    async def _found_post(self, entry: OutboxEntry, forum: discord.ForumChannel, card: Card) -> int | None:
        """The post that an earlier attempt opened: forums know no nonce, so its first message is looked at."""
        if entry.first_attempt_at is None:
            return None
        names, mark = thread_names(card, self.language(card.space.guild)), mark_of(entry)
        for thread in await forum.guild.active_threads():
            if (thread.parent_id, thread.owner_id) != (forum.id, self.sender.me) or thread.name not in names:
                continue
            if thread.created_at and thread.created_at < entry.first_attempt_at - MARGIN:
                continue
            if shows(await thread.fetch_message(thread.id), mark):
                return thread.id
        return None

    async def _on_message(self, entry: OutboxEntry, channel: discord.TextChannel, card: Card) -> int:
        starter = starter_view(card, mark_of(entry), self.language(card.space.guild))
        message = OutgoingMessage(
            layout=starter, withheld=lambda: OutgoingMessage(layout=self._withheld(entry, card))
        )
        posted = await self.sender.send(entry, ChannelId(channel.id), message, card.space.guild)
        try:
            await self._named(
                card,
                lambda name: channel.get_partial_message(posted).create_thread(
                    name=name, auto_archive_duration=_WEEK
                ),
            )
        except discord.HTTPException as error:
            if error.code != HAS_THREAD:
                raise
        # A thread that hangs on a message has that message's id.
        return int(posted)


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
