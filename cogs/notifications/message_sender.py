"""Says a thing once: looks whether it was said before, posts it, wakes threads, and knows where else to say it."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import discord
import msgspec
from discord import ui
from msgspec.structs import replace

from bot.client import FolkmootClient
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId, RoleId
from bot.services.ports import OutboxEntry, Posted
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import thread_gone
from bot.wording.language import Language
from bot.wording.markup.discord_markup import LAYOUT_LIMIT
from bot.wording.markup.plain_text import cut
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import Archived, Gone, discord_answers
from cogs.components.language import language_of_guild
from cogs.notifications.marks import find_own, mark_of, nonce_of


class OutgoingMessage(msgspec.Struct, frozen=True):
    """What is to be said: a text, or a layout; with files made anew for each attempt."""

    text: str = ""
    layout: ui.LayoutView | None = None
    buttons: ui.View | None = None
    """Beneath a text."""
    custom_id: str = ""
    """What a layout is recognised by where the mark of the notice isn't in it."""
    withheld: "Callable[[], OutgoingMessage] | None" = None
    """The same without words of members, for servers whose filters let none of them pass."""
    files: Sequence[tuple[str, bytes]] = msgspec.field(default=())
    part: str = ""
    """Tells apart the messages of one notice."""
    named: Sequence[MemberId] = ()
    """The members whom Discord is to tell that they are named in the text; nobody else ever is."""
    mentioned: RoleId | None = None
    """The one role whose members Discord is to tell that it is named in the text."""


class MessageSender:
    def __init__(self, client: FolkmootClient) -> None:
        self._client = client

    @property
    def me(self) -> int:
        assert self._client.user is not None, "notices are delivered after the first READY"
        return self._client.user.id

    async def send(
        self, entry: OutboxEntry, channel: ChannelId, message: OutgoingMessage, guild: GuildId | None = None
    ) -> MessageId:
        """Post it in a channel or thread, once however often it is tried.

        Raises Gone, NotAllowed, DiscordUnavailable, ServiceRefused.
        """
        place = self._client.get_partial_messageable(channel, guild_id=guild)
        return await self.send_at(entry, place, message)

    async def send_at(self, entry: OutboxEntry, place: Any, message: OutgoingMessage) -> MessageId:
        """The same in a place that discord.py knows."""
        mark = message.custom_id or mark_of(entry, message.part)
        with discord_answers(f"post in channel {place.id}"):
            if entry.first_attempt_at is not None:
                last = entry.last_attempt_at or entry.first_attempt_at
                found = await find_own(place, self.me, entry.first_attempt_at, last, mark)
                if found is not None:
                    return MessageId(found.id)
        try:
            return await self._post(entry, place, message)
        except Archived:
            await self._wake(ChannelId(place.id))
            return await self._post(entry, place, message)

    async def _post(self, entry: OutboxEntry, place: Any, message: OutgoingMessage) -> MessageId:
        said: dict[str, Any] = {"nonce": nonce_of(entry, message.part)}
        view = message.layout or text_view(message, mark_of(entry, message.part))
        if message.named or message.mentioned:
            said["allowed_mentions"] = discord.AllowedMentions(
                everyone=False,
                roles=[discord.Object(message.mentioned)] if message.mentioned else False,
                users=[discord.Object(member) for member in message.named],
            )
        withheld = message.withheld

        async def send(shown: ui.LayoutView) -> MessageId:
            return MessageId((await place.send(view=shown, **said, **_files(message))).id)

        with discord_answers(f"post in channel {place.id}"):
            return await past_filters(
                send, view, (lambda: self._post(entry, place, withheld())) if withheld else None
            )

    async def _wake(self, thread: ChannelId) -> None:
        """Discord archives threads that nobody writes in; what is said about a proposal wakes its own."""
        with discord_answers(f"open the archived thread {thread}"):
            channel = await self._client.fetch_channel(thread)
            if isinstance(channel, discord.Thread):
                await channel.edit(archived=False)

    async def send_in_thread(self, entry: OutboxEntry, card: Card, message: OutgoingMessage) -> Posted:
        """Post it in the proposal's thread, or in the announcement channel (and say so) when that is gone."""
        guild = card.space.guild
        if card.thread is not None:
            channel = card.thread.channel
            try:
                return Posted("", channel, await self.send(entry, channel, message, guild))
            except Gone:
                pass
        channel = card.space.announcements
        here = replace(message, text=without_thread(message.text, language_of_guild(self._client, guild)))
        return Posted("", channel, await self.send(entry, channel, here, guild))


def without_thread(text: str, say: Language) -> str:
    """What belongs into a thread, as it is said in the announcement channel where that is gone."""
    return f"{text}\n{say.markup.small(thread_gone(say))}"


def _files(message: OutgoingMessage) -> dict[str, Any]:
    """The files, to be read from their beginning."""
    if not message.files:
        return {}
    return {"files": [discord.File(io.BytesIO(content), name) for name, content in message.files]}


def text_view(message: OutgoingMessage, mark: int) -> ui.LayoutView:
    """The text with its mark, and the files beneath it: Discord shows none that isn't named. Cut where it is longer
    than a message."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(cut(message.text, LAYOUT_LIMIT), id=mark))
    for name, _ in message.files:
        view.add_item(ui.File(f"attachment://{name}"))
    if message.buttons is not None:
        view.add_item(ui.ActionRow(*message.buttons.children))
    view.stop()
    return view
