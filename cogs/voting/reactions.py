"""Votes by reaction: each event as it comes, and Discord's own list after every new session and for every new card."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from weakref import WeakValueDictionary

import discord
import structlog
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.elections.choices import choice_of_reaction, reactions
from bot.domain.errors import Unavailable
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId, ProposalId, RoleId
from bot.services.ports import Posted
from cogs.components.interactions.actors import role_ids
from cogs.components.interactions.discord_errors import DiscordUnavailable, Gone, NotAllowed, discord_answers

_log = structlog.get_logger(__name__)

FIRST_RETRY, LONGEST_RETRY = 1.0, 60.0
_LOOK = 600.0
"""Seconds that reading all reactions of a card may take: they come by the hundred."""


class Turns:
    """Who reacts to a card takes turns with the reconciliation of that card, and with themselves.

    Without it a reaction that was taken back while Discord's list was being fetched would come back as a vote, and
    two quick changes of one member could be stored in the wrong order.
    """

    def __init__(self) -> None:
        self._members: WeakValueDictionary[tuple[MessageId, MemberId], asyncio.Lock] = WeakValueDictionary()
        self._reconciled: dict[MessageId, asyncio.Event] = {}

    @asynccontextmanager
    async def of_member(self, message: MessageId, member: MemberId) -> AsyncIterator[None]:
        """The turn of one member on one card, in the order of asking."""
        lock = self._members.get((message, member))
        if lock is None:
            lock = self._members[message, member] = asyncio.Lock()
        async with lock:
            while (reconciled := self._reconciled.get(message)) is not None:
                await reconciled.wait()
            yield

    @asynccontextmanager
    async def of_all(self, message: MessageId) -> AsyncIterator[None]:
        """The turn of the reconciliation: events that come meanwhile wait, and come after it."""
        while (other := self._reconciled.get(message)) is not None:
            await other.wait()
        self._reconciled[message] = done = asyncio.Event()
        try:
            yield
        finally:
            del self._reconciled[message]
            done.set()


class Reactions(commands.Cog):
    def __init__(self, client: FolkmootClient) -> None:
        self._client = client
        self._services = client.services
        self._turns = Turns()
        self._tasks: set[asyncio.Task[None]] = set()

    async def cog_unload(self) -> None:
        for task in self._tasks:
            task.cancel()

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        await self._react(event, added=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        await self._react(event, added=False)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session: what happened before it was not told, so every open card is looked at again."""
        for guild, proposal, card in await self._services.cards.refresh_open():
            self._start(guild, proposal, card)

    @commands.Cog.listener()
    async def on_card_shown(self, guild: GuildId, proposal: ProposalId, card: Posted) -> None:
        """A card was just posted, and where it stands is stored: people may have reacted before that was."""
        self._start(guild, proposal, card)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        await self._cleared(event)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        await self._cleared(event)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self._services.cards.card_deleted(MessageId(event.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        for message in event.message_ids:
            await self._services.cards.card_deleted(MessageId(message))

    async def _react(self, event: discord.RawReactionActionEvent, *, added: bool) -> None:
        if event.guild_id is None or (self._client.user and event.user_id == self._client.user.id):
            return
        if event.member is not None and event.member.bot:
            return
        message, member = MessageId(event.message_id), MemberId(event.user_id)
        if self._services.handing_over.of(GuildId(event.guild_id)) is not None:
            if added:
                await self._services.handing_over.refuse_reaction(GuildId(event.guild_id), message, member)
            return
        async with self._turns.of_member(message, member):
            await self._services.voting.react(
                GuildId(event.guild_id), message, member, str(event.emoji), added, role_ids(event.member)
            )

    async def _cleared(
        self, event: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent
    ) -> None:
        """A moderator took all reactions away, without saying whose they were: Discord's list is asked."""
        message = MessageId(event.message_id)
        proposal = await self._services.live_votes.proposal_of_card(message)
        if proposal is not None and event.guild_id is not None:
            self._start(
                GuildId(event.guild_id), proposal, Posted("card", ChannelId(event.channel_id), message)
            )

    def _start(self, guild: GuildId, proposal: ProposalId, card: Posted) -> None:
        if self._services.handing_over.of(guild) is not None:
            return
        task = asyncio.create_task(self._look_until_seen(guild, proposal, card))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_until_seen(self, guild: GuildId, proposal: ProposalId, card: Posted) -> None:
        """Try until it works: nothing else would ever find a reaction that no event told of."""
        pause = FIRST_RETRY
        while True:
            try:
                async with asyncio.timeout(_LOOK):
                    await self.look(guild, proposal, card)
            except Gone:
                await self._services.cards.card_deleted(card.message)
                return
            except (Unavailable, TimeoutError) as why:
                _log.warning("reactions.unavailable", proposal=proposal, why=str(why))
            except Exception:  # noqa: BLE001 - logged, and tried again
                _log.exception("reactions.fault", proposal=proposal)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(LONGEST_RETRY, 2 * pause)

    async def look(self, guild: GuildId, proposal: ProposalId, card: Posted) -> None:
        """Put the card's reactions on it where they are missing, and take up who has reacted with them.

        Raises Gone when there is no such message, Unavailable when Discord doesn't answer.
        """
        found, _ = await self._services.proposal_reading.get(guild, proposal)
        wanted = reactions(found.rules)
        if not wanted:
            return
        place = self._client.get_partial_messageable(card.channel, guild_id=guild)
        async with self._turns.of_all(card.message):
            with discord_answers("read the reactions of a card"):
                message = await place.fetch_message(card.message)
                present = {
                    (MemberId(user.id), str(reaction.emoji))
                    for reaction in message.reactions
                    if choice_of_reaction(found.rules, str(reaction.emoji)) is not None
                    for kind in discord.ReactionType
                    for user in [user async for user in reaction.users(limit=None, type=kind)]
                    if not user.bot
                }
            await self._services.voting.reconcile(
                guild, proposal, card.message, present, partial(self._roles, guild)
            )
        await self._seed(message, wanted)

    async def _roles(self, guild: GuildId, member: MemberId) -> frozenset[RoleId]:
        """The roles that a member has now; none for somebody who has left. Raises Unavailable."""
        server, doing = self._client.get_guild(guild), "read a member's roles"
        if server is None:
            raise DiscordUnavailable(doing, "the server has not been told yet")
        try:
            with discord_answers(doing):
                return role_ids(await server.fetch_member(member))
        except Gone:
            return frozenset()

    async def _seed(self, message: discord.Message, wanted: tuple[str, ...]) -> None:
        """One reaction of the bot's own for each choice, to tap on. Without the permission for it a card does
        without: the buttons are enough."""
        own = {str(reaction.emoji) for reaction in message.reactions if reaction.me}
        for emoji in wanted:
            if emoji in own:
                continue
            try:
                with discord_answers("add the reactions of a card"):
                    await message.add_reaction(emoji)
            except NotAllowed as why:
                _log.warning("reactions.forbidden", channel=message.channel.id, why=str(why))
                return


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(Reactions(bot))
