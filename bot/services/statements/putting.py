"""Statements are put on a proposal while it is discussed, and taken away."""

import msgspec

from bot.domain.errors import NotOwnStatement, StatementsFull, StatementUnknown
from bot.domain.ids import ProposalId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.domain.statements.statement import PER_MEMBER, PER_PROPOSAL, Answer, Statement, statement_text
from bot.services.actors import Actor, is_moderator
from bot.services.delivery.notifications import ShowStatements
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.authorship import require_state
from bot.services.proposals.visibility import visible
from bot.services.statements.answering import require_room
from bot.services.statements.results import StatementResults

DISCUSS = Requirement(Effect.WRITE, frozenset({Who.EVERYONE}), (State.DISCUSSION,))
RETRACT = Requirement(Effect.WRITE, frozenset({Who.AUTHOR, Who.MODERATORS}))
"""The author of the statement, while the proposal is discussed; moderators at any time."""


class Put(msgspec.Struct, frozen=True):
    proposal: Proposal
    statement: Statement
    new: bool
    """Whether it was not there yet."""


class PuttingStatements(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    results: StatementResults
    clock: Clock
    wake_signal: WakeSignal

    async def put(self, actor: Actor, proposal_id: ProposalId, typed: str) -> Put:
        """Put a statement on the proposal, with which its author agrees. Where another one says the same, to the
        letter, they agree with that.

        Raises ProposalUnknown, WrongState, StatementEmpty, StatementTooLong, StatementsFull, AnswersFull.
        """
        text, now = statement_text(typed), self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require_state(proposal, now, *DISCUSS.states)
            there = await repositories.statements.of(proposal_id)
            found = next((each for each in there if each.stands and _alike(each.text, text)), None)
            if found is None:
                if len(there) >= PER_PROPOSAL:
                    raise StatementsFull(PER_PROPOSAL, of_member=False)
                if sum(each.author == actor.member for each in there) >= PER_MEMBER:
                    raise StatementsFull(PER_MEMBER, of_member=True)
                statement = Statement(len(there) + 1, actor.member, text, now)
                await repositories.statements.add(proposal_id, statement)
                await repositories.outbox.add(ShowStatements(actor.guild, proposal_id), at=now)
            else:
                statement = found
            answers = await repositories.statements.answers_of(proposal_id, actor.member)
            await require_room(repositories, proposal_id, answers)
            await repositories.statements.answer(proposal_id, actor.member, statement.number, Answer.AGREE)
        self.results.changed(proposal_id)
        self.wake_signal.send()
        return Put(proposal, statement, found is None)

    async def remove(self, actor: Actor, proposal_id: ProposalId, number: int) -> Statement:
        """Take a statement away: its author while the proposal is discussed, a moderator at any time, in public.

        Raises ProposalUnknown, StatementUnknown, NotOwnStatement, WrongState.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            there = await repositories.statements.of(proposal_id)
            statement = next((each for each in there if each.number == number and each.stands), None)
            if statement is None:
                raise StatementUnknown
            moderator = is_moderator(actor, await repositories.spaces.get(proposal.space))
            if not moderator:
                if statement.author != actor.member:
                    raise NotOwnStatement
                require_state(proposal, now, *DISCUSS.states)
            await repositories.statements.remove(proposal_id, number, actor.member)
            await repositories.outbox.add(ShowStatements(actor.guild, proposal_id), at=now)
            if statement.author != actor.member:
                await log_act(repositories, actor, "statement_removed", at=now, proposal=proposal_id)
        self.results.changed(proposal_id)
        self.wake_signal.send()
        return statement


def _alike(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
