"""What executors were asked, followed to its end: who confirmed it, what became of it, and whether its time is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from bot.domain.bridges.crossing import Crossing
from bot.domain.chains import chain_of
from bot.domain.errors import CannotCast, FolkmootError
from bot.domain.executors import AnyExecutor, Execution, ExecutionRequest
from bot.domain.ids import ChainId, GuildId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.delivery.notifications import PostEvent, RefreshCard, RefreshRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.execution import thread_events
from bot.services.execution.polling import PollingSchedule
from bot.services.execution.stopping import Stopping
from bot.services.execution.submission import RequestSubmission, guild_of, in_execution
from bot.services.metagovernance.casting import Casting
from bot.services.ports import Bridges, Chain, Clock, Executors, Progress, Repositories, UnitOfWork
from bot.services.reputation.reputation import give
from bot.services.server_acts.vetoes import release_vetoed


class FollowingRequests(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    bridges: Bridges
    casting: Casting
    stopping: Stopping
    submission: RequestSubmission
    polling: PollingSchedule
    clock: Clock
    wake_signal: WakeSignal

    async def follow(self, proposal_id: ProposalId) -> None:
        """Take up confirmations and the ends of a proposal's requests, as the finalized chain shows them, and hand over
        again what those who carry it out don't see.

        Where votes are to be cast elsewhere and weren't in time, that ends it, in public. Raises what kept one of them
        from being looked at: UnknownChain, NoCode, WrongContract, ChainUnavailable, RequestMismatch.
        """
        proposal = await self._get(proposal_id)
        try:
            hindered = await self.casting.hindrance(proposal, final=True)
        except FolkmootError:
            # A Governor of others that can't be read hides nothing of what the executor did.
            await self._follow_all(proposal)
            if (await self._get(proposal_id)).pending:
                raise
            return
        known = await self._follow_all(proposal)
        if hindered is not None:
            await self._stop_where_not_cast(proposal_id, known, *hindered)

    async def _follow_all(self, proposal: Proposal) -> list[datetime]:
        """Up to when each request's end is known now. Raises what `follow` raises."""
        return await each_by_itself(proposal.pending, lambda request: self._follow(proposal, request))

    async def _follow(self, proposal: Proposal, request: ExecutionRequest) -> datetime:
        """Returns up to when it is known whether it has ended."""
        chain_of(self.chains, request.executor.chain)
        now = self.clock.now()
        due = self.polling.due(request, now)
        ask = due and request.visibility.since is not None
        progress = await self.executors[request.kind].progress(request, ask=ask)
        if ask:
            self.polling.polled(request.id, now)
        await self._take_up(proposal.id, request, progress)
        if progress.execution is not None:
            self.polling.forget(request.id)
        elif (
            due
            and not progress.handed_over
            and (not ask or progress.visible is False)
            and in_execution(proposal, self.clock)
        ):
            await self.submission.submit(proposal, request)
        return progress.until

    async def _stop_where_not_cast(
        self, proposal: ProposalId, known: Sequence[datetime], hindered: CannotCast, at: datetime
    ) -> None:
        """The votes weren't cast, and can't be any more: unless they were cast up to the block by which that is so, and
        nobody has looked so far yet."""
        if known and min(known) >= at:
            await self.stopping.stop_pending(proposal, hindered)

    async def _take_up(self, proposal_id: ProposalId, request: ExecutionRequest, progress: Progress) -> None:
        counting = {confirmation.owner: confirmation for confirmation in progress.confirmations}
        needed = request.needed
        if (
            progress.execution is None
            and set(counting) == set(request.confirmed_by)
            and progress.threshold == needed
            and progress.stage == request.stage
        ):
            return
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            if proposal.request(request.id) != request:
                # Somebody else took it up meanwhile; what is still new is found by the next look.
                return
            guild = await guild_of(repositories, proposal)
            for owner in set(request.confirmed_by) - set(counting):
                await repositories.execution_requests.unconfirm(request.id, owner)
            for owner in counting:
                await repositories.execution_requests.confirm(request.id, counting[owner], now)
            if progress.threshold != needed:
                await repositories.execution_requests.need(request.id, progress.threshold)
            await repositories.outbox.add(
                *thread_events.confirmations(guild, proposal_id, request, progress), at=now
            )
            if progress.stage is not None and progress.stage != request.stage:
                await repositories.execution_requests.reach(request.id, progress.stage)
                if progress.execution is None:
                    await repositories.outbox.add(
                        *thread_events.reached(guild, proposal_id, request, progress.stage), at=now
                    )
            if progress.execution:
                crossing = sent_elsewhere(self.bridges, proposal, request.executor, progress.execution)
                await repositories.execution_requests.execute(request.id, progress.execution, crossing)
                await repositories.outbox.add(
                    thread_events.ended(guild, proposal_id, request, progress.execution, crossing), at=now
                )
            await give_where_executed(repositories, proposal_id, guild, now)
            await repositories.outbox.add(
                RefreshCard(guild, proposal_id), RefreshRequest(guild, proposal_id, request.id), at=now
            )
        self.wake_signal.send()

    async def end(self, proposal_id: ProposalId) -> bool:
        """Conclude a proposal whose time has run out, or that had nothing to execute, and say so once.

        What one without a request grants takes effect now that its timelock is over.

        Before it is said to have expired the chain is asked whether it was executed in time. False where that isn't
        known yet: what owners executed in the last minutes is final only some minutes later. Raises UnknownChain,
        NoCode, WrongContract, ChainUnavailable.
        """
        proposal = await self._get(proposal_id)
        known = await self._follow_all(proposal)
        if proposal.expires_at and any(until < proposal.expires_at for until in known):
            return False
        if (await self._get(proposal_id)).under_way:
            # What is on its way to another chain comes to an end of its own.
            return False
        async with self.uow.writing() as repositories:
            # The time within the transaction: a veto that came before it is seen, and none comes after it.
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id)
            current = state(proposal, now)
            if proposal.concluded_at or current not in (State.EXPIRED, State.PASSED):
                return True
            guild = await guild_of(repositories, proposal)
            await repositories.proposals.conclude(proposal_id, now)
            if current is State.EXPIRED:
                await release_vetoed(repositories, proposal, guild, now)
                await repositories.execution_requests.expire(proposal_id, now)
                await repositories.outbox.add(
                    PostEvent(guild, proposal_id, event="expired", announce=True),
                    *(RefreshRequest(guild, proposal_id, request.id) for request in proposal.pending),
                    at=now,
                )
            else:
                await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)
            await repositories.outbox.add(RefreshCard(guild, proposal_id), at=now)
        for request in proposal.requests:
            self.polling.forget(request.id)
        self.wake_signal.send()
        return True

    async def _get(self, proposal_id: ProposalId) -> Proposal:
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(proposal_id)


def sent_elsewhere(
    bridges: Bridges, proposal: Proposal, executor: AnyExecutor, execution: Execution
) -> Crossing | None:
    """What its execution has sent to other chains; None where it sent nothing there."""
    if execution.status != "executed":
        return None
    return bridges.crossing(proposal.account_of(executor), proposal.actions_of(executor), execution)


async def give_where_executed(
    repositories: Repositories, proposal_id: ProposalId, guild: GuildId, now: datetime
) -> None:
    """What a proposal grants takes effect when it is executed: in the transaction that stores the last execution."""
    proposal = await repositories.proposals.get(proposal_id)
    if state(proposal, now) is State.EXECUTED:
        await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)
