"""Carrying out what passed: each executor of a proposal is asked once, and what it was asked is followed to its end."""

from dataclasses import dataclass

from bot.domain.errors import FolkmootError
from bot.domain.executors import AnyExecutor, AnyInstructions, Execution, ExecutionRequest
from bot.domain.ids import ContentHash, GuildId, ProposalId, RequestId
from bot.domain.proposal import Proposal, State, state
from bot.domain.sign_in_text import one_line
from bot.domain.space import Space
from bot.services.delivery.notifications import PostEvent, PostRequest, RefreshCard, SubmitRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.ports import Clock, Delivery, Executors, OutboxEntry, Progress, Repositories, UnitOfWork
from bot.services.reputation.reputation import give

_ORIGIN_LIMIT = 200
"""The Safe Transaction Service takes no longer one."""


@dataclass(eq=False)
class NothingToSubmit(FolkmootError):
    """The outbox asks to submit a request that was never prepared."""

    proposal: ProposalId
    request: RequestId


@dataclass(frozen=True)
class Executing:
    uow: UnitOfWork
    executors: Executors
    executor_proofs: ExecutorProofs
    clock: Clock
    wake_signal: WakeSignal

    async def prepare(self, proposal_id: ProposalId) -> tuple[ExecutionRequest, ...]:
        """Ask each executor of a proposal whose timelock is over, once. Returns the requests that were made now.

        Raises ExecutorUnproved, SafeHashMismatch, NoCode, WrongContract, ChainUnavailable, ServiceUnavailable,
        ServiceRefused.
        """
        proposal = await self._get(proposal_id)
        if state(proposal, self.clock.now()) is not State.EXECUTION:
            return ()
        await self.executor_proofs.require_for(proposal)
        made = [await self._prepare(proposal, executor) for executor in proposal.unrequested]
        return tuple(request for request in made if request)

    async def _prepare(self, proposal: Proposal, executor: AnyExecutor) -> ExecutionRequest | None:
        """None where somebody else asked the executor meanwhile, or it must not be asked any more."""
        kind = self.executors[executor.kind]
        actions = [action for action in proposal.content.actions if executor.can_make(action)]
        request_id = None
        # Where the database refuses a request, another one was stored that waits for the same executor: the next
        # attempt comes after it.
        while request_id is None:
            async with self.uow.reading() as repositories:
                waiting = await repositories.execution_requests.waiting(executor)
            payload = await kind.prepare(executor, actions, waiting)
            now = self.clock.now()
            async with self.uow.writing() as repositories:
                fresh = await repositories.proposals.get(proposal.id)
                if state(fresh, now) is not State.EXECUTION or executor not in fresh.unrequested:
                    return None
                request_id = await repositories.execution_requests.add(proposal.id, executor, payload, now)
                if request_id is not None:
                    guild = await _guild(repositories, fresh)
                    await repositories.outbox.add(
                        SubmitRequest(guild, proposal.id, request_id), RefreshCard(guild, proposal.id), at=now
                    )
        self.wake_signal.send()
        return ExecutionRequest(request_id, executor, payload, now)

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Hand a request over to its executor: what the outbox calls for SubmitRequest."""
        notification = entry.notification
        assert isinstance(notification, SubmitRequest)
        proposal = await self._get(notification.proposal)
        request = proposal.request(notification.request)
        if request is None or proposal.opening is None:
            raise NothingToSubmit(notification.proposal, notification.request)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
        origin = origin_of(proposal.id, proposal.opening.content_hash, space)
        await self.executors[request.kind].submit(request, origin)
        if not request.executor.needs_signatures:
            return Delivery()
        return Delivery(then=(PostRequest(notification.guild, proposal.id, request.id),))

    async def instructions(self, request: ExecutionRequest) -> AnyInstructions:
        """What people have to do for a request now. Raises NoCode, WrongContract, ChainUnavailable."""
        return await self.executors[request.kind].instructions(request)

    async def follow(self, proposal_id: ProposalId) -> None:
        """Take up new confirmations and the ends of a proposal's requests, as the finalized chain shows them.

        Raises what kept one of them from being looked at: NoCode, WrongContract, ChainUnavailable.
        """
        problems = []
        for request in (await self._get(proposal_id)).pending:
            try:
                progress = await self.executors[request.kind].progress(request)
            except FolkmootError as problem:
                # One that can't be looked at holds up none of the others.
                problems.append(problem)
                continue
            if progress.execution or not set(progress.confirmed_by) <= set(request.confirmations):
                await self._take_up(proposal_id, request, progress)
        if problems:
            raise problems[0]

    async def _take_up(self, proposal_id: ProposalId, request: ExecutionRequest, progress: Progress) -> None:
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            if proposal.request(request.id) != request:
                # Somebody else took it up meanwhile; what is still new is found by the next look.
                return
            guild = await _guild(repositories, proposal)
            confirmed = len(request.confirmations)
            for owner in progress.confirmed_by:
                if owner in request.confirmations:
                    continue
                confirmed += 1
                await repositories.execution_requests.confirm(request.id, owner, now)
                data = {
                    "executor": request.kind,
                    "owner": owner,
                    "confirmed": str(confirmed),
                    "threshold": str(progress.threshold),
                }
                await repositories.outbox.add(
                    PostEvent(guild, proposal_id, event="confirmed", data=data), at=now
                )
            if progress.execution:
                await repositories.execution_requests.execute(request.id, progress.execution)
                await repositories.outbox.add(_ended(guild, proposal_id, request, progress.execution), at=now)
                proposal = await repositories.proposals.get(proposal_id)
            if state(proposal, now) is State.EXECUTED:
                await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)
            await repositories.outbox.add(RefreshCard(guild, proposal_id), at=now)
        self.wake_signal.send()

    async def end(self, proposal_id: ProposalId) -> None:
        """Conclude a proposal whose time has run out, or that had nothing to execute, and say so once.

        What one without a request grants takes effect now that its timelock is over.

        Before it is said to have expired the chain is asked whether it was executed in time. Raises NoCode,
        WrongContract, ChainUnavailable.
        """
        await self.follow(proposal_id)
        async with self.uow.writing() as repositories:
            # The time within the transaction: a veto that came before it is seen, and none comes after it.
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id)
            current = state(proposal, now)
            if proposal.concluded_at or current not in (State.EXPIRED, State.PASSED):
                return
            guild = await _guild(repositories, proposal)
            await repositories.proposals.conclude(proposal_id, now)
            if current is State.EXPIRED:
                await repositories.execution_requests.expire(proposal_id, now)
                await repositories.outbox.add(
                    PostEvent(guild, proposal_id, event="expired", announce=True), at=now
                )
            else:
                await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)
            await repositories.outbox.add(RefreshCard(guild, proposal_id), at=now)
        self.wake_signal.send()

    async def _get(self, proposal_id: ProposalId) -> Proposal:
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(proposal_id)


def origin_of(proposal: ProposalId, content: ContentHash, space: Space) -> str:
    """What a request says of where it comes from: the proposal, the server and the frozen content, in ASCII.

    The server's name is what its people like, so that it comes last and is cut.
    """
    known = f"Folkmoot proposal {proposal} of Discord server {space.guild}, content {content}"
    return f"{known}: {one_line(space.name)}"[:_ORIGIN_LIMIT]


def _ended(
    guild: GuildId, proposal: ProposalId, request: ExecutionRequest, execution: Execution
) -> PostEvent:
    data = {
        "executor": request.kind,
        "transaction": execution.transaction,
        "block": str(execution.block.number),
    }
    return PostEvent(guild, proposal, event=execution.status, data=data, announce=True)


async def _guild(repositories: Repositories, proposal: Proposal) -> GuildId:
    return (await repositories.spaces.get(proposal.space)).guild
