"""Looks at the end of a vote, and what happens while one is under way."""

import asyncio

from bot.domain.ids import RoleId
from bot.domain.policy.model import DelegationRule
from bot.domain.power import PowerRule, Role
from bot.services.voting.closing.deadlines import Deadlines
from tests.harness import TOKEN, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.voting.casting.slow_work import SlowWork
from tests.services.voting.ending import EXTENSION, HOUR, MAJORITY, before_end, extensions, opened

ELDER = RoleId(77)


async def test_a_ballot_that_comes_while_a_look_is_under_way_is_looked_at_by_the_next_one(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    services = harness.services
    work = SlowWork(services.uow)
    deadlines = Deadlines(work, services.live_votes, services.powers, harness.clock, services.wake_signal)
    review = asyncio.create_task(deadlines.review(proposal))
    await asyncio.wait_for(work.read.wait(), 30)
    await harness.vote("ben", "Against")
    work.gate.set()
    seen = await review
    assert not seen.moved
    async with services.uow.reading() as repositories:
        assert not await deadlines.holds(repositories, proposal, seen)
    await harness.sweep.run()
    assert len(await extensions(harness, proposal)) == 1


async def test_a_power_that_becomes_known_while_a_look_is_under_way_leaves_it_undetermined(
    harness: ServiceHarness,
) -> None:
    """A vote that closed by this look would not be extended by the ballot that it left out."""
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await opened(harness, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "Against")
    services = harness.services
    work = SlowWork(services.uow)
    deadlines = Deadlines(work, services.live_votes, services.powers, harness.clock, services.wake_signal)
    review = asyncio.create_task(deadlines.review(proposal))
    await asyncio.wait_for(work.read.wait(), 30)
    harness.chain.unreadable.clear()
    assert await services.power_reads.everyone(proposal) == []
    work.gate.set()
    seen = await review
    assert not seen.moved
    assert seen.undetermined
    async with services.uow.reading() as repositories:
        assert not await deadlines.holds(repositories, proposal, seen)


async def test_the_role_of_a_delegators_own_ballot_was_never_delegated(harness: ServiceHarness) -> None:
    """What was delegated before they voted themselves is not found to be more when they do: nothing is extended
    anew."""
    power = PowerRule(sources=(Role(role=ELDER, weight=100), TOKEN), decimals=0)
    await harness.set_up()
    await rule(
        harness,
        rules=MAJORITY,
        extension=EXTENSION,
        power=power,
        delegation=DelegationRule(),
        reactions=False,
    )
    await harness.powers({"ada": 10, "ben": 5, "cleo": 1})
    await delegate_power(harness, "cleo", "ben")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await extensions(harness, proposal) == ()
    await harness.pass_time(HOUR / 2)
    await harness.vote("cleo", "For", roles=[ELDER])
    await harness.sweep.run()
    assert await extensions(harness, proposal) == ()


async def test_a_delegators_roles_count_for_nobody_once_their_ballot_is_withdrawn(
    harness: ServiceHarness,
) -> None:
    """The running count and the close say the same: roles are read with a ballot of one's own."""
    power = PowerRule(sources=(Role(role=ELDER, weight=100), TOKEN), decimals=0)
    await harness.set_up()
    await rule(harness, rules=MAJORITY, power=power, delegation=DelegationRule(), reactions=True)
    await harness.powers({"ada": 10, "ben": 5})
    await delegate_power(harness, "ben", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.post_card(proposal)
    await harness.vote("ada", "For")
    await harness.react("ben", "👎", roles={ELDER})
    assert (await harness.running_tally(proposal)).scores == (10, 105, 0)
    await harness.react("ben", "👎", added=False, roles={ELDER})
    assert (await harness.running_tally(proposal)).scores == (15, 0, 0)
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == (15, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 15}
