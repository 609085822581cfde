"""The repository of statements on proposals, and of the answers to them."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.ids import MemberId, ProposalId
from bot.domain.statements.sheet import Answers
from bot.domain.statements.statement import Answer, Statement


class Statements(Protocol):
    async def of(self, proposal: ProposalId) -> list[Statement]:
        """By their numbers; those that were taken away, too."""
        ...

    async def add(self, proposal: ProposalId, statement: Statement) -> None:
        """The number is not taken yet."""
        ...

    async def remove(self, proposal: ProposalId, number: int, by: MemberId) -> None:
        """It was taken away. Its answers stay, and count no more."""
        ...

    async def answer(self, proposal: ProposalId, member: MemberId, number: int, answer: Answer) -> None:
        """In the place of what the member answered before."""
        ...

    async def answers_of(self, proposal: ProposalId, member: MemberId) -> Answers:
        """What the member answers, by the numbers of the statements."""
        ...

    async def answers(self, proposal: ProposalId) -> Mapping[MemberId, Answers]:
        """What everybody answers."""
        ...

    async def participants(self, proposal: ProposalId) -> int:
        """How many members have answered any statement."""
        ...
