"""Statements on proposals, and the answers to them."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId
from bot.domain.statements.sheet import Answers
from bot.domain.statements.statement import Answer, Statement
from bot.storage.dialect import insert, many, rows_of
from bot.storage.tables import statement_answers, statements
from bot.storage.unreadable import named

_OF = select(statements).where(statements.c.proposal == bindparam("of")).order_by(statements.c.number)
_REMOVE = update(statements).where(
    statements.c.proposal == bindparam("of"), statements.c.number == bindparam("which")
)
_theirs = statement_answers.c.proposal == bindparam("of")
_OF_MEMBER = select(statement_answers.c.statement, statement_answers.c.answer).where(
    _theirs, statement_answers.c.member == bindparam("who")
)
_OF_ALL = many(
    select(statement_answers.c.member, statement_answers.c.statement, statement_answers.c.answer).where(
        _theirs
    )
)
_PARTICIPANTS = select(func.count(statement_answers.c.member.distinct())).where(_theirs)


class StoredStatements:
    """`ports.Statements`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, proposal: ProposalId) -> list[Statement]:
        rows = await self._connection.execute(_OF, {"of": proposal})
        return [
            Statement(
                row.number,
                MemberId(row.author),
                row.text,
                row.at,
                None if row.removed_by is None else MemberId(row.removed_by),
            )
            for row in rows
        ]

    async def add(self, proposal: ProposalId, statement: Statement) -> None:
        await self._connection.execute(
            insert(statements).values(
                proposal=proposal,
                number=statement.number,
                author=statement.author,
                text=statement.text,
                at=statement.at,
            )
        )

    async def remove(self, proposal: ProposalId, number: int, by: MemberId) -> None:
        await self._connection.execute(_REMOVE.values(removed_by=by), {"of": proposal, "which": number})

    async def answer(self, proposal: ProposalId, member: MemberId, number: int, answer: Answer) -> None:
        new = insert(statement_answers).values(
            proposal=proposal, member=member, statement=number, answer=answer.value
        )
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["proposal", "member", "statement"], set_={"answer": answer.value}
            )
        )

    async def answers_of(self, proposal: ProposalId, member: MemberId) -> Answers:
        rows = await self._connection.execute(_OF_MEMBER, {"of": proposal, "who": member})
        with named(f"statement_answers {proposal} {member}", proposal):
            return {row.statement: Answer(row.answer) for row in rows}

    async def answers(self, proposal: ProposalId) -> Mapping[MemberId, Answers]:
        found: dict[MemberId, dict[int, Answer]] = {}
        rows = await rows_of(self._connection, _OF_ALL, {"of": proposal})
        with named(f"statement_answers {proposal}", proposal):
            for member, number, answer in rows:
                found.setdefault(MemberId(member), {})[number] = Answer(answer)
        return found

    async def participants(self, proposal: ProposalId) -> int:
        return int((await self._connection.execute(_PARTICIPANTS, {"of": proposal})).scalar_one())
