"""Carrying out what passed: each executor of a proposal is asked, and what it was asked is followed to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.actions.simulation import AnySimulation
from bot.domain.errors import (
    CannotCast,
    ChainUnavailable,
    ChangesExecutor,
    CodeChanged,
    FolkmootError,
    StoredDataInvalid,
)
from bot.domain.executors import (
    AnyExecutor,
    AnyInstructions,
    AnyPayload,
    Decision,
    Execution,
    ExecutionRequest,
)
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, RequestId
from bot.domain.proposals.proposal import Proposal, State, state
from bot.services.delivery.notifications import (
    PostEvent,
    PostRequest,
    RefreshCard,
    RefreshRequest,
    SendSignature,
    SubmitRequest,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution import thread_events
from bot.services.execution.polling import PollingSchedule
from bot.services.execution.queue import Queue, RequestQueue
from bot.services.execution.simulations import Simulations
from bot.services.execution.submission import RequestSubmission, guild_of, in_execution
from bot.services.execution.track_limits import TrackLimits
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.metagovernance.casting import Casting
from bot.services.ports import (
    Clock,
    Delivery,
    Executors,
    OutboxEntry,
    Posted,
    Progress,
    Repositories,
    UnitOfWork,
)
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.reputation.reputation import give

_MOST_TRIES = 50
"""So many others may take the nonce that was chosen before it is tried again later."""


@dataclass(eq=False)
class NothingToSubmit(FolkmootError):
    """The outbox asks to submit a request that was never prepared."""

    proposal: ProposalId
    request: RequestId


@dataclass(frozen=True)
class ToSign:
    """A request as those read it who carry it out."""

    request: ExecutionRequest
    instructions: AnyInstructions
    members: Mapping[Address, MemberId]
    """Whose linked wallets the accounts are that have to sign."""
    simulation: AnySimulation | None = None
    """What it would do now, before it is carried out."""
    queue: Queue = field(default_factory=Queue)
    """What has to be carried out before it."""


def shown_as(request: RequestId) -> str:
    """As what the message is stored that shows a request."""
    return f"request {request}"


@dataclass(frozen=True)
class Executing:
    uow: UnitOfWork
    executors: Executors
    executor_proofs: ExecutorProofs
    track_limits: TrackLimits
    casting: Casting
    clock: Clock
    wake_signal: WakeSignal
    polling: PollingSchedule
    submission: RequestSubmission
    simulations: Simulations
    decoded_actions: DecodedActions
    request_queue: RequestQueue

    async def prepare(self, proposal_id: ProposalId) -> tuple[ExecutionRequest, ...]:
        """Ask each executor of a proposal whose timelock is over, once, and again where another transaction took the
        place of what it was asked. Returns the requests that were made now.

        Where something else would run than when the vote opened, or votes can't be cast elsewhere any more, it is
        stopped for good, in public. Raises BeyondLimits while the track's limits leave no room for it; UnknownChain,
        ExecutorUnproved, NoBatchContract, RequestMismatch, NoCode, WrongContract, ChainUnavailable.
        """
        proposal = await self._get(proposal_id)
        if not in_execution(proposal, self.clock):
            return ()
        await self.executor_proofs.require_for(proposal)
        made = [await self._prepare(proposal, executor) for executor in proposal.unrequested]
        return tuple(request for request in made if request)

    async def _prepare(self, proposal: Proposal, executor: AnyExecutor) -> ExecutionRequest | None:
        """None where somebody else asked the executor meanwhile, or it must not be asked any more."""
        kind = self.executors[executor.kind]
        actions = proposal.actions_of(executor)
        if proposal.opening is None or (opened := proposal.opening.examined) is None:
            raise StoredDataInvalid(f"proposal {proposal.id}: opening.examined")
        past = await kind.executed(executor, actions, opened)
        decision = await self._decision(proposal, executor)
        # Where somebody else took one of them for another proposal meanwhile, the next one is this proposal's.
        while (found := await self._unknown(executor, past)) is not None:
            if await self._recognise(proposal, executor, *found):
                return None
        if (hindered := await self.casting.hindrance(proposal, final=True)) is not None:
            await self._stop(proposal, executor, hindered[0])
            return None
        # Where the database refuses a request, another one was stored that waits for the same executor: the next
        # attempt comes after it. Or the nodes are behind, and take what has ended for what is to come.
        for _ in range(_MOST_TRIES):
            async with self.uow.reading() as repositories:
                waiting = await repositories.execution_requests.nonces_waiting(executor)
            try:
                payload = await kind.prepare(executor, actions, waiting, opened, decision)
            except (CodeChanged, ChangesExecutor) as change:
                await self._stop(proposal, executor, change)
                return None
            now = self.clock.now()
            async with self.uow.writing() as repositories:
                fresh = await repositories.proposals.get(proposal.id)
                if not in_execution(fresh, self.clock) or executor not in fresh.unrequested:
                    return None
                # In the transaction of the request: of two at once the second one sees the first.
                await self.track_limits.require(repositories, fresh.rules, fresh.track, actions, now)
                request_id = await repositories.execution_requests.add(
                    proposal.id, executor, payload, now, self.track_limits.moved(actions)
                )
                if request_id is not None:
                    guild = await guild_of(repositories, fresh)
                    await repositories.outbox.add(
                        *thread_events.made_before(guild, proposal.id, executor.kind, payload),
                        SubmitRequest(guild, proposal.id, request_id),
                        RefreshCard(guild, proposal.id),
                        at=now,
                    )
            if request_id is not None:
                self.wake_signal.send()
                return ExecutionRequest(request_id, executor, payload, now)
        raise ChainUnavailable(executor.chain, f"each nonce of {executor.name} that is told is used up")

    async def _decision(self, proposal: Proposal, executor: AnyExecutor) -> Decision:
        """Raises StoredDataInvalid where it has no result."""
        if proposal.opening is None or proposal.closing is None:
            raise StoredDataInvalid(f"proposal {proposal.id}: closing")
        async with self.uow.reading() as repositories:
            guild = await guild_of(repositories, proposal)
            thread = await repositories.messages.get(proposal.id, "thread")
        return Decision(
            proposal.id,
            proposal.content.title,
            guild,
            None if thread is None else thread.channel,
            proposal.opening.content_hash,
            proposal.closing.record_hash,
            1 + sum(request.executor.place == executor.place for request in proposal.requests),
            proposal.expires_at,
        )

    async def _unknown(
        self, executor: AnyExecutor, past: Sequence[tuple[AnyPayload, Execution]]
    ) -> tuple[AnyPayload, Execution] | None:
        """The first of these that no request that we know of led to."""
        if not past:
            return None
        async with self.uow.reading() as repositories:
            nonces = [payload.nonce for payload, _ in past if payload.nonce is not None]
            taken = await repositories.execution_requests.taken(executor, nonces)
        return next((each for each in past if each[0].nonce not in taken), None)

    async def _recognise(
        self, proposal: Proposal, executor: AnyExecutor, payload: AnyPayload, execution: Execution
    ) -> bool:
        """It was carried out, or failed, before: the database was put back since. It is never asked for twice.

        False where this one was taken meanwhile.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if not in_execution(fresh, self.clock) or executor not in fresh.unrequested:
                return True
            actions = proposal.actions_of(executor)
            request_id = await repositories.execution_requests.add(
                proposal.id, executor, payload, now, self.track_limits.moved(actions)
            )
            if request_id is None:
                return False
            guild = await guild_of(repositories, fresh)
            request = ExecutionRequest(request_id, executor, payload, now)
            await repositories.execution_requests.execute(request_id, execution)
            await repositories.outbox.add(
                thread_events.found_ended(guild, proposal.id, request, execution), at=now
            )
            await self._reward(repositories, proposal.id, guild)
            await repositories.outbox.add(RefreshCard(guild, proposal.id), at=now)
        self.wake_signal.send()
        return True

    async def _stop(
        self, proposal: Proposal, executor: AnyExecutor, change: CodeChanged | ChangesExecutor | CannotCast
    ) -> None:
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if in_execution(fresh, self.clock) and executor in fresh.unrequested:
                await self._stop_now(repositories, fresh, executor, change)
        self.wake_signal.send()

    async def _stop_now(
        self,
        repositories: Repositories,
        proposal: Proposal,
        executor: AnyExecutor,
        change: CodeChanged | ChangesExecutor | CannotCast,
    ) -> None:
        now, guild = self.clock.now(), await guild_of(repositories, proposal)
        stop = thread_events.stop_of(change, now)
        await repositories.proposals.stop(proposal.id, stop)
        await repositories.outbox.add(
            thread_events.stopped(guild, proposal.id, executor.kind, stop),
            RefreshCard(guild, proposal.id),
            *(RefreshRequest(guild, proposal.id, request.id) for request in proposal.pending),
            at=now,
        )

    async def _stop_where_not_cast(
        self, proposal: Proposal, known: Sequence[datetime], hindered: CannotCast, at: datetime
    ) -> None:
        """The votes weren't cast, and can't be any more: unless they were cast up to the block by which that is so, and
        nobody has looked so far yet."""
        if not known or min(known) < at:
            return
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if in_execution(fresh, self.clock) and fresh.pending:
                await self._stop_now(repositories, fresh, fresh.pending[0].executor, hindered)
        self.wake_signal.send()

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Hand a request, or a signature for it, over to its executor: what the outbox calls for SubmitRequest and
        SendSignature.

        Whether those who carry it out can see it then or not, they are told what to sign. Where they can't, it is
        handed over again by `follow` until its time is over.
        """
        notification = entry.notification
        assert isinstance(notification, SubmitRequest | SendSignature)
        proposal = await self._get(notification.proposal)
        request = proposal.request(notification.request)
        if request is None or proposal.opening is None:
            raise NothingToSubmit(notification.proposal, notification.request)
        goes_on = request.execution is None and in_execution(proposal, self.clock)
        if notification.signed_by is not None:
            if goes_on:
                await self.submission.send_signature(request, notification.signed_by)
            return Delivery()
        if goes_on:
            await self.submission.submit(proposal, request, first=True)
        if not request.executor.needs_signatures:
            return Delivery()
        return Delivery(then=(PostRequest(notification.guild, proposal.id, request.id),))

    async def submit_again(self, proposal_id: ProposalId) -> tuple[ExecutionRequest, ...]:
        """Hand over at once what those who carry it out don't see. Returns the proposal's pending requests as they are
        then; `visibility` says whether it helped, and why not. Raises ProposalUnknown, RequestMismatch."""
        proposal = await self._get(proposal_id)
        if in_execution(proposal, self.clock):
            for request in proposal.pending:
                if request.visibility.since is None:
                    await self.submission.submit(proposal, request)
        return (await self._get(proposal_id)).pending

    async def submit_all_again(self, guild: GuildId) -> tuple[int, int]:
        """The same for all proposals of a server: how many requests were not seen, and how many of them are now.

        Raises NotSetUp, RequestMismatch.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            live = await repositories.proposals.live_in_space(space.id)
        hidden = {request.id for proposal in live for request in proposal.pending if _is_hidden(request)}
        seen = 0
        for proposal in live:
            if any(request.id in hidden for request in proposal.pending):
                now = await self.submit_again(proposal.id)
                seen += sum(request.id in hidden and not _is_hidden(request) for request in now)
        return len(hidden), seen

    async def to_sign(self, guild: GuildId, proposal: Proposal, request: ExecutionRequest) -> ToSign:
        """What people have to do for a request of the proposal now. Raises NoCode, WrongContract, ChainUnavailable."""
        instructions = await self.executors[request.kind].instructions(request)
        async with self.uow.reading() as repositories:
            chain = request.executor.chain
            members = await repositories.wallets.owners(guild, instructions.owners, chain)
        simulation = None
        if request.execution is None:
            actions = await self.decoded_actions.of(proposal)
            simulation = await self.simulations.now(proposal.rules, actions)
        queue = await self.request_queue.before(guild, request, instructions.first)
        return ToSign(request, instructions, members, simulation, queue)

    async def shown(self, proposal: ProposalId, request: RequestId) -> Posted | None:
        """Where those who carry a request out read what to sign; None before it is posted."""
        async with self.uow.reading() as repositories:
            return await repositories.messages.get(proposal, shown_as(request))

    async def follow(self, proposal_id: ProposalId) -> None:
        """Take up confirmations and the ends of a proposal's requests, as the finalized chain shows them, and hand over
        again what those who carry it out don't see.

        Where votes are to be cast elsewhere and weren't in time, that ends it, in public. Raises what kept one of them
        from being looked at: NoCode, WrongContract, ChainUnavailable, RequestMismatch.
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
            await self._stop_where_not_cast(proposal, known, *hindered)

    async def _follow_all(self, proposal: Proposal) -> list[datetime]:
        """Up to when each request's end is known now. Raises what `follow` raises."""
        known, problems = [], []
        for request in proposal.pending:
            try:
                known.append(await self._follow(proposal, request))
            except FolkmootError as problem:
                # One that can't be looked at holds up none of the others.
                problems.append(problem)
        if problems:
            raise problems[0]
        return known

    async def _follow(self, proposal: Proposal, request: ExecutionRequest) -> datetime:
        """Returns up to when it is known whether it has ended."""
        now = self.clock.now()
        due = self.polling.due(request, now)
        ask = due and request.visibility.since is not None
        progress = await self.executors[request.kind].progress(request, ask=ask)
        if ask:
            self.polling.polled(request.id, now)
        await self._take_up(proposal.id, request, progress)
        if progress.execution is not None:
            self.polling.forget(request.id)
        elif due and (not ask or progress.visible is False) and in_execution(proposal, self.clock):
            await self.submission.submit(proposal, request)
        return progress.until

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
                await repositories.execution_requests.execute(request.id, progress.execution)
                await repositories.outbox.add(
                    thread_events.ended(guild, proposal_id, request, progress.execution), at=now
                )
            await self._reward(repositories, proposal_id, guild)
            await repositories.outbox.add(
                RefreshCard(guild, proposal_id), RefreshRequest(guild, proposal_id, request.id), at=now
            )
        self.wake_signal.send()

    async def _reward(self, repositories: Repositories, proposal_id: ProposalId, guild: GuildId) -> None:
        """What a proposal grants takes effect when it is executed."""
        now = self.clock.now()
        proposal = await repositories.proposals.get(proposal_id)
        if state(proposal, now) is State.EXECUTED:
            await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)

    async def end(self, proposal_id: ProposalId) -> bool:
        """Conclude a proposal whose time has run out, or that had nothing to execute, and say so once.

        What one without a request grants takes effect now that its timelock is over.

        Before it is said to have expired the chain is asked whether it was executed in time. False where that isn't
        known yet: what owners executed in the last minutes is final only some minutes later. Raises NoCode,
        WrongContract, ChainUnavailable.
        """
        proposal = await self._get(proposal_id)
        known = await self._follow_all(proposal)
        if proposal.expires_at and any(until < proposal.expires_at for until in known):
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


def _is_hidden(request: ExecutionRequest) -> bool:
    """Whether it turned out that those who carry it out don't see it."""
    return request.visibility.why_not is not None
