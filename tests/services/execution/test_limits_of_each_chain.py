"""A track's limits are of its executor's chain: money on another one neither uses them up nor is let go by them; and
what is paid to voters from the same Safe uses them up like everything else."""

import asyncio
from datetime import datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from bot.domain.actions.outlays import Outlay
from bot.domain.errors import BeyondLimits
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId, ProposalId
from bot.domain.policy.limits import Limits, Spending
from bot.execution.actions.codec import EvmActionCodec
from bot.services.execution.preparing import PreparingRequests
from bot.services.execution.track_limits import TrackLimits
from tests.fakes import MAINNET
from tests.harness import TIMELOCK, ServiceHarness
from tests.services.execution.test_track_limits import (
    PERIOD,
    all_passed,
    asked,
    ends,
    left,
    limits,
    paying,
    time_passes,
)
from tests.services.milestones.promising import GNOSIS, on_two_chains
from tests.services.voter_rewards.rewarding import RIVER, change, paid, rewards

Moved = tuple[ChainId, Address | None, int]
"""On which chain, of which asset, how much."""


async def carried_out_on(harness: ServiceHarness, executor: AnyExecutor) -> None:
    """From now on the track's executor is that one, and its limits are of that one's chain."""
    await change(harness, executor=executor.model_dump(), further_executors=[])


async def two_safes(harness: ServiceHarness) -> tuple[AnyExecutor, AnyExecutor]:
    """The Safes of a space on two chains; its track, limited to ten, is carried out by the first one."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    await on_two_chains(harness)
    policy = (await harness.services.tracks.all(harness.moderator().guild))[0].policy
    here, there = policy.executors
    periods = policy.periods.model_copy(update={"execution": timedelta(days=300)})
    await change(harness, further_executors=[], limits=limits().model_dump(), periods=periods.model_dump())
    return here, there


@pytest.mark.attack("limits")
async def test_what_moved_on_another_chain_uses_up_nothing_here(harness: ServiceHarness) -> None:
    here, there = await two_safes(harness)
    (first,) = await all_passed(harness, paying(7))
    assert await asked(harness, first)
    assert await left(harness) == 3
    await carried_out_on(harness, there)
    assert await left(harness) == 10
    (second,) = await all_passed(harness, paying(8))
    assert await asked(harness, second)
    assert await left(harness) == 2
    await carried_out_on(harness, here)
    assert await left(harness) == 3
    with pytest.raises(BeyondLimits):
        await all_passed(harness, paying(4))


@pytest.mark.attack("limits")
async def test_limits_let_nothing_be_moved_on_a_chain_that_is_not_theirs(harness: ServiceHarness) -> None:
    here, there = await two_safes(harness)
    (proposal,) = await all_passed(harness, paying(1))
    found = await harness.get(proposal)
    (action,) = found.content.actions
    elsewhere = replace(action, chain=there.chain)
    async with harness.services.uow.reading() as repositories:

        async def broken(*actions: object) -> int:
            by = found.rules, found.space, found.track
            limited = harness.services.track_limits
            return len(await limited.breaches(repositories, *by, list(actions), harness.clock.now()))  # type: ignore[arg-type]

        assert await broken(action) == 0
        assert await broken(action, elsewhere) == 1
    assert here.chain == MAINNET != there.chain == GNOSIS


async def moving(harness: ServiceHarness, executor: AnyExecutor, random: Random) -> list[ProposalId]:
    """Votes on what this executor is to pay, split over several calls, and what pays their voters: all passed."""
    await carried_out_on(harness, executor)
    lines = ["\n".join(paying(random.randint(1, 4)) for _ in range(random.randint(1, 3))) for _ in range(3)]
    votes = await all_passed(harness, *lines)
    pools = [(await paid(harness, vote)).id for vote in votes[:2]]
    await harness.pass_time(TIMELOCK)
    return [*votes, *pools]


async def asked_of(harness: ServiceHarness, preparing: PreparingRequests, proposal: ProposalId) -> bool:
    """Whether its Safe is asked for it now, by chains whose blocks come as time passes."""
    for chain in (harness.chain, *harness.other_chains):
        chain.advance()
    try:
        return bool(await preparing.prepare(proposal))
    except BeyondLimits:
        return False


async def carried_out(
    harness: ServiceHarness, proposals: list[ProposalId], made: dict[ProposalId, list[Moved]]
) -> list[tuple[datetime, ChainId, Address | None, int]]:
    """When what was moved where, of what was executed."""
    return [
        (request.execution.at, *each)
        for proposal in proposals
        for request in (await harness.get(proposal)).requests
        if request.execution is not None and request.execution.status == "executed"
        for each in made[proposal]
    ]


@pytest.mark.attack("time")
@pytest.mark.parametrize("seed", range(3))
async def test_no_period_of_a_chain_holds_more_than_the_limit_however_it_is_asked_for(
    harness: ServiceHarness, seed: int
) -> None:
    """Split over calls, over proposals and over two chains, as payments and as pools for voters, by one or all at
    once, at any moment and at the very edge of a period: each chain has the limit for itself, and no more."""
    random = Random(seed)
    here, there = await two_safes(harness)
    pool = Spending(asset=RIVER, symbol="RIVER", decimals=0, per_period=120)
    both = Limits(period=PERIOD, spending=(*limits().spending, pool))
    await change(harness, limits=both.model_dump(), voter_rewards=rewards())
    # From calldata alone, as the program itself reads it.
    counting = replace(harness.services.track_limits, codec=EvmActionCodec({}))
    preparing = replace(harness.services.preparing, track_limits=counting)
    proposals = [*await moving(harness, here, random), *await moving(harness, there, random)]
    made = {
        each: [
            (chain, outlay.asset, outlay.amount)
            for chain, outlay in await outlays_of(harness, counting, each)
        ]
        for each in proposals
    }
    for _ in range(20):
        await time_passes(harness, random, proposals)
        if random.random() < 0.3:
            await asyncio.gather(*(asked_of(harness, preparing, each) for each in proposals))
        else:
            await asked_of(harness, preparing, random.choice(proposals))
        pending = [each for each in proposals if (await harness.get(each)).pending]
        if pending and random.random() < 0.7:
            await ends(harness, random.choice(pending), random.choice(["executed"] * 7 + ["failed"]))
    for each in proposals:
        await asked_of(harness, preparing, each)
        if (await harness.get(each)).pending:
            await ends(harness, each)
    done = await carried_out(harness, proposals, made)
    assert {(chain, asset) for _, chain, asset, _ in done} >= {(MAINNET, None), (GNOSIS, None)}
    assert RIVER in {asset for _, _, asset, _ in done}
    for start, chain, asset, _ in done:
        window = [
            amount for at, *where, amount in done if where == [chain, asset] and start <= at < start + PERIOD
        ]
        assert sum(window) <= (10 if asset is None else 120)


async def outlays_of(
    harness: ServiceHarness, counting: TrackLimits, proposal: ProposalId
) -> list[tuple[ChainId, Outlay]]:
    found = await harness.get(proposal)
    executor = found.rules.executor
    assert executor is not None
    return [(executor.chain, outlay) for outlay in counting.moved(found.content.actions, executor)]
