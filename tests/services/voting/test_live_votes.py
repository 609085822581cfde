"""Votes in memory: loaded once, kept as long as they go on, and in nobody's way."""

import asyncio

from bot.services.voting.live.live_votes import LiveVotes
from tests.harness import ServiceHarness
from tests.services.voting.casting.slow_work import SlowWork


async def test_a_vote_that_ends_while_it_is_loaded_does_not_stay_in_memory(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    work = SlowWork(harness.services.uow)
    live_votes = LiveVotes(work, harness.services.powers, harness.clock)
    loading = asyncio.create_task(live_votes.get(proposal))
    await asyncio.wait_for(work.read.wait(), 30)
    live_votes.end(proposal)
    work.gate.set()
    assert (await loading).proposal.id == proposal
    assert live_votes.loaded(proposal) is None


async def test_a_vote_does_not_wait_for_another_one_that_is_being_loaded(harness: ServiceHarness) -> None:
    big = await harness.opened(powers={"ada": 10})
    small = await harness.submitted("ada")
    await harness.open(small)
    work = SlowWork(harness.services.uow)
    live_votes = LiveVotes(work, harness.services.powers, harness.clock)
    loading = [asyncio.create_task(live_votes.get(big)) for _ in range(2)]
    await asyncio.wait_for(work.read.wait(), 30)
    slow, work.gate = work.gate, asyncio.Event()
    work.gate.set()
    await asyncio.wait_for(live_votes.get(small), 30)
    assert live_votes.loaded(small)
    assert live_votes.loaded(big) is None
    slow.set()
    first, second = await asyncio.gather(*loading)
    assert first is second is live_votes.loaded(big)
