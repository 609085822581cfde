"""Looks: powers and pool are read again, what was sold gives way, what convinces passes once, and recounts."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.conviction.staking import held, seconds
from bot.domain.elections.election import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.errors import NotEnoughStaked, NotEnoughToStake, VotingOver
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import ProposalId
from bot.domain.policy.model import RewardRule
from bot.domain.proposals.proposal import State
from bot.services.conviction.chain_readings import READ_EVERY
from bot.services.delivery.notifications import PostResult, PostResultInThread
from tests.databases import Databases
from tests.harness import GRACE, GUILD, TIMELOCK, ServiceHarness, convened
from tests.services.conviction.staking_harness import HOUR, POLICY, StakingHarness


@pytest.fixture
async def dao(harness: ServiceHarness) -> StakingHarness:
    return StakingHarness(harness)


async def record_of(dao: StakingHarness, proposal: ProposalId) -> dict[str, Any]:
    """The record, after its hash and its count were found to be right by `folkmoot tally`'s function."""
    data = await dao.harness.services.cards.record(proposal)
    closing = (await dao.harness.get(proposal)).closing
    assert data is not None
    assert closing is not None
    assert content_hash(data) == closing.record_hash
    record: dict[str, Any] = json.loads(data)
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == record["result"] == closing.result
    return record


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
    assert [stake["receipt"] for stake in record["stakes"]] == [r.changes[0].receipt for r in receipts]
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
    await asyncio.gather(*(services.sweep.run() for _ in range(4)), services.chain_readings.read(well))
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


async def test_who_sold_loses_the_newest_stakes_from_the_block_on(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100, "ben": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "60")
    await dao.add("ben", well, "60")
    await dao.harness.pass_time(HOUR)
    await dao.add("ada", road, "40")
    dao.harness.hold("ada", 70)
    await dao.look()
    assert (await dao.on(well), await dao.on(road)) == ({"ada": 60, "ben": 60}, {"ada": 10})
    lost = (await dao.stakes(road))[-1]
    assert lost.block is not None
    assert lost.power == 70
    assert lost.source == (await dao.harness.chain.finalized(lost.at)).number
    assert lost.at <= dao.harness.clock.now() - GRACE


async def test_who_bought_again_gets_nothing_back_but_may_stake_anew(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    dao.harness.hold("ada", 30)
    await dao.look()
    dao.harness.hold("ada", 100)
    await dao.look()
    assert await dao.on(well) == {"ada": 30}
    await dao.add("ada", well, "all")
    assert await dao.on(well) == {"ada": 100}


async def test_a_member_whose_wallet_was_unlinked_loses_what_lay_on_it(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    dao.harness.hold("ada/2", 50)
    await dao.harness.link("ada", "ada/2")
    await dao.harness.pass_time(HOUR)
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.unlink("ada", "ada/2")
    await dao.look()
    assert await dao.on(well) == {"ada": 100}


async def test_the_same_tokens_staked_through_two_members_count_once_after_the_next_look(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 1_000, "ben": 0})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    dao.harness.hold("ada", 0)
    dao.harness.hold("ben", 1_000)
    dao.harness.chain.advance(dao.harness.chain.finality + 1)
    await dao.add("ben", well, "all")
    await dao.look()
    assert await dao.on(well) == {"ben": 1_000}


async def test_taking_stakes_away_and_putting_them_back_gains_nothing(dao: StakingHarness) -> None:
    await dao.begin({"ada": 500, "ben": 500}, supply=100_000)
    steady, restless = await dao.proposed(), await dao.proposed()
    await dao.add("ada", steady, "all")
    for _ in range(4):
        await dao.add("ben", restless, "all")
        await dao.wait(2 * HOUR)
        await dao.withdraw("ben", restless)
        await dao.wait(HOUR)
    assert (await dao.staked(restless)).conviction < (await dao.staked(steady)).conviction


async def test_many_small_changes_within_an_hour_freeze_nothing(dao: StakingHarness) -> None:
    await dao.begin({"ada": 500, "ben": 500}, supply=100_000)
    steady, restless = await dao.proposed(), await dao.proposed()
    await dao.add("ada", steady, "499")
    await dao.add("ben", restless, "499")
    for _ in range(10):
        await dao.add("ben", restless, "1")
        await dao.wait(timedelta(minutes=7))
        await dao.withdraw("ben", restless, "1")
        await dao.wait(timedelta(minutes=7))
    assert (await dao.staked(restless)).conviction >= (await dao.staked(steady)).conviction


async def test_while_a_staked_power_cannot_be_read_nothing_passes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.look()
    dao.harness.chain.unreadable.add(dao.harness.wallet("ada"))
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.VOTING
    assert await dao.on(well) == {"ada": 1_000}
    dao.harness.chain.unreadable.clear()
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", [None, *(each for each in ReadFailure if each.for_good)])
async def test_one_staker_who_can_not_be_read_stops_no_conviction_track(
    dao: StakingHarness, failure: ReadFailure | None
) -> None:
    await dao.begin({"ada": 1_000, "mallory": 10})
    well, other = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.add("mallory", well, "5")
    await dao.add("mallory", other, "5")
    await dao.look()
    wallet = dao.harness.wallet("mallory")
    if failure is None:
        dao.harness.chain.unreadable.add(wallet)
    else:
        dao.harness.chain.failing_for_good[wallet] = failure
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.TIMELOCK
    assert await dao.harness.state(other) is State.VOTING
    record = await record_of(dao, well)
    assert {ballot["voter"] for ballot in record["election"]["ballots"]} == {str(dao.harness.member("ada"))}


@pytest.mark.attack("linking")
async def test_what_an_unreadable_staker_has_staked_helps_nothing_to_pass_and_is_not_lost(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 10, "mallory": 1_000})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.add("mallory", well, "all")
    await dao.look()
    dao.harness.chain.unreadable.add(dao.harness.wallet("mallory"))
    before = len(dao.harness.chain.requests)
    await dao.wait(48 * HOUR)
    assert await dao.harness.state(well) is State.VOTING
    assert len(dao.harness.chain.requests) - before < 1_000, "it is not read again and again"
    dao.harness.chain.unreadable.clear()
    await dao.look()
    assert await dao.harness.state(well) is State.TIMELOCK


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
    await dao.harness.services.sweep.run()
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
    await dao.harness.services.sweep.run()
    after = await dao.staked(well)
    assert replace(after, at=before.at) == before
    await dao.wait(10 * HOUR)
    assert await dao.harness.state(well) is State.TIMELOCK


