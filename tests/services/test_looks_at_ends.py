"""Looks at the end of a vote, and what happens while one is under way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.domain.ids import RoleId
from bot.domain.policy import DelegationRule
from bot.domain.power import PowerRule, Role
from bot.services.ends import VoteEnds
from bot.services.ports import Facts, UnitOfWork
from tests.assembly import TOKEN, Assembly
from tests.services.delegating import lend, rule
from tests.services.ending import EXTENSION, HOUR, MAJORITY, before_end, extensions, opened

ELDER = RoleId(77)


class SlowWork:
    """A unit of work after whose reads there is a wait until the gate is open."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.read, self.gate = asyncio.Event(), asyncio.Event()

    def writing(self) -> AbstractAsyncContextManager[Facts]:
        return self._work.writing()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Facts]:
        async with self._work.reading() as facts:
            yield facts
        self.read.set()
        await self.gate.wait()


async def test_a_ballot_that_comes_while_a_look_is_under_way_is_looked_at_by_the_next_one(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    folkmoot = assembly.folkmoot
    work = SlowWork(folkmoot.uow)
    ends = VoteEnds(work, folkmoot.boards, folkmoot.powers, assembly.clock, folkmoot.bell)
    look = asyncio.create_task(ends.look(proposal))
    await asyncio.wait_for(work.read.wait(), 10)
    await assembly.vote("ben", "Against")
    ends.cast(await assembly.get(proposal))
    work.gate.set()
    assert not await look
    assert ends.due(await assembly.get(proposal))
    assert await ends.look(proposal)


async def test_the_role_of_a_delegators_own_ballot_was_never_lent(assembly: Assembly) -> None:
    """What was lent before they voted themselves is not found to be more when they do: nothing is extended anew."""
    power = PowerRule(sources=(Role(role=ELDER, weight=100), TOKEN), decimals=0)
    await assembly.set_up()
    await rule(
        assembly,
        rules=MAJORITY,
        extension=EXTENSION,
        power=power,
        delegation=DelegationRule(),
        reactions=False,
    )
    await assembly.powers({"ada": 10, "ben": 5, "cleo": 1})
    await lend(assembly, "cleo", "ben")
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await extensions(assembly, proposal) == ()
    await assembly.pass_time(HOUR / 2)
    await assembly.vote("cleo", "For", roles=[ELDER])
    await assembly.folkmoot.sweep.run()
    assert await extensions(assembly, proposal) == ()
