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
from bot.domain.election import decode
from bot.domain.errors import NotEnoughStaked, NotEnoughToStake, VotingOver
from bot.domain.ids import ProposalId
from bot.domain.policy import Earning
from bot.domain.proposal import State
from bot.domain.staking import held, seconds
from bot.domain.tally import encode_result, tally
from bot.services.notices import PostResult, PostResultInThread
from bot.services.stake_looks import LOOK_EVERY
from tests.assembly import GRACE, GUILD, TIMELOCK, Assembly, convened
from tests.services.staking_moot import HOUR, POLICY, StakingMoot


@pytest.fixture
async def moot(assembly: Assembly) -> StakingMoot:
    return StakingMoot(assembly)


async def record_of(moot: StakingMoot, proposal: ProposalId) -> dict[str, Any]:
    """The record, after its hash and its count were found to be right by `folkmoot tally`'s function."""
    data = await moot.assembly.folkmoot.showing.record(proposal)
    closing = (await moot.assembly.get(proposal)).closing
    assert data is not None
    assert closing is not None
    assert content_hash(data) == closing.record_hash
    record: dict[str, Any] = json.loads(data)
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == record["result"] == closing.result
    return record


async def test_it_passes_at_the_time_that_was_told_and_not_before(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.look()
    staked = await moot.staked(well)
    assert staked.needed == 7_875
    assert staked.passes_at is not None
    assert staked.stakers == 1
    clock = moot.assembly.clock
    await moot.wait(staked.passes_at + GRACE - clock.now() - timedelta(seconds=1))
    assert await moot.assembly.state(well) is State.VOTING
    await moot.wait(timedelta(seconds=1))
    proposal = await moot.assembly.get(well)
    assert await moot.assembly.state(well) is State.TIMELOCK
    assert proposal.closing is not None
    assert proposal.closing.result["passing"] == [True]
    assert proposal.closing.result["scores"] == ["7941"]
    record = await record_of(moot, well)
    assert record["ended_at"] == seconds(staked.passes_at)


async def test_reputation_is_earned_by_those_whose_stake_was_there_when_it_passed(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000, "ben": 500})
    await moot.use(POLICY.model_copy(update={"earns": Earning(ballot=5)}))
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.add("ben", well, "100")
    await moot.withdraw("ben", well)
    await moot.wait(48 * HOUR)
    assert await moot.assembly.state(well) is State.TIMELOCK
    standing = moot.assembly.folkmoot.reputation.standing_of
    earned = {
        name: [event.amount for event in (await standing(GUILD, moot.assembly.member(name))).newest]
        for name in ("ada", "ben")
    }
    assert earned == {"ada": [5], "ben": []}


async def test_the_record_has_every_stake_with_its_receipt_the_powers_and_the_pool(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000, "ben": 500})
    well = await moot.proposed()
    receipts = [await moot.add("ada", well, "all"), await moot.add("ben", well, "100")]
    receipts.append(await moot.withdraw("ben", well))
    await moot.wait(48 * HOUR)
    record = await record_of(moot, well)
    assert [stake["receipt"] for stake in record["stakes"]] == [r.changes[0].receipt for r in receipts]
    assert [stake["amount"] for stake in record["stakes"]] == ["1000", "100", "0"]
    (power,) = record["powers"]
    assert (power["power"], power["evidence"][0]["raw"]) == ("1000", "1000")
    assert power["evidence"][0]["block"] == record["pool"]["blocks"][0]["hash"]
    assert (record["pool"]["balance"], record["pool"]["promised"]) == ("15000", "0")


async def test_what_passed_is_told_once_and_becomes_the_safes_transaction_after_the_timelock(
    moot: StakingMoot,
) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.wait(20 * HOUR)
    await moot.wait(HOUR)
    said = await moot.assembly.notices()
    assert sum(isinstance(notice, PostResult) for notice in said) == 1
    assert sum(isinstance(notice, PostResultInThread) for notice in said) == 1
    await moot.wait(TIMELOCK)
    transaction = (await moot.assembly.get(well)).transaction
    assert transaction is not None
    assert transaction.value == 1_000


