"""Conflicts of interest that members declare in a proposal, change and take back until the end of its vote."""

from datetime import datetime

import msgspec

from bot.domain.elections.conflicts import CONFLICT_LIMIT, Conflict
from bot.domain.errors import ConflictTooLate, NoBallotsHere, TextField, TextTooLong
from bot.domain.ids import ProposalId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostConflict
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.authorship import require_state
from bot.services.proposals.visibility import is_hidden, visible

DECLARE = Requirement(
    Effect.WRITE,
    frozenset({Who.EVERYONE}),
    (State.DISCUSSION, State.PENDING, State.VOTING, State.PAUSED),
)


class OwnConflict(msgspec.Struct, frozen=True):
    """What a member has declared in a proposal so far; None: nothing."""

    proposal: Proposal
    conflict: Conflict | None


class DeclaringConflicts(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def own(self, actor: Actor, proposal_id: ProposalId, at: datetime) -> OwnConflict:
        """What the actor has declared, if they may declare something else at this time, which is that of Discord.

        Raises ProposalUnknown, WrongState, NoBallotsHere, ConflictTooLate.
        """
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            _require_open(proposal, at, self.clock.now())
            return OwnConflict(proposal, await repositories.conflicts.of_member(proposal_id, actor.member))

    async def declare(self, actor: Actor, proposal_id: ProposalId, text: str, at: datetime) -> OwnConflict:
        """Keep what the actor says of their interest, and have it said in the thread where ballots are no secret. An
        empty text takes it back.

        Raises what `own` raises, and TextTooLong.
        """
        text = text.strip()
        if len(text) > CONFLICT_LIMIT:
            raise TextTooLong(TextField.CONFLICTS, len(text), CONFLICT_LIMIT)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            _require_open(proposal, at, now)
            conflicts = repositories.conflicts
            before = await conflicts.of_member(proposal_id, actor.member)
            if (text or None) != (before.text if before else None):
                changed = await conflicts.declare(proposal_id, actor.member, text or None, at)
                if changed and text and not is_hidden(proposal):
                    post = PostConflict(actor.guild, proposal_id, actor.member, text)
                    await repositories.outbox.add(post, at=now)
            stands = await conflicts.of_member(proposal_id, actor.member)
        self.wake_signal.send()
        return OwnConflict(proposal, stands)


def _require_open(proposal: Proposal, at: datetime, now: datetime) -> None:
    """Whether a conflict is declared in time: as with ballots, the time at which Discord made the interaction decides.

    Raises WrongState, NoBallotsHere, ConflictTooLate.
    """
    if proposal.rules.open_ended or proposal.pays_for is not None:
        raise NoBallotsHere(proposal.number)
    ends_at = proposal.ends_at(now)
    if proposal.opening and ends_at and (proposal.closing or at >= ends_at):
        raise ConflictTooLate(proposal.number, ends_at)
    # What was made in time may reach us in the grace after the end.
    if state(proposal, now) is not State.CLOSED:
        require_state(proposal, now, *DECLARE.states)
