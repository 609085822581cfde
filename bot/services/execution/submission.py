"""Handing a request over to where those who carry it out look, and whether they see it there."""

import dataclasses
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.sign_in_text import one_line
from bot.domain.errors import FolkmootError, ServiceRefused, ServiceUnavailable
from bot.domain.executors import ExecutionRequest, NotVisible, Visibility
from bot.domain.ids import Address, ContentHash, GuildId, ProposalId, ProposalNumber, RequestId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space
from bot.services.delivery.notifications import (
    PostRequest,
    RefreshCard,
    RefreshRequest,
    SendSignature,
    SubmitRequest,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.execution import thread_events
from bot.services.execution.polling import PollingSchedule
from bot.services.execution.voted_content import VotedContent
from bot.services.ports import AskedToWait, Clock, Delivery, Executors, OutboxEntry, Repositories, UnitOfWork

_ORIGIN_LIMIT = 200
"""The Safe Transaction Service takes no longer one."""


@dataclass(eq=False)
class NothingToSubmit(FolkmootError):
    """The outbox asks to submit a request that was never prepared."""

    proposal: ProposalId
    request: RequestId


class RequestSubmission(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executors: Executors
    voted_content: VotedContent
    clock: Clock
    wake_signal: WakeSignal
    polling: PollingSchedule

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
                await self.send_signature(request, notification.signed_by)
            return Delivery()
        if goes_on:
            await self.submit(proposal, request, first=True)
        if not request.executor.needs_signatures:
            return Delivery()
        return Delivery(then=(PostRequest(notification.guild, proposal.id, request.id),))

    async def submit_again(self, proposal_id: ProposalId) -> tuple[ExecutionRequest, ...]:
        """Hand over at once what those who carry it out don't see. Returns the proposal's pending requests as they are
        then; `visibility` says whether it helped, and why not. Raises ProposalUnknown, ContentAltered, RequestMismatch,
        ChainUnavailable."""
        proposal = await self._get(proposal_id)
        if in_execution(proposal, self.clock):
            unseen = [request for request in proposal.pending if request.visibility.since is None]
            await each_by_itself(unseen, lambda request: self.submit(proposal, request))
        return (await self._get(proposal_id)).pending

    async def submit_all_again(self, guild: GuildId) -> tuple[int, int]:
        """The same for all proposals of a server: how many requests were not seen, and how many of them are now.

        What keeps one of them from being handed over holds up none of the others, and is raised after them. Raises
        NotSetUp, ContentAltered, RequestMismatch, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            root = await repositories.spaces.of_guild(guild)
            live = [
                proposal
                for space in (await repositories.spaces.tree(guild)).within(root)
                for proposal in await repositories.proposals.live_in_space(space.id)
            ]
        hidden = {request.id for proposal in live for request in proposal.pending if _is_hidden(request)}
        waiting = [each.id for each in live if any(request.id in hidden for request in each.pending)]
        now = await each_by_itself(waiting, self.submit_again)
        return len(hidden), sum(
            request.id in hidden and not _is_hidden(request) for requests in now for request in requests
        )

    async def submit(self, proposal: Proposal, request: ExecutionRequest, *, first: bool = False) -> None:
        """Whether it is taken or refused is kept with the request, and said where it is news.

        Nothing is signed or handed over where it isn't known to be just what was voted on: raises ContentAltered,
        RequestMismatch, ChainUnavailable.
        """
        assert proposal.opening is not None
        await self.voted_content.require_of(proposal)
        await self.executors[request.kind].require_voted(request, proposal.actions_of(request.executor))
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
                seen = dataclasses.replace(before, since=now, why_not=None)
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

    async def _get(self, proposal_id: ProposalId) -> Proposal:
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(proposal_id)


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


def _is_hidden(request: ExecutionRequest) -> bool:
    """Whether it turned out that those who carry it out don't see it."""
    return request.visibility.why_not is not None
