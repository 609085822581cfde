"""Whether the cards of votes still stand: Discord is asked again and again, since no event tells of every loss."""

import asyncio
from collections.abc import Sequence

import discord
import structlog
from discord.ext import commands

from bot.client import FIRST_RETRY, FolkmootClient
from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.ids import ChannelId, GuildId, ProposalId
from bot.domain.proposals.standing import Unseen
from bot.services.ports import Posted
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers, unseen_for
from cogs.notifications.cards import bring_up_to_date

_log = structlog.get_logger(__name__)

_EVERY = 20
"""A round begins so many times as seldom as a card may be edited: with three seconds once a minute."""
_AT_ONCE = 4
_PATIENCE = 20.0
"""Seconds for one look: a server that hangs is one that doesn't answer."""


_Card = tuple[GuildId, ProposalId, Posted]


class CardWatch(commands.Cog):
    """Looks at each card in turn. What it finds is a fact of the vote: it pauses, or goes on."""

    def __init__(self, client: FolkmootClient, every: float, retry: float = FIRST_RETRY) -> None:
        """A round begins `every` so many seconds. After `retry` seconds, and then after pauses that grow, those cards
        are looked at again of which Discord said nothing: one lost answer keeps no vote from opening for long."""
        self._client = client
        self._visibility = client.services.card_visibility
        self._every = every
        self._retry = retry
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
        clock = asyncio.get_running_loop().time
        while True:
            next_round, pause = clock() + self._every, self._retry
            try:
                unheard = await self._round(await self._visibility.standing())
                while unheard and clock() + pause < next_round:
                    await asyncio.sleep(pause)
                    pause *= 2
                    unheard = await self._round(unheard)
            except Exception:  # noqa: BLE001 - logged; there is a next round
                _log.exception("cards.fault")
            await asyncio.sleep(max(0.0, next_round - clock()))

    async def _round(self, cards: Sequence[_Card]) -> list[_Card]:
        """Look at these cards. Returns those of which Discord said nothing."""
        turn = asyncio.Semaphore(_AT_ONCE)

        async def heard(card: _Card) -> bool:
            async with turn:
                try:
                    return await self._look(*card)
                except Exception:  # noqa: BLE001 - logged; one card's fault is no other's
                    _log.exception("card.fault", proposal=card[1])
                    return True

        looks = await asyncio.gather(*map(heard, cards))
        return [card for card, answered in zip(cards, looks, strict=True) if not answered]

    async def _look(self, guild: GuildId, proposal: ProposalId, card: Posted) -> bool:
        """Whether Discord has said anything of it."""
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
        except (FolkmootError, TimeoutError) as error:
            why = unseen_for(error) if isinstance(error, FolkmootError) else Unseen.AWAY
            await self._visibility.unseen(proposal, why)
            return why is not Unseen.AWAY
        else:
            await self._visibility.seen_again(proposal)
        return True

    async def _redraw(self, proposal: ProposalId) -> None:
        try:
            await bring_up_to_date(self._client, proposal)
        except Unavailable as why:
            _log.warning("card.unavailable", proposal=proposal, why=str(why))


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(CardWatch(bot, _EVERY * bot.card_seconds))
