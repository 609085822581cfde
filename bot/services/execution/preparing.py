"""Asking each executor of a proposal to carry out what passed, once its timelock is over."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.councils.seats import SafeOwners
from bot.domain.errors import (
    ChainUnavailable,
    ChangesExecutor,
    CodeChanged,
    StoredDataInvalid,
)
from bot.domain.executors import AnyExecutor, AnyPayload, Decision, Execution, ExecutionRequest
from bot.domain.ids import ChainId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.councils.seating import Seating
from bot.services.delivery.notifications import PostEvent, PostRequest, RefreshCard, SubmitRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.execution import thread_events
from bot.services.execution.following import give_where_executed, sent_elsewhere
from bot.services.execution.stopping import Stopping
from bot.services.execution.submission import guild_of, in_execution
from bot.services.execution.track_limits import TrackLimits
from bot.services.execution.voted_content import VotedContent
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.metagovernance.casting import Casting
from bot.services.ports import Bridges, Chain, Clock, Executors, UnitOfWork

_MOST_TRIES = 50
"""So many others may take the nonce that was chosen before it is tried again later."""


class PreparingRequests(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    executor_proofs: ExecutorProofs
    track_limits: TrackLimits
    casting: Casting
    seating: Seating
    bridges: Bridges
    stopping: Stopping
    voted_content: VotedContent
    clock: Clock
    wake_signal: WakeSignal

    async def prepare(self, proposal_id: ProposalId) -> tuple[ExecutionRequest, ...]:
        """Ask each executor of a proposal whose timelock is over, once, and again where another transaction took the
        place of what it was asked. Returns the requests that were made now.

        Where something else would run than when the vote opened, or votes can't be cast elsewhere any more, it is
        stopped for good, in public. Raises ContentAltered where what is stored isn't what was voted on, BeyondLimits
        while the track's limits leave no room for it; UnknownChain, ExecutorUnproved, NoBatchContract, RequestMismatch,
        NoCode, WrongContract, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        if not in_execution(proposal, self.clock):
            return ()
        await self.voted_content.require_of(proposal)
        made = await each_by_itself(proposal.unrequested, lambda executor: self._prepare(proposal, executor))
        return tuple(filter(None, made))

    async def _prepare(self, proposal: Proposal, executor: AnyExecutor) -> ExecutionRequest | None:
        """None where somebody else asked the executor meanwhile, or it must not be asked any more."""
        await self.executor_proofs.require_of(proposal, executor)
        kind = self.executors[executor.kind]
        actions, owners = proposal.actions_of(executor), None
        if proposal.content.seats is not None:
            owners = await self.seating.owners(executor)
            actions = replace(proposal, seating=owners).actions_of(executor)
            if not actions:
                await self._settle_seats(proposal, executor, owners)
                return None
        if proposal.opening is None or (opened := proposal.opening.examined_on(executor.chain)) is None:
            raise StoredDataInvalid(f"proposal {proposal.id}: opening.examined")
        past = await kind.executed(executor, actions, opened)
        decision = await self._decision(proposal, executor)
        # Where somebody else took one of them for another proposal meanwhile, the next one is this proposal's.
        while (found := await self._unknown(executor, past)) is not None:
            if await self._recognise(proposal, executor, actions, owners, *found):
                return None
        if (hindered := await self.casting.hindrance(proposal, final=True)) is not None:
            await self.stopping.stop_unasked(proposal, executor, hindered[0])
            return None
        # Where the database refuses a request, another one was stored that waits for the same executor: the next
        # attempt comes after it. Or the nodes are behind, and take what has ended for what is to come.
        for _ in range(_MOST_TRIES):
            async with self.uow.reading() as repositories:
                waiting = await repositories.execution_requests.nonces_waiting(executor)
                limited = await self.track_limits.limited(repositories, proposal)
            try:
                payload = await kind.prepare(executor, actions, waiting, opened, decision)
            except (CodeChanged, ChangesExecutor) as change:
                await self.stopping.stop_unasked(proposal, executor, change)
                return None
            # No block that executes it is older than the newest: by our own clock, which may be ahead of the chain's,
            # two could be executed within a period.
            head = (await self.chains[executor.chain].latest()).time if limited else None
            now = self.clock.now()
            async with self.uow.writing() as repositories:
                fresh = await repositories.proposals.get(proposal.id)
                if not in_execution(fresh, self.clock) or executor not in fresh.unrequested:
                    return None
                # In the transaction of the request: of two at once the second one sees the first.
                by_chain = min(now, head or now)
                limited_actions = actions if owners is None else ()
                await self.track_limits.require(repositories, fresh, limited_actions, by_chain)
                request_id = await repositories.execution_requests.add(
                    proposal.id, executor, payload, now, self.track_limits.moved(actions, executor)
                )
                if request_id is not None:
                    guild = await guild_of(repositories, fresh)
                    if owners is not None:
                        await repositories.proposals.note_owners(proposal.id, owners)
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
        self, executor: AnyExecutor, past: Sequence[tuple[AnyPayload, Execution | None]]
    ) -> tuple[AnyPayload, Execution | None] | None:
        """The first of these that no request that we know of led to."""
        if not past:
            return None
        async with self.uow.reading() as repositories:
            nonces = [payload.nonce for payload, _ in past if payload.nonce is not None]
            taken = await repositories.execution_requests.taken(executor, nonces)
        return next((each for each in past if each[0].nonce not in taken), None)

    async def _settle_seats(self, proposal: Proposal, executor: AnyExecutor, owners: SafeOwners) -> None:
        """The Safe has nothing to do: its owners are those that it should have, or would be too few. That is said."""
        change, seats = replace(proposal, seating=owners).seat_change, proposal.content.seats
        assert change is not None, "there is a result, and an executor"
        assert seats is not None, "seats are what is settled"
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if not in_execution(fresh, self.clock) or executor not in fresh.unrequested:
                return
            await repositories.proposals.note_owners(proposal.id, owners)
            guild = await guild_of(repositories, fresh)
            data = {"too_few": "yes" if change.too_few else "", "threshold": str(seats.threshold)}
            await repositories.outbox.add(
                PostEvent(guild, proposal.id, event="seats", data=data, announce=True),
                RefreshCard(guild, proposal.id),
                at=now,
            )
            ended = state(await repositories.proposals.get(proposal.id), now)
            if ended in (State.EXECUTED, State.FAILED):
                await repositories.outbox.add(
                    PostEvent(guild, proposal.id, event="acts_ended", data={"state": ended}, announce=True),
                    at=now,
                )
            await give_where_executed(repositories, proposal.id, guild, now)
        self.wake_signal.send()

    async def _recognise(
        self,
        proposal: Proposal,
        executor: AnyExecutor,
        actions: tuple[Action, ...],
        owners: SafeOwners | None,
        payload: AnyPayload,
        execution: Execution | None,
    ) -> bool:
        """It was carried out, or failed, or was sent and waits before: the database was put back since. It is never
        asked for twice.

        False where this one was taken meanwhile.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal.id)
            if not in_execution(fresh, self.clock) or executor not in fresh.unrequested:
                return True
            if owners is not None:
                await repositories.proposals.note_owners(proposal.id, owners)
            request_id = await repositories.execution_requests.add(
                proposal.id, executor, payload, now, self.track_limits.moved(actions, executor)
            )
            if request_id is None:
                return False
            guild = await guild_of(repositories, fresh)
            request = ExecutionRequest(request_id, executor, payload, now)
            if execution is None:
                await repositories.outbox.add(PostRequest(guild, proposal.id, request_id), at=now)
            else:
                crossing = sent_elsewhere(self.bridges, fresh, executor, execution)
                await repositories.execution_requests.execute(request_id, execution, crossing)
                await repositories.outbox.add(
                    thread_events.found_ended(guild, proposal.id, request, execution, crossing), at=now
                )
                await give_where_executed(repositories, proposal.id, guild, now)
            await repositories.outbox.add(RefreshCard(guild, proposal.id), at=now)
        self.wake_signal.send()
        return True
