"""Looks read the powers of all who staked: what was sold gives way, and what can't be read helps nothing."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.accounts.mandate import MandateTerms, Term
from bot.domain.conviction.staking import held
from bot.domain.errors import NotEnoughStaked, NotEnoughToStake, NotMandated, VotingOver
from bot.domain.errors.outside import ReadFailure
from bot.domain.proposals.state import State
from bot.services.conviction.chain_readings import READ_EVERY
from tests.assurance import examples
from tests.databases import Databases
from tests.harness import GRACE, convened
from tests.loops import run
from tests.services.conviction.records import record_of
from tests.services.conviction.staking_harness import HOUR, StakingHarness


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


async def test_what_lies_on_a_wallet_whose_mandate_ends_gives_way_and_comes_back_by_no_signature_alone(
    dao: StakingHarness,
) -> None:
    """A stake has no end: its wallet counts up to the date that was signed, and then for nobody."""
    harness = dao.harness
    await dao.begin({"ada": 100})
    harness.hold("ada/2", 50)
    await harness.link("ada", "ada/2", terms=MandateTerms(Term.MONTH))
    await harness.pass_time(HOUR)
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    mandate = next(
        each.mandate for each in await harness.services.wallets.of(harness.actor("ada")) if each.mandate.until
    )
    assert mandate.until is not None
    await harness.pass_time(mandate.until - harness.clock.now() - READ_EVERY - 3 * GRACE)
    await dao.look()
    assert await dao.on(well) == {"ada": 150}, "a moment before"
    await harness.pass_time(mandate.until - harness.clock.now())
    await dao.look()
    assert await dao.on(well) == {"ada": 100}
    with pytest.raises(NotEnoughToStake):
        await dao.add("ada", well, "1")
    await harness.link("ada", "ada/2")
    await dao.look()
    assert await dao.on(well) == {"ada": 100}
    await dao.add("ada", well, "50")
    assert await dao.on(well) == {"ada": 150}


@pytest.mark.parametrize("terms", [MandateTerms(Term.MONTH), MandateTerms(Term.YEAR)])
async def test_who_has_no_wallet_whose_mandate_holds_stakes_nothing_until_they_sign_again(
    dao: StakingHarness, terms: MandateTerms
) -> None:
    harness = dao.harness
    await dao.begin({"ben": 100})
    harness.hold("ada", 100)
    await harness.link("ada", terms=terms)
    await harness.pass_time(HOUR)
    well = await dao.proposed(author="ben")
    await dao.add("ada", well, "40")
    await harness.pass_time(timedelta(days=2 + (terms.term.days or 0)))
    with pytest.raises(NotMandated) as refused:
        await dao.add("ada", well, "1")
    assert (refused.value.number, refused.value.expired) == (1, (harness.wallet("ada"),))
    await dao.look()
    assert await dao.on(well) == {}
    await harness.link("ada", terms=terms)
    await dao.add("ada", well, "70")
    assert await dao.on(well) == {"ada": 70}


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
    ada = await dao.harness.in_record("ada", well)
    assert {ballot["voter"] for ballot in record["election"]["ballots"]} == {ada}


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


async def test_a_stake_made_during_a_look_is_not_judged_by_the_older_block(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.pass_time(READ_EVERY * 2)
    chain = dao.harness.chain
    chain.gate = asyncio.Event()
    looking = asyncio.create_task(dao.harness.services.chain_readings.read(well))
    await asyncio.wait_for(chain.waiting.wait(), 30)
    gate, chain.gate = chain.gate, None
    # Meanwhile ada buys more, which is finalized, and stakes it.
    dao.harness.hold("ada", 300)
    chain.advance(chain.finality + 1)
    await dao.add("ada", well, "all")
    gate.set()
    await asyncio.wait_for(looking, 30)
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
        await harness.sweep.run()
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
    await dao.harness.sweep.run()
    requests = [reads for _, reads in dao.harness.chain.requests]
    assert sorted(len(reads) for reads in requests) == [1, 4]
    await dao.harness.sweep.run()
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


@settings(max_examples=examples(4, 40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_acts)
def test_whatever_happens_stakes_never_exceed_power_and_records_recount(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, int]]
) -> None:
    run(_live(databases, tmp_path_factory.mktemp("life") / "folkmoot.db", acts))


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
