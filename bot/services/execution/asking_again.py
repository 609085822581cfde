"""Asking an executor once more for what it has carried out in vain, without a new vote."""

import msgspec

from bot.domain.errors import NotToBeAskedAgain, NotYoursToAsk, RequestUnknown
from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ProposalId, RequestId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.proposal import MOST_ATTEMPTS, Proposal
from bot.domain.proposals.state import State
from bot.services.actors import Actor, is_moderator
from bot.services.delivery.notifications import RefreshCard, RefreshRequest
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution import thread_events
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork

ASK_AGAIN = Requirement(
    Effect.SPEND, frozenset({Who.AUTHOR, Who.MODERATORS}), (State.EXECUTION, State.FAILED)
)


class AskingAgain(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def ask(self, actor: Actor, proposal_id: ProposalId, request_id: RequestId) -> Proposal:
        """Have what failed asked for again, with the same actions: nothing does so by itself, since it would fail as
        often as it is asked for. The author and moderators may, as long as what passed may be executed.

        Returns the proposal as it was. Raises ProposalUnknown, also for another server's; RequestUnknown,
        NotYoursToAsk, NotToBeAskedAgain.
        """
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            request = proposal.request(request_id)
            if request is None:
                raise RequestUnknown(proposal.number, request_id)
            space = await repositories.spaces.get(proposal.space)
            if actor.member != proposal.author and not is_moderator(actor, space):
                raise NotYoursToAsk(proposal.number)
            if not proposal.may_be_asked_again(request, now):
                raise NotToBeAskedAgain(
                    proposal.number, request.asked_again_at is not None, _at_limit(proposal, request)
                )
            await repositories.execution_requests.ask_again(request_id, now)
            await log_act(repositories, actor, "asked_again", at=now, proposal=proposal_id)
            await repositories.outbox.add(
                thread_events.asked_again(actor.guild, proposal_id, request, actor.member),
                RefreshCard(actor.guild, proposal_id),
                RefreshRequest(actor.guild, proposal_id, request_id),
                at=now,
            )
        self.wake_signal.send()
        return proposal


def _at_limit(proposal: Proposal, request: ExecutionRequest) -> int | None:
    """The limit, where that is reached."""
    return MOST_ATTEMPTS if proposal.attempts(request.executor.place) >= MOST_ATTEMPTS else None
