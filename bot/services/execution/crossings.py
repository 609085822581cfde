"""What executions have sent to other chains, followed to its end there."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.errors import FolkmootError
from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.delivery.notifications import RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.execution import thread_events
from bot.services.execution.following import give_where_executed
from bot.services.execution.polling import pause
from bot.services.execution.submission import guild_of
from bot.services.ports import Bridges, Clock, UnitOfWork


class FollowingMessages(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    bridges: Bridges
    clock: Clock
    wake_signal: WakeSignal
    follow_every: timedelta

    async def follow(self, proposal_id: ProposalId) -> datetime | None:
        """Take up what became on other chains of what a proposal has sent there, as their finalized blocks show it.
        Returns when to look again: seldom after a while; None where all is over.

        A chain that is silent holds up none of the others. What nobody could see in all the time for which it is
        looked after is said to be over. Raises what kept one from being looked at: UnknownChain, ChainUnavailable.
        """
        # What it saw is as old as its begin: what has come since is for the next look.
        now = self.clock.now()
        proposal = await self._get(proposal_id)
        under_way = [
            (request, message)
            for request in proposal.under_way
            if request.crossing is not None
            for message in request.crossing.under_way
        ]
        await each_by_itself(under_way, lambda each: self._follow(proposal, *each))
        left = [
            message
            for request in (await self._get(proposal_id)).under_way
            if request.crossing is not None
            for message in request.crossing.under_way
        ]
        waits = [pause(now - message.sent_at, self.follow_every) for message in left]
        return now + min(waits) if waits else None

    async def _follow(self, proposal: Proposal, request: ExecutionRequest, message: BridgeMessage) -> None:
        account = proposal.account_of(request.executor)
        actions = proposal.actions_of(request.executor)
        seen, problem = message, None
        try:
            seen = await self.bridges.seen(message, account, actions, request.executions)
        except FolkmootError as error:
            problem = error
        if not seen.over and self.clock.now() >= seen.watched_until:
            seen = replace(seen, status="lapsed")
        if seen != message:
            await self._take_up(proposal.id, request, message, seen)
        if problem is not None:
            raise problem

    async def _take_up(
        self, proposal_id: ProposalId, request: ExecutionRequest, before: BridgeMessage, seen: BridgeMessage
    ) -> None:
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = (await repositories.proposals.get(proposal_id)).request(request.id)
            if fresh is None or fresh.crossing is None or before not in fresh.crossing.messages:
                # Somebody else took it up meanwhile.
                return
            crossing = fresh.crossing.with_message(seen)
            await repositories.execution_requests.cross(request.id, crossing)
            if seen.status == before.status:
                return
            guild = await guild_of(repositories, await repositories.proposals.get(proposal_id))
            await repositories.outbox.add(
                thread_events.crossed(guild, proposal_id, crossing, seen),
                RefreshCard(guild, proposal_id),
                at=now,
            )
            await give_where_executed(repositories, proposal_id, guild, now)
        self.wake_signal.send()

    async def _get(self, proposal_id: ProposalId) -> Proposal:
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(proposal_id)
