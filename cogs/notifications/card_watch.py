"""Whether the cards of votes still stand: Discord is asked again and again, since no event tells of every loss."""

import asyncio

import discord
import structlog
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.ids import ChannelId, GuildId, ProposalId
from bot.domain.standing import Unseen
from bot.services.ports import Posted
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers, unseen_for
from cogs.notifications.cards import bring_up_to_date

_log = structlog.get_logger(__name__)

_EVERY = 20
"""A round begins so many times as seldom as a card may be edited: with three seconds once a minute."""
_AT_ONCE = 4
_PATIENCE = 20.0
"""Seconds for one look: a server that hangs is one that doesn't answer."""


class CardWatch(commands.Cog):
    """Looks at each card in turn. What it finds is a fact of the vote: it pauses, or goes on."""

    def __init__(self, client: FolkmootClient, every: float) -> None:
        self._client = client
        self._visibility = client.services.card_visibility
        self._every = every
        self._watcher: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._watcher = asyncio.create_task(self._watch(), name="card watch")

    async def cog_unload(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """All cards in it are lost; Discord tells of none of them."""
        for message in await self._visibility.in_channel(ChannelId(channel.id)):
            await self._client.services.cards.card_deleted(message)

    async def _watch(self) -> None:
        await self._client.wait_until_ready_once()
        while True:
            try:
                await self._round()
            except Exception:  # noqa: BLE001 - logged; there is a next round
                _log.exception("cards.fault")
            await asyncio.sleep(self._every)

    async def _round(self) -> None:
        turn = asyncio.Semaphore(_AT_ONCE)

        async def look(guild: GuildId, proposal: ProposalId, card: Posted) -> None:
            async with turn:
                try:
                    await self._look(guild, proposal, card)
                except Exception:  # noqa: BLE001 - logged; one card's fault is no other's
                    _log.exception("card.fault", proposal=proposal)

        await asyncio.gather(*(look(*card) for card in await self._visibility.standing()))

    async def _look(self, guild: GuildId, proposal: ProposalId, card: Posted) -> None:
        place = self._client.get_partial_messageable(card.channel, guild_id=guild)
        try:
            async with asyncio.timeout(_PATIENCE):
                with discord_answers("look for a card"):
                    await place.fetch_message(card.message)
        except Gone:
            await self._client.services.cards.card_deleted(card.message)
        except NotAllowed:
            if await self._visibility.misplaced(proposal, card):
                # Moderators have named another channel meanwhile: there it can be seen.
                await self._client.services.cards.card_deleted(card.message)
            else:
                # Who may not read the channel's history may still edit what is theirs: that tells, too.
                await self._redraw(proposal)
        except FolkmootError as error:
            await self._visibility.unseen(proposal, unseen_for(error))
        except TimeoutError:
            await self._visibility.unseen(proposal, Unseen.AWAY)
        else:
            await self._visibility.seen_again(proposal)

    async def _redraw(self, proposal: ProposalId) -> None:
        try:
            await bring_up_to_date(self._client, proposal)
        except Unavailable as why:
            _log.warning("card.unavailable", proposal=proposal, why=str(why))


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(CardWatch(bot, _EVERY * bot.card_seconds))
