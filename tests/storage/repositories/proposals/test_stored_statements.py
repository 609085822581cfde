"""Statements on a proposal and the answers to them: each proposal's by themselves, one answer of each member."""

from bot.domain.statements.statement import Answer, Statement
from tests.storage.repositories.stored_world import ADA, BEN, World, after


async def test_statements_and_answers_are_kept_for_each_proposal_by_itself(world: World) -> None:
    one, other = await world.proposal(), await world.proposal()
    first, second = Statement(1, ADA, "Dig it by hand.", after(1)), Statement(2, BEN, "Deep\0", after(2))
    async with world.unit.writing() as repositories:
        statements = repositories.statements
        for each in (second, first):
            await statements.add(one, each)
        await statements.answer(one, ADA, 1, Answer.AGREE)
        await statements.answer(one, ADA, 1, Answer.PASS)
        await statements.answer(one, BEN, 1, Answer.DISAGREE)
        await statements.answer(one, BEN, 2, Answer.AGREE)
        await statements.remove(one, 2, ADA)
    async with world.unit.reading() as repositories:
        statements = repositories.statements
        removed = Statement(2, BEN, "Deep\ufffd", after(2), ADA)
        assert await statements.of(one) == [first, removed]
        assert await statements.of(other) == []
        assert await statements.answers_of(one, ADA) == {1: Answer.PASS}
        assert await statements.answers(one) == {
            ADA: {1: Answer.PASS},
            BEN: {1: Answer.DISAGREE, 2: Answer.AGREE},
        }
        assert await statements.answers(other) == {}
        assert (await statements.participants(one), await statements.participants(other)) == (2, 0)
