"""Threads that are opened once: a post in a forum, or a message with a thread on it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

import discord
import msgspec
import structlog
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.proposals.state import State
from bot.services.ports import OutboxEntry, Posted
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import (
    HAS_THREAD,
    INVALID_FORM,
    TITLE_BLOCKED,
    Gone,
    discord_answers,
)
from cogs.components.language import language_of_guild
from cogs.notifications.forum_tags import tag_of
from cogs.notifications.marks import MARGIN, mark_of, shows
from cogs.notifications.message_sender import MessageSender, OutgoingMessage

_log = structlog.get_logger(__name__)

Made = TypeVar("Made")

_OF_THE_NAME = "In name:"
"""How discord.py says which field of a form was refused."""
_WEEK: Final = 10_080
"""Minutes of silence after which Discord archives a thread; the longest that it allows."""


class NewThread(msgspec.Struct, frozen=True):
    names: Sequence[str]
    """It gets the first one that the server may have: some words and numbers are not allowed in names of servers in
    Server Discovery."""
    first: Callable[[], ui.LayoutView]
    """Makes its first message, with the mark of the notice in it."""
    withheld: Callable[[], ui.LayoutView]
    """The same without words of others, for servers whose filters let none of them pass."""
    state: State | None = None
    """That of its proposal, which a forum shows by a tag; None where it has none."""


class ThreadOpener(msgspec.Struct, frozen=True):
    client: FolkmootClient
    sender: MessageSender

    async def open(self, entry: OutboxEntry, channel_id: ChannelId, guild: GuildId, new: NewThread) -> Posted:
        """Open it, once however often it is tried. Returns where its first message is, which has the number of the
        thread.

        Raises Gone, NotAllowed, DiscordUnavailable, ServiceRefused.
        """
        with discord_answers("open a thread"):
            channel = self.client.get_channel(channel_id) or await self.client.fetch_channel(channel_id)
            if isinstance(channel, discord.ForumChannel):
                thread = await self._found_post(entry, channel, new) or await self._post(channel, guild, new)
                return Posted("starter", ChannelId(thread), MessageId(thread))
            if isinstance(channel, discord.TextChannel):
                thread = await self._on_message(entry, channel, guild, new)
                return Posted("starter", ChannelId(channel.id), MessageId(thread))
        raise Gone("open a thread", f"channel {channel_id} takes no threads")

    async def _post(self, forum: discord.ForumChannel, guild: GuildId, new: NewThread) -> int:
        # A forum may demand a tag; where there is none for the state, the first one is as good as any.
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        if new.state is not None:
            say = language_of_guild(self.client, guild)
            if (tag := await tag_of(self.client, forum.id, new.state, say)) is not None:
                tags = [tag]

        async def create(name: str, view: ui.LayoutView) -> int:
            made = await forum.create_thread(
                name=name, view=view, auto_archive_duration=_WEEK, applied_tags=tags
            )
            return made.thread.id

        def opened(shown: ui.LayoutView) -> Awaitable[int]:
            return _named(new.names, lambda name: create(name, shown))

        return await past_filters(opened, new.first(), lambda: opened(new.withheld()))

    async def _found_post(
        self, entry: OutboxEntry, forum: discord.ForumChannel, new: NewThread
    ) -> int | None:
        """The post that an earlier attempt opened: forums know no nonce, so its first message is looked at."""
        if entry.first_attempt_at is None:
            return None
        mark = mark_of(entry)
        for thread in await forum.guild.active_threads():
            if (thread.parent_id, thread.owner_id) != (forum.id, self.sender.me):
                continue
            if thread.name not in new.names:
                continue
            if thread.created_at and thread.created_at < entry.first_attempt_at - MARGIN:
                continue
            if shows(await thread.fetch_message(thread.id), mark):
                return thread.id
        return None

    async def _on_message(
        self, entry: OutboxEntry, channel: discord.TextChannel, guild: GuildId, new: NewThread
    ) -> int:
        message = OutgoingMessage(layout=new.first(), withheld=lambda: OutgoingMessage(layout=new.withheld()))
        posted = await self.sender.send(entry, ChannelId(channel.id), message, guild)
        try:
            await _named(
                new.names,
                lambda name: channel.get_partial_message(posted).create_thread(
                    name=name, auto_archive_duration=_WEEK
                ),
            )
        except discord.HTTPException as error:
            if error.code != HAS_THREAD:
                raise
        # A thread that hangs on a message has that message's id.
        return int(posted)


async def _named(given: Sequence[str], create: Callable[[str], Awaitable[Made]]) -> Made:
    *names, last = given
    for name in names:
        try:
            return await create(name)
        except discord.HTTPException as error:
            of_the_name = error.code == INVALID_FORM and _OF_THE_NAME in error.text
            if not of_the_name and error.code != TITLE_BLOCKED:
                raise
            _log.warning("thread.name_refused", name=name, why=error.text)
    return await create(last)