async def test_a_stake_made_during_a_look_is_not_judged_by_the_older_block(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.pass_time(READ_EVERY * 2)
    chain = dao.harness.chain
    chain.gate = asyncio.Event()
    looking = asyncio.create_task(dao.harness.services.chain_readings.read(well))
    await asyncio.wait_for(chain.waiting.wait(), 5)
    gate, chain.gate = chain.gate, None
    # Meanwhile ada buys more, which is finalized, and stakes it.
    dao.harness.hold("ada", 300)
    chain.advance(chain.finality + 1)
    await dao.add("ada", well, "all")
    gate.set()
    await asyncio.wait_for(looking, 5)
    assert await dao.on(well) == {"ada": 300}


async def test_who_unlinks_one_wallet_after_the_other_loses_both_stakes_while_no_new_block_is_final(
    dao: StakingHarness,
) -> None:
    harness = dao.harness
    await dao.begin({"ada": 100})
    for wallet, amount in (("ada/2", 50), ("ada/3", 30)):
        harness.hold(wallet, amount)
        await harness.link("ada", wallet)
    harness.chain.advance(harness.chain.finality + 1)
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    for wallet, left in (("ada/2", 130), ("ada/3", 100)):
        await harness.unlink("ada", wallet)
        harness.clock.advance(READ_EVERY + 2 * GRACE)
        await harness.services.sweep.run()
        assert await dao.on(well) == {"ada": left}


async def test_powers_of_all_who_staked_are_read_in_one_request(dao: StakingHarness) -> None:
    names = ("ada", "ben", "cleo", "dan")
    await dao.begin(dict.fromkeys(names, 10))
    well, road = await dao.proposed(), await dao.proposed()
    for name in names:
        await dao.add(name, well, "5")
        await dao.add(name, road, "5")
    await dao.harness.pass_time(READ_EVERY * 2)
    dao.harness.clock.advance(GRACE)
    dao.harness.chain.requests.clear()
    await dao.harness.services.sweep.run()
    requests = [reads for _, reads in dao.harness.chain.requests]
    assert sorted(len(reads) for reads in requests) == [1, 4]
    await dao.harness.services.sweep.run()
    assert len(dao.harness.chain.requests) == 2


_acts = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), st.integers(0, 2), st.integers(1, 120)),
        st.tuples(st.just("withdraw"), st.integers(0, 2), st.integers(0, 2), st.integers(1, 120)),
        st.tuples(st.just("move"), st.integers(0, 2), st.integers(0, 2), st.integers(1, 120)),
        st.tuples(st.just("hold"), st.integers(0, 2), st.just(0), st.integers(0, 200)),
        st.tuples(st.just("wait"), st.just(0), st.just(0), st.integers(1, 600)),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts)
def test_whatever_happens_stakes_never_exceed_power_and_records_recount(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, int]]
) -> None:
    asyncio.run(_live(databases, tmp_path_factory.mktemp("life") / "folkmoot.db", acts))


async def _live(databases: Databases, path: Path, acts: list[tuple[str, int, int, int]]) -> None:
    names = ("ada", "ben", "cleo")
    async with convened(databases, path) as harness:
        dao = StakingHarness(harness)
        await dao.begin(dict.fromkeys(names, 100), supply=300)
        proposals = [await dao.proposed(asks) for asks in (0, 1_000, 2_900)]
        holds = dict.fromkeys(names, 100)
        for act, who, which, amount in acts:
            name, proposal, other = names[who], proposals[which], proposals[(which + 1) % 3]
            try:
                if act == "add":
                    await dao.add(name, proposal, str(amount))
                elif act == "withdraw":
                    await dao.withdraw(name, proposal, str(amount))
                elif act == "move":
                    await dao.move(name, proposal, other, str(amount))
            except (NotEnoughStaked, NotEnoughToStake, VotingOver):
                assert act in ("add", "withdraw", "move")
            if act == "hold":
                holds[name] = amount
                harness.hold(name, amount)
                await dao.look()
            if act == "wait":
                await dao.wait(timedelta(minutes=amount))
            still = [each for each in proposals if await harness.state(each) is State.VOTING]
            amounts = held(await dao.stakes(*still))
            for each in names:
                mine = sum(a for (member, _), a in amounts.items() if member == harness.member(each))
                assert mine <= holds[each]
        await dao.wait(30 * HOUR)
        for proposal in proposals:
            closed = await harness.state(proposal) is not State.VOTING
            if closed:
                await record_of(dao, proposal)
            else:
                staked = await dao.staked(proposal)
                assert staked.needed is None or staked.conviction <= staked.needed