async def test_sweeps_at_the_same_time_close_it_once(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.pass_time(24 * HOUR)
    await moot.assembly.pass_time(2 * GRACE)
    folkmoot = moot.assembly.folkmoot
    await asyncio.gather(*(folkmoot.sweep.run() for _ in range(4)), folkmoot.stake_looks.look(well))
    assert await moot.assembly.state(well) is State.TIMELOCK
    said = await moot.assembly.notices()
    assert sum(isinstance(notice, PostResult) for notice in said) == 1


async def test_a_passed_proposals_stakes_are_free_for_others(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.wait(20 * HOUR)
    assert await moot.assembly.state(well) is State.TIMELOCK
    await moot.add("ada", road, "all")
    assert await moot.on(road) == {"ada": 1_000}


async def test_who_sold_loses_the_newest_stakes_from_the_block_on(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100, "ben": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "60")
    await moot.add("ben", well, "60")
    await moot.assembly.pass_time(HOUR)
    await moot.add("ada", road, "40")
    moot.assembly.hold("ada", 70)
    await moot.look()
    assert (await moot.on(well), await moot.on(road)) == ({"ada": 60, "ben": 60}, {"ada": 10})
    lost = (await moot.stakes(road))[-1]
    assert lost.block is not None
    assert lost.power == 70
    assert lost.source == (await moot.assembly.chain.finalized(lost.at)).number
    assert lost.at <= moot.assembly.clock.now() - GRACE


async def test_who_bought_again_gets_nothing_back_but_may_stake_anew(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    moot.assembly.hold("ada", 30)
    await moot.look()
    moot.assembly.hold("ada", 100)
    await moot.look()
    assert await moot.on(well) == {"ada": 30}
    await moot.add("ada", well, "all")
    assert await moot.on(well) == {"ada": 100}


async def test_a_member_whose_wallet_was_unlinked_loses_what_lay_on_it(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    moot.assembly.hold("ada/2", 50)
    await moot.assembly.link("ada", "ada/2")
    await moot.assembly.pass_time(HOUR)
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.unlink("ada", "ada/2")
    await moot.look()
    assert await moot.on(well) == {"ada": 100}


async def test_the_same_tokens_staked_through_two_members_count_once_after_the_next_look(
    moot: StakingMoot,
) -> None:
    await moot.begin({"ada": 1_000, "ben": 0})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    moot.assembly.hold("ada", 0)
    moot.assembly.hold("ben", 1_000)
    moot.assembly.chain.advance(moot.assembly.chain.finality + 1)
    await moot.add("ben", well, "all")
    await moot.look()
    assert await moot.on(well) == {"ben": 1_000}


async def test_taking_stakes_away_and_putting_them_back_gains_nothing(moot: StakingMoot) -> None:
    await moot.begin({"ada": 500, "ben": 500}, supply=100_000)
    steady, restless = await moot.proposed(), await moot.proposed()
    await moot.add("ada", steady, "all")
    for _ in range(4):
        await moot.add("ben", restless, "all")
        await moot.wait(2 * HOUR)
        await moot.withdraw("ben", restless)
        await moot.wait(HOUR)
    assert (await moot.staked(restless)).conviction < (await moot.staked(steady)).conviction


async def test_many_small_changes_within_an_hour_freeze_nothing(moot: StakingMoot) -> None:
    await moot.begin({"ada": 500, "ben": 500}, supply=100_000)
    steady, restless = await moot.proposed(), await moot.proposed()
    await moot.add("ada", steady, "499")
    await moot.add("ben", restless, "499")
    for _ in range(10):
        await moot.add("ben", restless, "1")
        await moot.wait(timedelta(minutes=7))
        await moot.withdraw("ben", restless, "1")
        await moot.wait(timedelta(minutes=7))
    assert (await moot.staked(restless)).conviction >= (await moot.staked(steady)).conviction


async def test_while_a_staked_power_cannot_be_read_nothing_passes(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.look()
    moot.assembly.chain.unreadable.add(moot.assembly.wallet("ada"))
    await moot.wait(48 * HOUR)
    assert await moot.assembly.state(well) is State.VOTING
    assert await moot.on(well) == {"ada": 1_000}
    moot.assembly.chain.unreadable.clear()
    await moot.look()
    assert await moot.assembly.state(well) is State.TIMELOCK


async def test_a_silent_chain_holds_up_the_passing_and_loses_nothing(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    moot.assembly.chain.silent = True
    await moot.wait(48 * HOUR)
    assert await moot.assembly.state(well) is State.VOTING
    moot.assembly.chain.silent = False
    await moot.look()
    assert await moot.assembly.state(well) is State.TIMELOCK


@pytest.mark.parametrize("asks", [3_000, 5_000])
async def test_what_asks_for_the_largest_share_or_more_never_passes(moot: StakingMoot, asks: int) -> None:
    await moot.begin({"ada": 7_000})
    well = await moot.proposed(asks)
    await moot.add("ada", well, "all")
    await moot.wait(100 * HOUR)
    staked = await moot.staked(well)
    assert (staked.needed, staked.passes_at) == (None, None)
    assert staked.conviction > 69_000
    # More in the pool, and it is a smaller share.
    moot.fund(50_000)
    await moot.look()
    assert await moot.assembly.state(well) is State.TIMELOCK


async def test_what_is_promised_to_one_proposal_is_not_promised_to_another(moot: StakingMoot) -> None:
    """Alone each would pass; what the first leaves in the pool is too little for the second."""
    await moot.begin({"ada": 7_000})
    first, second = await moot.proposed(1_500), await moot.proposed(2_000)
    await moot.add("ada", first, "50%")
    await moot.add("ada", second, "all")
    await moot.wait(24 * HOUR)
    assert await moot.assembly.state(first) is State.TIMELOCK
    assert await moot.assembly.state(second) is State.VOTING
    staked = await moot.staked(second)
    assert staked.pool is not None
    assert (staked.pool.balance, staked.pool.promised, staked.pool.funds) == (15_000, 1_500, 13_500)
    assert staked.needed is not None
    assert staked.needed > staked.course.limit
    # Once it is paid, the Safe's balance says what is left.
    await moot.wait(TIMELOCK)
    transaction = (await moot.assembly.get(first)).transaction
    assert transaction is not None
    moot.fund(13_500)
    moot.assembly.chain.advance(moot.assembly.chain.finality + 1)
    moot.assembly.safes.end(moot.assembly.safe, transaction, "executed")
    await moot.look()
    await moot.look()
    assert await moot.assembly.state(first) is State.EXECUTED
    after = (await moot.staked(second)).pool
    assert after is not None
    assert (after.balance, after.promised) == (13_500, 0)


async def test_two_that_would_pass_in_one_look_are_weighed_one_after_the_other(moot: StakingMoot) -> None:
    await moot.begin({"ada": 7_000})
    first, second = await moot.proposed(1_500), await moot.proposed(2_000)
    await moot.add("ada", first, "50%")
    await moot.add("ada", second, "all")
    moot.assembly.chain.silent = True
    await moot.wait(60 * HOUR)
    moot.assembly.chain.silent = False
    await moot.look()
    assert await moot.assembly.state(first) is State.TIMELOCK
    assert await moot.assembly.state(second) is State.VOTING


async def test_a_paused_proposal_does_not_pass_until_it_goes_on(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    moderator = moot.assembly.moderator()
    await moot.assembly.folkmoot.moderation.pause(moderator, well, "we look into it")
    await moot.wait(48 * HOUR)
    assert await moot.assembly.state(well) is State.PAUSED
    await moot.assembly.folkmoot.moderation.resume(moderator, well, "it is fine")
    await moot.look()
    assert await moot.assembly.state(well) is State.TIMELOCK


async def test_a_proposal_without_stakes_stays_open_for_ever(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.wait(timedelta(days=40))
    assert await moot.assembly.state(well) is State.VOTING
    assert (await moot.staked(well)).conviction == 0


async def test_a_track_without_a_safe_has_no_pool_and_passes_nothing(moot: StakingMoot) -> None:
    await moot.begin({"ada": 7_000}, policy=POLICY.model_copy(update={"executor": None}))
    well = await moot.proposed(0)
    await moot.add("ada", well, "all")
    await moot.wait(100 * HOUR)
    staked = await moot.staked(well)
    assert (await moot.assembly.state(well), staked.pool, staked.needed) == (State.VOTING, None, None)


async def test_a_close_that_could_not_be_stored_is_made_by_the_next_look(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.look()
    moot.assembly.break_commits = True
    await moot.assembly.pass_time(24 * HOUR)
    await moot.assembly.folkmoot.sweep.run()
    assert await moot.assembly.state(well) is State.VOTING
    moot.assembly.break_commits = False
    await moot.look()
    assert await moot.assembly.state(well) is State.TIMELOCK
    await record_of(moot, well)


async def test_after_a_restart_looks_go_on_from_the_facts(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.wait(10 * HOUR)
    before = await moot.staked(well)
    await moot.assembly.restart()
    assert (await moot.staked(well)).pool is None
    await moot.assembly.folkmoot.sweep.run()
    after = await moot.staked(well)
    assert replace(after, at=before.at) == before
    await moot.wait(10 * HOUR)
    assert await moot.assembly.state(well) is State.TIMELOCK


async def test_a_stake_made_during_a_look_is_not_judged_by_the_older_block(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.pass_time(LOOK_EVERY * 2)
    chain = moot.assembly.chain
    chain.gate = asyncio.Event()
    looking = asyncio.create_task(moot.assembly.folkmoot.stake_looks.look(well))
    await asyncio.wait_for(chain.waiting.wait(), 5)
    gate, chain.gate = chain.gate, None
    # Meanwhile ada buys more, which is finalized, and stakes it.
    moot.assembly.hold("ada", 300)
    chain.advance(chain.finality + 1)
    await moot.add("ada", well, "all")
    gate.set()
    await asyncio.wait_for(looking, 5)
    assert await moot.on(well) == {"ada": 300}


async def test_who_unlinks_one_wallet_after_the_other_loses_both_stakes_while_no_new_block_is_final(
    moot: StakingMoot,
) -> None:
    assembly = moot.assembly
    await moot.begin({"ada": 100})
    for wallet, amount in (("ada/2", 50), ("ada/3", 30)):
        assembly.hold(wallet, amount)
        await assembly.link("ada", wallet)
    assembly.chain.advance(assembly.chain.finality + 1)
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    for wallet, left in (("ada/2", 130), ("ada/3", 100)):
        await assembly.unlink("ada", wallet)
        assembly.clock.advance(LOOK_EVERY + 2 * GRACE)
        await assembly.folkmoot.sweep.run()
        assert await moot.on(well) == {"ada": left}


async def test_powers_of_all_who_staked_are_read_in_one_request(moot: StakingMoot) -> None:
    names = ("ada", "ben", "cleo", "dan")
    await moot.begin(dict.fromkeys(names, 10))
    well, road = await moot.proposed(), await moot.proposed()
    for name in names:
        await moot.add(name, well, "5")
        await moot.add(name, road, "5")
    await moot.assembly.pass_time(LOOK_EVERY * 2)
    moot.assembly.clock.advance(GRACE)
    moot.assembly.chain.requests.clear()
    await moot.assembly.folkmoot.sweep.run()
    requests = [reads for _, reads in moot.assembly.chain.requests]
    assert sorted(len(reads) for reads in requests) == [1, 4]
    await moot.assembly.folkmoot.sweep.run()
    assert len(moot.assembly.chain.requests) == 2


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


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts)
def test_whatever_happens_stakes_never_exceed_power_and_records_recount(
    template: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, int]]
) -> None:
    asyncio.run(_live(template, tmp_path_factory.mktemp("life") / "folkmoot.db", acts))


async def _live(template: Path, path: Path, acts: list[tuple[str, int, int, int]]) -> None:
    names = ("ada", "ben", "cleo")
    async with convened(template, path) as assembly:
        moot = StakingMoot(assembly)
        await moot.begin(dict.fromkeys(names, 100), supply=300)
        proposals = [await moot.proposed(asks) for asks in (0, 1_000, 2_900)]
        holds = dict.fromkeys(names, 100)
        for act, who, which, amount in acts:
            name, proposal, other = names[who], proposals[which], proposals[(which + 1) % 3]
            try:
                if act == "add":
                    await moot.add(name, proposal, str(amount))
                elif act == "withdraw":
                    await moot.withdraw(name, proposal, str(amount))
                elif act == "move":
                    await moot.move(name, proposal, other, str(amount))
            except (NotEnoughStaked, NotEnoughToStake, VotingOver):
                assert act in ("add", "withdraw", "move")
            if act == "hold":
                holds[name] = amount
                assembly.hold(name, amount)
                await moot.look()
            if act == "wait":
                await moot.wait(timedelta(minutes=amount))
            still = [each for each in proposals if await assembly.state(each) is State.VOTING]
            amounts = held(await moot.stakes(*still))
            for each in names:
                mine = sum(a for (member, _), a in amounts.items() if member == assembly.member(each))
                assert mine <= holds[each]
        await moot.wait(30 * HOUR)
        for proposal in proposals:
            closed = await assembly.state(proposal) is not State.VOTING
            if closed:
                await record_of(moot, proposal)
            else:
                staked = await moot.staked(proposal)
                assert staked.needed is None or staked.conviction <= staked.needed
