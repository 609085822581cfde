"""A member answers the statements on a proposal, one at a time."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import AnswersFull, StatementUnknown
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.domain.statements.sheet import Answers
from bot.domain.statements.statement import PARTICIPANTS, Answer, Statement
from bot.services.actors import Actor
from bot.services.delivery.notifications import ShowStatements
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import require_state
from bot.services.proposals.visibility import visible
from bot.services.statements.results import StatementResults


class Asked(msgspec.Struct, frozen=True):
    """Where a member stands among the statements."""

    proposal: Proposal
    statement: Statement | None
    """The one that is asked now; None where all are answered."""
    answer: Answer | None
    """What they answer it so far."""
    before: int | None
    """The number of the one before it in their order; None at the beginning."""
    after: int | None
    first: int | None
    """The first in their order; None where there are no statements."""
    answered: int
    number: int
    """Of those that stand."""


class AnsweringStatements(msgspec.Struct, frozen=True):
    """Each member begins elsewhere, so that those who stop early answer the last ones, too."""

    uow: UnitOfWork
    results: StatementResults
    clock: Clock
    wake_signal: WakeSignal

    async def ask(self, actor: Actor, proposal_id: ProposalId, number: int | None = None) -> Asked:
        """The statement of this number, or else the first that they haven't answered.

        Raises ProposalUnknown, WrongState, StatementUnknown.
        """
        async with self.uow.reading() as repositories:
            proposal, order, answers = await self._of(repositories, actor, proposal_id)
        if number is None:
            return _asked(proposal, order, answers, _unanswered(order, answers))
        return _asked(proposal, order, answers, _numbered(order, number))

    async def answer(self, actor: Actor, proposal_id: ProposalId, number: int, answer: Answer) -> Asked:
        """Answer a statement, for the first time or anew; then comes the next that isn't answered.

        Raises ProposalUnknown, WrongState, StatementUnknown, AnswersFull.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal, order, answers = await self._of(repositories, actor, proposal_id)
            answered = _numbered(order, number)
            await require_room(repositories, proposal_id, answers)
            await repositories.statements.answer(proposal_id, actor.member, number, answer)
            if not answers:
                await repositories.outbox.add(ShowStatements(actor.guild, proposal_id), at=now)
        self.results.changed(proposal_id)
        if not answers:
            self.wake_signal.send()
        answers = {**answers, number: answer}
        behind = order[order.index(answered) + 1 :]
        following = _unanswered(behind, answers) or _unanswered(order, answers)
        return _asked(proposal, order, answers, following)

    async def _of(
        self, repositories: Repositories, actor: Actor, proposal_id: ProposalId
    ) -> tuple[Proposal, list[Statement], Answers]:
        """The statements that stand in the member's order, and what they have answered."""
        proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
        require_state(proposal, self.clock.now(), State.DISCUSSION)
        standing = [each for each in await repositories.statements.of(proposal_id) if each.stands]
        answers = await repositories.statements.answers_of(proposal_id, actor.member)
        return proposal, _in_order(standing, actor.member), answers


async def require_room(repositories: Repositories, proposal_id: ProposalId, answers: Answers) -> None:
    """For who has these answers so far. Raises AnswersFull."""
    if not answers and await repositories.statements.participants(proposal_id) >= PARTICIPANTS:
        raise AnswersFull(PARTICIPANTS)


def _in_order(standing: Sequence[Statement], member: MemberId) -> list[Statement]:
    """Beginning by the time in the member's id: its lower 22 bits are nearly always the same."""
    beginning = (member >> 22) % len(standing) if standing else 0
    return [*standing[beginning:], *standing[:beginning]]


def _numbered(order: Sequence[Statement], number: int) -> Statement:
    found = next((each for each in order if each.number == number), None)
    if found is None:
        raise StatementUnknown
    return found


def _unanswered(order: Sequence[Statement], answers: Answers) -> Statement | None:
    return next((each for each in order if each.number not in answers), None)


def _asked(
    proposal: Proposal, order: Sequence[Statement], answers: Answers, statement: Statement | None
) -> Asked:
    numbers = [each.number for each in order]
    place = None if statement is None else numbers.index(statement.number)
    return Asked(
        proposal,
        statement,
        None if statement is None else answers.get(statement.number),
        numbers[place - 1] if place else None,
        numbers[place + 1] if place is not None and place + 1 < len(numbers) else None,
        numbers[0] if numbers else None,
        sum(each in answers for each in numbers),
        len(numbers),
    )
