"""A chain that is silent for long is told once to the servers that use it, and once more when it answers again."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChainId
from bot.services.delivery.notifications import ReportChain
from bot.services.timekeeping.chain_watch import PATIENCE
from tests.fakes import FakeChain
from tests.harness import GUILD, MAINNET, ServiceHarness

MINUTE = timedelta(minutes=1)


async def watched(harness: ServiceHarness, time: timedelta) -> list[ReportChain]:
    """What servers were told after so much time, in which the chains are asked every minute."""
    for _ in range(int(time / MINUTE)):
        await harness.services.chain_watch.look()
        harness.clock.advance(MINUTE)
    await harness.services.chain_watch.look()
    return await harness.notified(ReportChain)


async def test_a_silence_is_told_once_whatever_starts_anew_and_so_is_its_end(harness: ServiceHarness) -> None:
    harness.other_chains = [FakeChain(harness.clock, id=ChainId(10), name="optimism", silent=True)]
    await harness.restart()
    await harness.set_up()
    began = harness.clock.now()
    harness.chain.silent = True
    assert await watched(harness, PATIENCE - MINUTE) == []
    assert await watched(harness, MINUTE) == [ReportChain(GUILD, MAINNET, began)], "nobody uses the other one"
    await harness.restart()
    assert len(await watched(harness, 4 * PATIENCE)) == 1
    harness.chain.silent = False
    over = harness.clock.now()
    assert (await watched(harness, MINUTE))[1:] == [ReportChain(GUILD, MAINNET, began, over)]
    assert len(await watched(harness, 4 * PATIENCE)) == 2


async def test_a_silence_that_is_over_soon_is_told_to_nobody(harness: ServiceHarness) -> None:
    await harness.set_up()
    for _ in range(3):
        harness.chain.silent = True
        await watched(harness, PATIENCE - MINUTE)
        harness.chain.silent = False
        assert await watched(harness, MINUTE) == []


@pytest.mark.attack("floods")
async def test_a_chain_that_comes_and_goes_is_no_flood(harness: ServiceHarness) -> None:
    await harness.set_up()
    for _ in range(6):
        harness.chain.silent = True
        await watched(harness, PATIENCE)
        harness.chain.silent = False
        told = await watched(harness, MINUTE)
    assert len(told) <= 6 * (PATIENCE + MINUTE) / ReportChain.cooldown + 1


async def test_what_can_not_be_stored_is_told_at_the_next_look(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.chain.silent = True
    await watched(harness, PATIENCE - MINUTE)
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await watched(harness, MINUTE)
    harness.break_commits = False
    assert len(await watched(harness, MINUTE)) == 1
