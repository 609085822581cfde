"""Cards follow the count: however many vote, a card is edited at most once in a few seconds."""

import asyncio

import structlog
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import Unavailable
from bot.domain.ids import ProposalId
from bot.services.delivery.notifications import RefreshCard
from bot.services.ports import AskedToWait
from cogs.notifications.cards import bring_up_to_date

_log = structlog.get_logger(__name__)


LONGEST_PAUSE = 300.0
"""Seconds to which the pauses grow while a card can't be edited."""


class CardRefresh(commands.Cog):
    """The first change is shown at once, and all that come within the next seconds together after them."""

    def __init__(self, client: FolkmootClient, seconds: float) -> None:
        self._client = client
        self._seconds = seconds
        self._following: dict[ProposalId, asyncio.Task[None]] = {}
        self._changed: set[ProposalId] = set()
        self._watcher: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._watcher = asyncio.create_task(self._watch(), name="card refresh")

    async def cog_unload(self) -> None:
        """Returns when nothing of it runs any more: what still asks the database must not find it closed."""
        tasks = [task for task in (self._watcher, *self._following.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            for proposal in await self._client.services.live_votes.touched():
                self._changed.add(proposal)
                if proposal not in self._following:
                    self._following[proposal] = asyncio.create_task(self._follow(proposal))

    async def _follow(self, proposal: ProposalId) -> None:
        pause = self._seconds
        try:
            await self._client.wait_until_ready_once()
            while proposal in self._changed:
                self._changed.discard(proposal)
                wait = await self._show(proposal)
                # An old message can be edited only some times an hour: who tries again every few seconds is shut out.
                pause = self._seconds if wait is None else max(wait, min(2 * pause, LONGEST_PAUSE))
                await asyncio.sleep(pause)
        finally:
            del self._following[proposal]

    async def _show(self, proposal: ProposalId) -> float | None:
        """None where the card shows the facts. Else it is to be tried again: the seconds to wait at least."""
        try:
            async with asyncio.timeout(RefreshCard.time_limit.total_seconds()):
                await bring_up_to_date(self._client, proposal)
        except AskedToWait as asked:
            why: Exception = asked
            wait = asked.pause.total_seconds()
        except (Unavailable, TimeoutError) as unavailable:
            why, wait = unavailable, 0.0
        except Exception:  # noqa: BLE001 - logged; the next change of the card tries again
            _log.exception("card.fault", proposal=proposal)
            return None
        else:
            return None
        # Nothing is lost, since the card is drawn from the facts.
        self._changed.add(proposal)
        _log.warning("card.unavailable", proposal=proposal, why=str(why) or type(why).__name__)
        return wait


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(CardRefresh(bot, bot.card_seconds))
