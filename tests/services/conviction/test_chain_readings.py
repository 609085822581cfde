"""Looks: what convinces passes once, at the time that was told and within what the pool allows, and recounts."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain.conviction.staking import seconds
from bot.domain.policy.model import RewardRule
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostResult, PostResultInThread
from tests.captured_logs import captured_logs
from tests.harness import GRACE, GUILD, TIMELOCK
from tests.services.conviction.records import record_of
from tests.services.conviction.staking_harness import HOUR, POLICY, StakingHarness
from tests.services.governance.test_unreadable_rows import damage


async def test_it_passes_at_the_time_that_was_told_and_not_before(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.look()
    staked = await dao.staked(well)
    assert staked.needed == 7_875
    assert staked.passes_at is not None
    assert staked.stakers == 1
    clock = dao.harness.clock
    await dao.wait(staked.passes_at + GRACE - clock.now() - timedelta(seconds=1))
    assert await dao.harness.state(well) is State.VOTING
    await dao.wait(timedelta(seconds=1))
    proposal = await dao.harness.get(well)
    assert await dao.harness.state(well) is State.TIMELOCK
    assert proposal.closing is not None
    assert proposal.closing.result["passing"] == [True]
    assert proposal.closing.result["scores"] == ["7941"]
    record = await record_of(dao, well)
    assert record["ended_at"] == seconds(staked.passes_at)


async def test_reputation_is_earned_by_those_whose_stake_was_there_when_it_passed(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 1_000, "ben": 500})
    await dao.use(POLICY.model_copy(update={"rewards": RewardRule(ballot=5)}))
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.add("ben", well, "100")
    await dao.withdraw("ben", well)
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.TIMELOCK
    staked = dao.harness.services.reputation.of_member
    earned = {
        name: [event.amount for event in (await staked(GUILD, dao.harness.member(name))).newest]
        for name in ("ada", "ben")
    }
    assert earned == {"ada": [5], "ben": []}


async def test_the_record_has_every_stake_with_its_receipt_the_powers_and_the_pool(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 1_000, "ben": 500})
    well = await dao.proposed()
    receipts = [await dao.add("ada", well, "all"), await dao.add("ben", well, "100")]
    receipts.append(await dao.withdraw("ben", well))
    await dao.wait(48 * HOUR)
    record = await record_of(dao, well)
    assert [stake["receipt"] for stake in record["stakes"]] == [r.codes[0] for r in receipts]
    assert [stake["amount"] for stake in record["stakes"]] == ["1000", "100", "0"]
    (power,) = record["powers"]
    assert (power["power"], power["evidence"][0]["raw"]) == ("1000", "1000")
    assert power["evidence"][0]["block"] == record["pool"]["blocks"][0]["hash"]
    assert (record["pool"]["balance"], record["pool"]["promised"]) == ("15000", "0")


async def test_what_passed_is_told_once_and_becomes_the_safes_transaction_after_the_timelock(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.wait(20 * HOUR)
    await dao.wait(HOUR)
    said = await dao.harness.notifications()
    assert sum(isinstance(notification, PostResult) for notification in said) == 1
    assert sum(isinstance(notification, PostResultInThread) for notification in said) == 1
    await dao.wait(TIMELOCK)
    request = await dao.harness.requested(well)
    assert request.payload.value == 1_000


async def test_sweeps_at_the_same_time_close_it_once(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.pass_time(24 * HOUR)
    await dao.harness.pass_time(2 * GRACE)
    services = dao.harness.services
    await asyncio.gather(*(dao.harness.sweep.run() for _ in range(4)), services.chain_readings.read(well))
    assert await dao.harness.state(well) is State.TIMELOCK
    said = await dao.harness.notifications()
    assert sum(isinstance(notification, PostResult) for notification in said) == 1


async def test_a_passed_proposals_stakes_are_free_for_others(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.wait(20 * HOUR)
    assert await dao.harness.state(well) is State.TIMELOCK
    await dao.add("ada", road, "all")
    assert await dao.on(road) == {"ada": 1_000}


async def test_a_silent_chain_holds_up_the_passing_and_loses_nothing(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    dao.harness.chain.silent = True
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.VOTING
    dao.harness.chain.silent = False
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK


@pytest.mark.parametrize("asks", [3_000, 5_000])
async def test_what_asks_for_the_largest_share_or_more_never_passes(dao: StakingHarness, asks: int) -> None:
    await dao.begin({"ada": 7_000})
    well = await dao.proposed(asks)
    await dao.add("ada", well, "all")
    await dao.wait(100 * HOUR)
    staked = await dao.staked(well)
    assert (staked.needed, staked.passes_at) == (None, None)
    assert staked.conviction > 69_000
    # More in the pool, and it is a smaller share.
    dao.fund(50_000)
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK


async def test_what_is_promised_to_one_proposal_is_not_promised_to_another(dao: StakingHarness) -> None:
    """Alone each would pass; what the first leaves in the pool is too little for the second."""
    await dao.begin({"ada": 7_000})
    first, second = await dao.proposed(1_500), await dao.proposed(2_000)
    await dao.add("ada", first, "50%")
    await dao.add("ada", second, "all")
    await dao.wait(24 * HOUR)
    assert await dao.harness.state(first) is State.TIMELOCK
    assert await dao.harness.state(second) is State.VOTING
    staked = await dao.staked(second)
    assert staked.pool is not None
    assert (staked.pool.balance, staked.pool.promised, staked.pool.funds) == (15_000, 1_500, 13_500)
    assert staked.needed is not None
    assert staked.needed > staked.curve.limit
    # Once it is paid, the Safe's balance says what is left.
    await dao.wait(TIMELOCK)
    request = await dao.harness.requested(first)
    dao.fund(13_500)
    dao.harness.chain.advance(dao.harness.chain.finality + 1)
    dao.harness.safes.end(dao.harness.safe, request, "executed")
    await dao.look()
    await dao.look()
    assert await dao.harness.state(first) is State.EXECUTED
    after = (await dao.staked(second)).pool
    assert after is not None
    assert (after.balance, after.promised) == (13_500, 0)


async def test_two_that_would_pass_in_one_look_are_weighed_one_after_the_other(dao: StakingHarness) -> None:
    await dao.begin({"ada": 7_000})
    first, second = await dao.proposed(1_500), await dao.proposed(2_000)
    await dao.add("ada", first, "50%")
    await dao.add("ada", second, "all")
    dao.harness.chain.silent = True
    await dao.wait(60 * HOUR)
    dao.harness.chain.silent = False
    await dao.look()
    assert await dao.harness.state(first) is State.TIMELOCK
    assert await dao.harness.state(second) is State.VOTING


async def test_a_paused_proposal_does_not_pass_until_it_goes_on(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    moderator = dao.harness.moderator()
    await dao.harness.services.moderation.pause(moderator, well, "we look into it")
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.PAUSED
    await dao.harness.services.moderation.resume(moderator, well, "it is fine")
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK


async def test_a_proposal_without_stakes_stays_open_for_ever(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.wait(timedelta(days=40))
    assert await dao.harness.state(well) is State.VOTING
    assert (await dao.staked(well)).conviction == 0


async def test_a_track_without_a_safe_has_no_pool_and_passes_nothing(dao: StakingHarness) -> None:
    await dao.begin({"ada": 7_000}, policy=POLICY.model_copy(update={"executor": None}))
    well = await dao.proposed(0)
    await dao.add("ada", well, "all")
    await dao.wait(100 * HOUR)
    staked = await dao.staked(well)
    assert (await dao.harness.state(well), staked.pool, staked.needed) == (State.VOTING, None, None)


async def test_a_close_that_could_not_be_stored_is_made_by_the_next_look(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.look()
    dao.harness.break_commits = True
    await dao.harness.pass_time(24 * HOUR)
    await dao.harness.sweep.run()
    assert await dao.harness.state(well) is State.VOTING
    dao.harness.break_commits = False
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK
    await record_of(dao, well)


async def test_after_a_restart_looks_go_on_from_the_facts(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.wait(10 * HOUR)
    before = await dao.staked(well)
    await dao.harness.restart()
    assert (await dao.staked(well)).pool is None
    await dao.harness.sweep.run()
    after = await dao.staked(well)
    assert replace(after, at=before.at) == before
    await dao.wait(10 * HOUR)
    assert await dao.harness.state(well) is State.TIMELOCK


@pytest.mark.attack("database")
async def test_one_whose_opening_cannot_be_read_holds_up_no_other(dao: StakingHarness) -> None:
    await dao.begin({"ada": 2_000})
    bad, good = await dao.proposed(), await dao.proposed()
    for proposal in (bad, good):
        await dao.add("ada", proposal, "1000")
    await damage(dao.harness, f"UPDATE openings SET frozen = '{{' WHERE proposal = {bad}")
    with captured_logs() as logged:
        await dao.wait(48 * HOUR)
    assert await dao.harness.state(good) is State.TIMELOCK
    assert await dao.harness.state(bad) is State.VOTING
    failed = [each for each in logged if each["event"] == "job.unreadable"]
    assert {each["proposal"] for each in failed} == {bad}
