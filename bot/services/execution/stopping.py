"""Stopping for good what passed and must not be carried out any more."""

import msgspec

from bot.domain.errors import CannotCast, ChangesExecutor, CodeChanged
from bot.domain.executors import AnyExecutor
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.delivery.notifications import RefreshCard, RefreshRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution import thread_events
from bot.services.execution.submission import guild_of, in_execution
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.server_acts.vetoes import release_vetoed


class Stopping(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def stop_unasked(
        self, proposal: Proposal, executor: AnyExecutor, change: CodeChanged | ChangesExecutor | CannotCast
    ) -> None:
        """Stop it in public, unless this executor of it was asked meanwhile."""
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if in_execution(fresh, self.clock) and executor in fresh.unrequested:
                await self._stop(repositories, fresh, executor, change)
        self.wake_signal.send()

    async def stop_pending(self, proposal_id: ProposalId, hindered: CannotCast) -> None:
        """Stop it in public, unless all that was asked for it has ended meanwhile."""
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal_id)
            if in_execution(fresh, self.clock) and fresh.pending:
                await self._stop(repositories, fresh, fresh.pending[0].executor, hindered)
        self.wake_signal.send()

    async def _stop(
        self,
        repositories: Repositories,
        proposal: Proposal,
        executor: AnyExecutor,
        change: CodeChanged | ChangesExecutor | CannotCast,
    ) -> None:
        now, guild = self.clock.now(), await guild_of(repositories, proposal)
        stop = thread_events.stop_of(change, now)
        await repositories.proposals.stop(proposal.id, stop)
        # What other executors were asked is over too: what passes next may have its nonce, and what it moves.
        await repositories.execution_requests.expire(proposal.id, now)
        await release_vetoed(repositories, proposal, guild, now)
        await repositories.outbox.add(
            thread_events.stopped(guild, proposal.id, executor.kind, stop),
            RefreshCard(guild, proposal.id),
            *(RefreshRequest(guild, proposal.id, request.id) for request in proposal.pending),
            at=now,
        )
