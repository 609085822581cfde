"""Handing a request over to where those who carry it out look, and whether they see it there."""

from dataclasses import dataclass, replace

from bot.domain.accounts.sign_in_text import one_line
from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.executors import ExecutionRequest, NotVisible, Visibility
from bot.domain.ids import Address, ContentHash, GuildId, ProposalId, ProposalNumber
from bot.domain.proposals.proposal import Proposal, State, state
from bot.domain.spaces.space import Space
from bot.services.delivery.notifications import RefreshCard, RefreshRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution import thread_events
from bot.services.execution.polling import PollingSchedule
from bot.services.ports import AskedToWait, Clock, Executors, Repositories, UnitOfWork

_ORIGIN_LIMIT = 200
"""The Safe Transaction Service takes no longer one."""


@dataclass(frozen=True)
class RequestSubmission:
    uow: UnitOfWork
    executors: Executors
    clock: Clock
    wake_signal: WakeSignal
    polling: PollingSchedule

    async def submit(self, proposal: Proposal, request: ExecutionRequest, *, first: bool = False) -> None:
        """Whether it is taken or refused is kept with the request, and said where it is news. Raises
        RequestMismatch."""
        assert proposal.opening is not None
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
        origin = origin_of(proposal.number, proposal.opening.content_hash, space)
        self.polling.polled(request.id, self.clock.now())
        try:
            await self.executors[request.kind].submit(request, origin)
        except (ServiceRefused, ServiceUnavailable) as problem:
            await self._see(proposal.id, request, thread_events.why_not(problem), silently=first)
        else:
            await self._see(proposal.id, request, None, silently=first)

    async def send_signature(self, request: ExecutionRequest, owner: Address) -> None:
        """Hand over the newest signature of this account that was handed in to us. Raises AskedToWait while those who
        would see it don't see the request, and where it isn't taken."""
        given = [each for each in request.signatures if each.owner == owner]
        pause = self.polling.pause(request, self.clock.now())
        if request.visibility.since is None:
            raise AskedToWait("hand a signature over", "the request isn't seen there", pause)
        try:
            await self.executors[request.kind].send_signature(request, given[-1])
        except (ServiceRefused, ServiceUnavailable) as problem:
            # Such a service counts how often it is asked.
            raise AskedToWait("hand a signature over", repr(problem), pause) from None

    async def _see(
        self, proposal_id: ProposalId, request: ExecutionRequest, why: NotVisible | None, *, silently: bool
    ) -> None:
        """Keep whether they see it now, and say so where that is news. The first time what they sign says it."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            fresh = proposal.request(request.id)
            if fresh is None or fresh.execution is not None:
                return
            before = fresh.visibility
            if why is None and before.since is not None:
                return
            guild = await guild_of(repositories, proposal)
            if why is None:
                seen = replace(before, since=now, why_not=None)
                news = list(thread_events.visible(guild, proposal_id, fresh))
            else:
                changed = before.why_not is None or before.why_not.cause != why.cause
                seen = Visibility(None, why, before.times_hidden + changed)
                news = (
                    list(thread_events.hidden(guild, proposal_id, replace(fresh, visibility=seen))) * changed
                )
            if seen == before:
                return
            await repositories.execution_requests.see(request.id, seen)
            if not silently:
                await repositories.outbox.add(*news, at=now)
            await repositories.outbox.add(
                RefreshCard(guild, proposal_id), RefreshRequest(guild, proposal_id, request.id), at=now
            )
        self.wake_signal.send()


def origin_of(number: ProposalNumber, content: ContentHash, space: Space) -> str:
    """What a request says of where it comes from: the proposal, the server and the frozen content, in ASCII.

    The server's name is what its people like, so that it comes last and is cut.
    """
    known = f"Folkmoot proposal {number} of Discord server {space.guild}, content {content}"
    return f"{known}: {one_line(space.name)}"[:_ORIGIN_LIMIT]


def in_execution(proposal: Proposal, clock: Clock) -> bool:
    """Whether it has passed, and its time to be executed isn't over."""
    return state(proposal, clock.now()) is State.EXECUTION


async def guild_of(repositories: Repositories, proposal: Proposal) -> GuildId:
    """The server that it belongs to."""
    return (await repositories.spaces.get(proposal.space)).guild
