"""What those who have to sign a request see of it in the browser, and what becomes of the signatures they hand in."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.simulation import AnySimulation
from bot.domain.errors import (
    CannotCast,
    ChangesExecutor,
    CodeChanged,
    NotToBeSigned,
    RequestMismatch,
    RequestUnknown,
    TooManySignatures,
)
from bot.domain.executors import ExecutionRequest, NoSignature, Signing
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, RequestId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.facts import Opening, Stop
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.delivery.notifications import SendSignature
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution import thread_events
from bot.services.execution.queue import Queue, RequestQueue
from bot.services.execution.simulations import Simulations
from bot.services.execution.voted_content import VotedContent
from bot.services.metagovernance.casting import Casting
from bot.services.ports import Clock, Executors, JobName, UnitOfWork
from bot.services.proposals.cards import Card, Cards

SIGN = Requirement(Effect.SPEND, frozenset({Who.SIGNERS}), (State.EXECUTION,))
MOST_OF_ONE = 3
"""Signatures of one account for one request: another one is only needed where the one before doesn't count any more."""


class RequestToSign(msgspec.Struct, frozen=True):
    """A request as those see it who have to sign it."""

    card: Card
    opening: Opening
    request: ExecutionRequest
    signing: Signing | None
    """None where it must not be signed, whatever the chain says."""
    forbidden: NoSignature | None
    """None while it may be signed."""
    stop: Stop | None
    """What has changed since the vote opened, where that is why."""
    members: Mapping[Address, MemberId]
    """Whose linked wallets the accounts are that have to sign."""
    queue: Queue
    """What has to be carried out before it."""

    @property
    def actions(self) -> tuple[DecodedAction, ...]:
        """Those of the proposal's actions that it is about."""
        return self.card.made_by(self.request.executor)


class Signatures(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executors: Executors
    cards: Cards
    request_queue: RequestQueue
    casting: Casting
    voted_content: VotedContent
    simulations: Simulations
    clock: Clock
    wake_signal: WakeSignal

    async def require_open(
        self, guild: GuildId, proposal_id: ProposalId, request_id: RequestId
    ) -> ExecutionRequest:
        """The request, as it is stored.

        Raises NotToBeSigned where the stored facts alone say so; ProposalUnknown, also for another server's;
        RequestUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, guild)
        request = proposal.request(request_id)
        if request is None or not request.executor.needs_signatures:
            raise RequestUnknown(proposal.number, request_id)
        if (forbidden := _forbidden(proposal, request, self.clock.now())) is not None:
            raise NotToBeSigned(forbidden)
        return request

    async def request(self, guild: GuildId, proposal_id: ProposalId, request_id: RequestId) -> RequestToSign:
        """What is to be signed, compared again with what was voted on and with the chain of the moment.

        Raises ProposalUnknown, also for another server's; RequestUnknown; NoBatchContract, NoCode, WrongContract,
        ChainUnavailable.
        """
        card = await self.cards.card(proposal_id, guild)
        proposal, request = card.proposal, card.proposal.request(request_id)
        if request is None or proposal.opening is None or not request.executor.needs_signatures:
            raise RequestUnknown(proposal.number, request_id)
        forbidden, stop, signing = _forbidden(proposal, request, self.clock.now()), proposal.stop, None
        if forbidden is None and not await self.voted_content.is_of(proposal):
            forbidden = NoSignature.ALTERED
        if forbidden is None:
            try:
                signing = await self._signing(proposal, proposal.opening, request)
                forbidden = NoSignature.USED if _is_used(request, signing) else None
            except RequestMismatch:
                forbidden = NoSignature.ALTERED
            except (CodeChanged, ChangesExecutor, CannotCast) as change:
                stop = thread_events.stop_of(change, self.clock.now())
                forbidden = _stopped(stop)
        async with self.uow.reading() as repositories:
            members = (
                await repositories.wallets.owners(guild, signing.owners, request.executor.chain)
                if signing
                else {}
            )
        queue = await self.request_queue.before(guild, request, signing.first) if signing else Queue()
        return RequestToSign(card, proposal.opening, request, signing, forbidden, stop, members, queue)

    async def simulation(self, found: RequestToSign) -> AnySimulation | None:
        """What it would do now; None where it must not be signed, or does nothing on a chain, and where it was sent."""
        if found.forbidden is not None or found.request.held_until is not None:
            return None
        return await self.simulations.now(found.request.executor, found.actions)

    async def add(self, guild: GuildId, proposal_id: ProposalId, request_id: RequestId, text: str) -> Address:
        """Take a signature, whoever hands it in. Returns whose it is.

        It is kept, handed over to where the others look, and counted like any other by whoever follows the request.
        Raises NotToBeSigned, MalformedSignature, NotASigner, TooManySignatures, and what `request` raises.
        """
        found = await self.request(guild, proposal_id, request_id)
        if found.forbidden is not None or found.signing is None:
            raise NotToBeSigned(found.forbidden or NoSignature.OVER)
        given = await self.executors[found.request.kind].signature(found.request, text)
        if given.owner in found.signing.signed:
            return given.owner
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal_id, guild)
            request = fresh.request(request_id)
            if request is None:
                raise RequestUnknown(fresh.number, request_id)
            if (forbidden := _forbidden(fresh, request, now)) is not None:
                raise NotToBeSigned(forbidden)
            if sum(each.owner == given.owner for each in request.signatures) >= MOST_OF_ONE:
                raise TooManySignatures(MOST_OF_ONE)
            if await repositories.execution_requests.keep_signature(request_id, given, now):
                await repositories.outbox.add(
                    SendSignature(guild, proposal_id, request_id, given.owner), at=now
                )
            await repositories.jobs.request([proposal_id], JobName.FOLLOW_EXECUTION, now)
        self.wake_signal.send()
        return given.owner

    async def _signing(
        self, proposal: Proposal, opening: Opening, request: ExecutionRequest
    ) -> Signing | None:
        actions = proposal.actions_of(request.executor)
        if (opened := opening.examined_on(request.executor.chain)) is None:
            return None
        if (hindered := await self.casting.hindrance(proposal, final=False)) is not None:
            raise hindered[0]
        return await self.executors[request.kind].signing(request, actions, opened)


def _is_used(request: ExecutionRequest, signing: Signing | None) -> bool:
    nonce = request.payload.nonce
    return signing is not None and nonce is not None and signing.first > nonce


def _forbidden(proposal: Proposal, request: ExecutionRequest, now: datetime) -> NoSignature | None:
    """Why it must not be signed, by the stored facts alone."""
    if request.execution is not None:
        return NoSignature(request.execution.status)
    now_in = state(proposal, now)
    if now_in in SIGN.states:
        return None
    if proposal.stop is not None:
        return _stopped(proposal.stop)
    return _OVER.get(now_in, NoSignature.OVER)


def _stopped(stop: Stop) -> NoSignature:
    return NoSignature.NOT_CAST if stop.cause == "cast" else NoSignature.STOPPED


_OVER = {State.VETOED: NoSignature.VETOED, State.EXPIRED: NoSignature.EXPIRED}
