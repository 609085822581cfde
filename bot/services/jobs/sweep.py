"""The sweep: finds in the database what is due, and does it. Timers only wake it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.proposal import Proposal, State, state
from bot.services.conviction.chain_readings import ChainReadings
from bot.services.conviction.stake_groups import OPEN
from bot.services.execution.executing import Executing
from bot.services.ports import Clock, UnitOfWork
from bot.services.voting.closing import GRACE, ClosingVotes
from bot.services.voting.deadlines import Deadlines
from bot.services.voting.live_votes import LiveVotes
from bot.services.voting.opening import OpeningVotes

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sweep:
    uow: UnitOfWork
    opening: OpeningVotes
    deadlines: Deadlines
    closing: ClosingVotes
    executing: Executing
    stakes: ChainReadings
    live_votes: LiveVotes
    clock: Clock
    follow_every: timedelta
    """How often a transaction that waits for signatures is looked at."""

    async def run(self) -> datetime | None:
        """Do everything that is due now. Returns when the next thing will be, None when nothing waits.

        What fails is logged and done by a later sweep; it holds up nothing else.
        """
        async with self.uow.reading() as repositories:
            live = await repositories.proposals.live()
        waiting = {proposal.id for proposal in live}
        self.live_votes.keep_only(waiting)
        self.stakes.keep_only(waiting)
        moments = await asyncio.gather(*(self._advance_one(proposal) for proposal in live))
        return min((moment for moment in moments if moment), default=None)

    async def _advance_one(self, proposal: Proposal) -> datetime | None:
        """Do what is due for one proposal. Returns when the next thing will be."""
        try:
            await self._advance(proposal)
            now = self.clock.now()
            return min((moment for moment in self._moments(proposal, now) if moment > now), default=None)
        except Exception:  # noqa: BLE001 - logged; the other proposals go on
            _log.exception("sweep.fault", proposal=proposal.id)
            return None

    async def _advance(self, proposal: Proposal) -> None:
        match state(proposal, self.clock.now()):
            case State.PENDING:
                if await self._attempt(proposal, self.opening.open):
                    await self._attempt(proposal, self.opening.read_everyone)
            case State.VOTING | State.PAUSED if proposal.rules.open_ended:
                await self._attempt(proposal, self.stakes.read)
            case State.VOTING | State.PAUSED:
                await self._attempt(proposal, self.opening.read_everyone)
                await self._review_end(proposal)
            case State.CLOSED:
                # At once, and not after the grace: who votes meanwhile is told that it is too late.
                if await self._review_end(proposal):
                    return
                now = self.clock.now()
                ends_at = proposal.ends_at(now)
                if ends_at and now >= ends_at + GRACE:
                    await self._attempt(proposal, self.closing.close)
            case State.EXECUTION if proposal.transaction is None:
                await self._attempt(proposal, self.executing.prepare)
            case State.EXECUTION:
                await self._attempt(proposal, self.executing.follow)
            case State.EXPIRED | State.PASSED:
                await self._attempt(proposal, self.executing.end)

    async def _review_end(self, proposal: Proposal) -> bool:
        """Whether the end of the vote moved."""
        return self.deadlines.due(proposal) and bool(await self._attempt(proposal, self.deadlines.review))

    async def _attempt(self, proposal: Proposal, act: Callable[..., Awaitable[object]]) -> object:
        try:
            return await act(proposal.id)
        except Unavailable as unavailable:
            _log.warning("sweep.unavailable", proposal=proposal.id, act=act.__name__, why=str(unavailable))
        except FolkmootError as error:
            _log.error("sweep.failed", proposal=proposal.id, act=act.__name__, error=repr(error))
        return None

    def _moments(self, proposal: Proposal, now: datetime) -> list[datetime]:
        """The times at which there is something to do for this proposal, or to look at."""
        ends_at = proposal.ends_at(now)
        moments = [proposal.opens_at, proposal.timelock_ends_at, proposal.expires_at]
        if ends_at and not proposal.paused:
            moments.append(ends_at + GRACE)
        if proposal.rules.open_ended and state(proposal, now) in OPEN:
            moments.append(self.stakes.next_reading(proposal.id))
        if proposal.transaction and not proposal.execution:
            moments.append(now + self.follow_every)
        return [moment for moment in moments if moment]
