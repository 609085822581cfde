"""Carrying out what passed: the frozen actions become one Safe transaction, which is followed to its end on chain."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog

from bot.domain.errors import FolkmootError
from bot.domain.ids import ChainId, GuildId, ProposalId
from bot.domain.proposal import Proposal, SafeTransaction, State, state
from bot.services.delivery.notifications import PostEvent, PostTransaction, ProposeTransaction, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock, Delivery, OutboxEntry, Repositories, Safes, UnitOfWork
from bot.services.reputation.reputation import give

_log = structlog.get_logger(__name__)


@dataclass(eq=False)
class NothingToPropose(FolkmootError):
    """The outbox asks to propose a transaction that was never prepared."""

    proposal: ProposalId


@dataclass(frozen=True)
class Executing:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    safes: Safes
    clock: Clock
    wake_signal: WakeSignal
    preparing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time: two transactions of one Safe must not take the same nonce."""

    async def prepare(self, proposal_id: ProposalId) -> SafeTransaction | None:
        """Make the Safe transaction of a proposal whose timelock is over, once.

        None when there is nothing to make. Raises SafeHashMismatch, ChainUnavailable, ServiceUnavailable.
        """
        async with self.preparing:
            return await self._prepare(proposal_id)

    async def _prepare(self, proposal_id: ProposalId) -> SafeTransaction | None:
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            executor = proposal.rules.executor
            live = await repositories.proposals.live_with_executor(executor) if executor else []
        waiting = [other for other in live if _waits_with(other, proposal)]
        if state(proposal, self.clock.now()) is not State.EXECUTION or proposal.transaction or not executor:
            return None
        first_nonce = max((o.transaction.nonce + 1 for o in waiting if o.transaction), default=0)
        transaction = await self.safes.prepare(
            executor.chain,
            executor.address,
            proposal.content.actions,
            await self.chains[executor.chain].latest(),
            self.clock.now(),
            first_nonce,
        )
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal_id)
            if state(fresh, now) is not State.EXECUTION or fresh.transaction:
                return fresh.transaction
            guild = await _guild(repositories, fresh)
            await repositories.proposals.prepare(proposal_id, transaction)
            await repositories.outbox.add(
                ProposeTransaction(guild, proposal_id), RefreshCard(guild, proposal_id), at=now
            )
        self.wake_signal.send()
        return transaction

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Hand the prepared transaction to the transaction service: what the outbox calls for ProposeTransaction."""
        notification = entry.notification
        assert isinstance(notification, ProposeTransaction)
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(notification.proposal)
        executor = proposal.rules.executor
        if proposal.transaction is None or executor is None or proposal.opening is None:
            raise NothingToPropose(notification.proposal)
        origin = f"Folkmoot proposal {proposal.id}, content {proposal.opening.content_hash}"
        await self.safes.propose(executor.chain, executor.address, proposal.transaction, origin)
        return Delivery(then=(PostTransaction(notification.guild, notification.proposal),))

    async def follow(self, proposal_id: ProposalId) -> None:
        """Take up new confirmations and the end of a transaction, as the finalized chain shows them.

        Raises ChainUnavailable, ServiceUnavailable.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        executor, transaction = proposal.rules.executor, proposal.transaction
        if executor is None or transaction is None or proposal.execution:
            return
        block = await self.chains[executor.chain].finalized()
        progress = await self.safes.progress(executor.chain, executor.address, transaction, block)
        new = [owner for owner in progress.confirmed_by if owner not in proposal.confirmations]
        if not new and not progress.execution:
            return
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal_id)
            if fresh.execution or fresh.version != proposal.version:
                return
            guild = await _guild(repositories, fresh)
            confirmed = len(fresh.confirmations)
            for owner in new:
                confirmed += 1
                await repositories.proposals.confirm(proposal_id, owner, now)
                data = {"owner": owner, "confirmed": str(confirmed), "threshold": str(progress.threshold)}
                await repositories.outbox.add(
                    PostEvent(guild, proposal_id, event="confirmed", data=data), at=now
                )
            if progress.execution:
                await repositories.proposals.execute(proposal_id, progress.execution)
                data = {
                    "transaction": progress.execution.transaction,
                    "block": str(progress.execution.block.number),
                }
                event = PostEvent(guild, proposal_id, event=progress.execution.kind, data=data, announce=True)
                await repositories.outbox.add(event, at=now)
                if progress.execution.kind == "executed":
                    await repositories.outbox.add(*await give(repositories, fresh, guild, now), at=now)
            await repositories.outbox.add(RefreshCard(guild, proposal_id), at=now)
        self.wake_signal.send()

    async def end(self, proposal_id: ProposalId) -> None:
        """Conclude a proposal whose time has run out, or that had nothing to execute, and say so once.

        What one without a transaction grants takes effect now that its timelock is over.

        Before it is said to have expired the chain is asked whether it was executed in time. Raises
        ChainUnavailable, ServiceUnavailable.
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
                await repositories.outbox.add(
                    PostEvent(guild, proposal_id, event="expired", announce=True), at=now
                )
            else:
                await repositories.outbox.add(*await give(repositories, proposal, guild, now), at=now)
            await repositories.outbox.add(RefreshCard(guild, proposal_id), at=now)
        self.wake_signal.send()


async def _guild(repositories: Repositories, proposal: Proposal) -> GuildId:
    return (await repositories.spaces.get(proposal.space)).guild


def _waits_with(other: Proposal, proposal: Proposal) -> bool:
    """Whether the transaction of another one, with the same Safe, waits for its execution."""
    return other.id != proposal.id and other.transaction is not None and other.execution is None
