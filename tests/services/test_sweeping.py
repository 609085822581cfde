"""The sweep: everything due is done, once, whatever happened meanwhile."""

from datetime import timedelta

from bot.domain.proposal import State
from bot.services.notices import PostCard, PostResult
from tests.assembly import DISCUSSION, EXECUTION, GRACE, OTHER_GUILD, TIMELOCK, TOKEN, VOTING, Assembly
from tests.fakes import account

ACTION = f"transfer 5 to {account('well builder')}"


async def test_a_proposal_goes_its_whole_way_by_sweeps_alone(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada", actions=ACTION)
    sweep = assembly.folkmoot.sweep.run
    await assembly.pass_time(DISCUSSION)
    await sweep()
    assert await assembly.state(proposal) is State.VOTING
    await assembly.vote("ada", "For", proposal=proposal)
    await assembly.pass_time(VOTING + GRACE)
    await sweep()
    assert await assembly.state(proposal) is State.TIMELOCK
    await assembly.pass_time(TIMELOCK)
    await sweep()
    transaction = (await assembly.get(proposal)).transaction
    assert transaction is not None
    assembly.safes.end(assembly.safe, transaction, "executed")
    await sweep()
    assert await assembly.state(proposal) is State.EXECUTED


async def test_a_sweep_says_when_the_next_thing_is_due(assembly: Assembly) -> None:
    sweep = assembly.folkmoot.sweep.run
    assert await sweep() is None
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    assert await sweep() == assembly.clock.now() + DISCUSSION
    await assembly.open(proposal)
    assert await sweep() == assembly.clock.now() + VOTING + GRACE
    await assembly.passed(proposal)
    assert await sweep() == assembly.clock.now() + TIMELOCK


async def test_an_outage_of_72_hours_across_the_end_closes_once_at_the_start(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 4})
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    await assembly.pass_time(VOTING - timedelta(hours=1))
    await assembly.stop()
    await assembly.pass_time(timedelta(hours=72))
    assembly.start()
    for _ in range(3):
        await assembly.folkmoot.sweep.run()
    closing = (await assembly.get(proposal)).closing
    assert closing is not None
    assert closing.result["scores"] == ["10", "4", "0"]
    assert closing.at == assembly.clock.now()
    assert len(await assembly.told(PostResult)) == 1


async def test_a_veto_is_possible_for_a_whole_timelock_after_an_outage(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.vote("ada", "For")
    await assembly.pass_time(VOTING + timedelta(hours=72))
    await assembly.restart()
    await assembly.folkmoot.sweep.run()
    await assembly.pass_time(TIMELOCK - timedelta(seconds=1))
    await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "theft")
    assert await assembly.state(proposal) is State.VETOED


async def test_sweeping_often_does_nothing_twice(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    await assembly.submitted("ada", actions=ACTION)
    await assembly.pass_time(DISCUSSION)
    for _ in range(3):
        await assembly.folkmoot.sweep.run()
    await assembly.pass_time(VOTING + GRACE)
    for _ in range(3):
        await assembly.folkmoot.sweep.run()
    assert len(await assembly.told(PostCard)) == 1
    assert len(await assembly.told(PostResult)) == 1


async def test_a_proposal_that_fails_holds_up_no_other(assembly: Assembly) -> None:
    dark = await assembly.opened(powers={"ada": 10, "ben": 5})
    bright = await assembly.submitted("ada")
    await assembly.open(bright)
    await assembly.link("cleo")
    assembly.chain.unreadable.add(assembly.wallet("cleo"))
    await assembly.vote("cleo", "For", proposal=dark)
    await assembly.vote("ben", "For", proposal=bright)
    assembly.chain.silent = True
    waiting = await assembly.submitted_in_the_dark("ada")
    await assembly.pass_time(VOTING + GRACE + DISCUSSION)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(dark) is State.CLOSED
    assert await assembly.state(bright) is State.TIMELOCK
    assert await assembly.state(waiting) is State.PENDING


async def test_a_space_with_an_absurd_policy_holds_up_no_other(assembly: Assembly) -> None:
    """A period so long that its end is no date at all."""
    await assembly.set_up()
    await assembly.set_up(guild=OTHER_GUILD)
    await assembly.powers({"ada": 10})
    await assembly.powers({"ben": 10}, guild=OTHER_GUILD)
    absurd = await assembly.submitted("ben", guild=OTHER_GUILD)
    policy = (await assembly.get(absurd)).policy
    endless = policy.periods.model_copy(update={"discussion": timedelta(days=999_999_000)})
    async with assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(OTHER_GUILD)
        await facts.spaces.set_track(
            space.id, "main", policy.model_copy(update={"periods": endless}), assembly.clock.now()
        )
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    next_look = await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    assert next_look is None or next_look > assembly.clock.now()


async def test_a_vote_opens_by_itself_when_the_chain_is_back(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    assembly.chain.fail_next()
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.PENDING
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING


async def test_everybodys_power_is_read_soon_after_the_opening(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10, "ben": 5, "cleo": 0})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    await assembly.folkmoot.sweep.run()
    opening = (await assembly.get(proposal)).opening
    assert opening is not None
    async with assembly.folkmoot.uow.reading() as facts:
        found = await facts.readings.at(f"erc20_votes:1:{TOKEN.contract}", opening.snapshot[0].hash)
    assert found == {assembly.wallet("ada"): 10, assembly.wallet("ben"): 5, assembly.wallet("cleo"): 0}


async def test_a_transaction_is_looked_at_until_it_expires(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.passed(proposal)
    await assembly.prepared(proposal)
    assert await assembly.folkmoot.sweep.run() == assembly.clock.now() + timedelta(seconds=15)
    await assembly.pass_time(EXECUTION)
    await assembly.folkmoot.sweep.run()
    assert await assembly.folkmoot.sweep.run() is None


async def test_what_is_kept_in_memory_of_a_vote_goes_when_it_is_over(assembly: Assembly) -> None:
    going_on = await assembly.opened(powers={"ada": 10})
    ended = await assembly.opened(powers={"ben": 10}, author="ada")
    for proposal in (going_on, ended):
        await assembly.vote("ada", "For", proposal=proposal)
    boards = assembly.folkmoot.boards
    assert boards.loaded(ended)
    await assembly.folkmoot.moderation.cancel(assembly.moderator(), ended, "spam")
    await boards.get(ended)
    await assembly.folkmoot.sweep.run()
    assert boards.loaded(ended) is None
    assert boards.loaded(going_on)
