"""The sweep: everything due is done, once, whatever happened meanwhile."""

from datetime import timedelta

from bot.domain.proposals.state import State
from bot.domain.quantities import LONGEST
from bot.services.delivery.notifications import PostCard, PostResult
from bot.services.jobs.registry import due_times
from bot.services.jobs.voting.close_vote import CloseVote
from tests.fakes import account
from tests.harness import DISCUSSION, EXECUTION, GRACE, OTHER_GUILD, TIMELOCK, TOKEN, VOTING, ServiceHarness

ACTION = f"transfer 5 to {account('well builder')}"


async def test_a_proposal_goes_its_whole_way_by_sweeps_alone(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=ACTION)
    sweep = harness.sweep.run
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ada", "For", proposal=proposal)
    await harness.pass_time(VOTING + GRACE)
    await sweep()
    assert await harness.state(proposal) is State.TIMELOCK
    await harness.pass_time(TIMELOCK)
    await sweep()
    request = await harness.requested(proposal)
    harness.safes.end(harness.safe, request, "executed")
    await harness.pass_time(timedelta(seconds=15))
    await sweep()
    assert await harness.state(proposal) is State.EXECUTED


async def test_a_sweep_says_when_the_next_thing_is_due(harness: ServiceHarness) -> None:
    sweep = harness.sweep.run
    assert await sweep() is None
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    assert await sweep() == harness.clock.now() + DISCUSSION
    await harness.open(proposal)
    closes = due_times(await harness.get(proposal))[CloseVote.kind]
    assert closes == harness.clock.now() + VOTING + GRACE
    while (due := await sweep()) != closes:
        assert due is not None
        assert harness.clock.now() < due < closes
        await harness.pass_time(due - harness.clock.now())
    await harness.passed(proposal)
    assert await sweep() == harness.clock.now() + TIMELOCK


async def test_an_outage_of_72_hours_across_the_end_closes_once_at_the_start(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 4})
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.pass_time(VOTING - timedelta(hours=1))
    await harness.stop()
    await harness.pass_time(timedelta(hours=72))
    harness.start()
    for _ in range(3):
        await harness.sweep.run()
    closing = (await harness.get(proposal)).closing
    assert closing is not None
    assert closing.result["scores"] == ["10", "4", "0"]
    assert closing.at == harness.clock.now()
    assert len(await harness.notified(PostResult)) == 1


async def test_a_veto_is_possible_for_a_whole_timelock_after_an_outage(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.vote("ada", "For")
    await harness.pass_time(VOTING + timedelta(hours=72))
    await harness.restart()
    await harness.sweep.run()
    await harness.pass_time(TIMELOCK - timedelta(seconds=1))
    await harness.services.moderation.veto(harness.guardian(), proposal, "theft")
    assert await harness.state(proposal) is State.VETOED


async def test_sweeping_often_does_nothing_twice(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.submitted("ada", actions=ACTION)
    await harness.pass_time(DISCUSSION)
    for _ in range(3):
        await harness.proceed()
    await harness.pass_time(VOTING + GRACE)
    for _ in range(3):
        await harness.sweep.run()
    assert len(await harness.notified(PostCard)) == 1
    assert len(await harness.notified(PostResult)) == 1


async def test_a_proposal_that_fails_holds_up_no_other(harness: ServiceHarness) -> None:
    dark = await harness.opened(powers={"ada": 10, "ben": 5})
    bright = await harness.submitted("ada")
    await harness.open(bright)
    await harness.link("cleo")
    harness.chain.unreadable.add(harness.wallet("cleo"))
    await harness.vote("cleo", "For", proposal=dark)
    await harness.vote("ben", "For", proposal=bright)
    harness.chain.silent = True
    waiting = await harness.submitted_in_the_dark("ada")
    await harness.pass_time(VOTING + GRACE + DISCUSSION)
    await harness.sweep.run()
    assert await harness.state(dark) is State.CLOSED
    assert await harness.state(bright) is State.TIMELOCK
    assert await harness.state(waiting) is State.PENDING


async def test_a_space_with_the_longest_periods_holds_up_no_other(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ada": 10})
    await harness.powers({"ben": 10}, guild=OTHER_GUILD)
    slow = await harness.submitted("ben", guild=OTHER_GUILD)
    policy = (await harness.get(slow)).policy
    endless = policy.periods.model_copy(update={"discussion": LONGEST})
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(OTHER_GUILD)
        await repositories.spaces.set_track(
            space.id, "main", policy.model_copy(update={"periods": endless}), harness.clock.now()
        )
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    next_reading = await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    assert next_reading is None or next_reading > harness.clock.now()


async def test_a_vote_opens_by_itself_when_the_chain_is_back(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    harness.chain.fail_next()
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PENDING
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING


async def test_everybodys_power_is_read_soon_after_the_opening(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10, "ben": 5, "cleo": 0})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    async with harness.services.uow.reading() as repositories:
        found = await repositories.power_readings.at(
            f"erc20_votes:1:{TOKEN.contract}", opening.snapshot[0].hash
        )
    assert found == {harness.wallet("ada"): 10, harness.wallet("ben"): 5, harness.wallet("cleo"): 0}


async def test_a_transaction_is_looked_at_until_it_expires(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await harness.prepared(proposal)
    assert await harness.sweep.run() == harness.clock.now() + timedelta(seconds=15)
    await harness.pass_time(EXECUTION)
    await harness.sweep.run()
    assert await harness.sweep.run() is None


async def test_what_is_kept_in_memory_of_a_vote_goes_when_it_is_over(harness: ServiceHarness) -> None:
    going_on = await harness.opened(powers={"ada": 10})
    ended = await harness.opened(powers={"ben": 10}, author="ada")
    for proposal in (going_on, ended):
        await harness.vote("ada", "For", proposal=proposal)
    live_votes = harness.services.live_votes
    assert live_votes.loaded(ended)
    await harness.services.moderation.cancel(harness.moderator(), ended, "spam")
    await live_votes.get(ended)
    await harness.sweep.run()
    assert live_votes.loaded(ended) is None
    assert live_votes.loaded(going_on)
