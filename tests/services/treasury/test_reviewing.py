"""Members are told when a treasury is to be rebalanced: once when a band is left, and when the calendar has come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.treasury.positions import Erc20Position
from bot.services.delivery.notifications import ReportDrift
from bot.services.treasury.reviewing import LOOKED_AT_EVERY
from bot.services.treasury.targeting import WantedTargets
from tests.fakes import MAINNET, account
from tests.harness import GUILD, SAFE, ServiceHarness
from tests.services.treasury.test_targets import hold, target

WITHIN = WantedTargets("ETH 60%, USDC 40%", "5%")
"""Of $190,000 in ETH and $110,000 in USDC the shares are 63.3 % and 36.7 %."""


async def two_assets(harness: ServiceHarness) -> None:
    await harness.set_up()
    await hold(harness, "ETH")
    await hold(harness, "USDC")
    dollar = Erc20Position(chain=MAINNET, contract=account("USDC"))
    harness.treasury.hold(dollar, SAFE, 110_000 * 10**6, "USDC", 6)


async def priced(harness: ServiceHarness, answer: int, after: timedelta = LOOKED_AT_EVERY) -> int:
    """An ether costs so many dollars, some time later; returns how often members were told until then."""
    harness.clock.advance(after)
    harness.chain.advance(harness.chain.finality + 1)
    at = harness.chain.newest_final()
    harness.treasury.price(account("feed of ETH"), answer * 10**8, at)
    harness.treasury.price(account("feed of USDC"), 10**8, at, "USDC / USD")
    await harness.sweep.run()
    return len(await harness.notified(ReportDrift))


async def test_a_band_that_is_left_is_told_once_until_it_was_back(harness: ServiceHarness) -> None:
    await two_assets(harness)
    await target(harness, WITHIN)
    assert await priced(harness, 2_500) == 0
    assert await priced(harness, 4_000) == 1
    assert await priced(harness, 4_100) == 1
    assert await priced(harness, 2_500) == 1
    assert await priced(harness, 1_000) == 2


async def test_what_was_told_is_not_told_again_after_a_restart(harness: ServiceHarness) -> None:
    await two_assets(harness)
    await target(harness, WITHIN)
    assert await priced(harness, 4_000) == 1
    await harness.restart()
    assert await priced(harness, 4_000) == 1


async def test_targets_that_are_set_anew_are_told_anew(harness: ServiceHarness) -> None:
    await two_assets(harness)
    await target(harness, WITHIN)
    assert await priced(harness, 4_000) == 1
    await target(harness, WITHIN)
    assert await priced(harness, 4_000) == 2


async def test_the_calendar_asks_for_it_within_the_bands_too(harness: ServiceHarness) -> None:
    await two_assets(harness)
    await target(harness, WantedTargets("ETH 60%, USDC 40%", every="7d"))
    assert await priced(harness, 4_000, timedelta(days=6)) == 0
    assert await priced(harness, 4_000, timedelta(days=1)) == 1
    assert await priced(harness, 4_000, timedelta(days=6)) == 1
    assert await priced(harness, 4_000, timedelta(days=1)) == 2


async def test_targets_that_are_taken_out_leave_nothing_to_do(harness: ServiceHarness) -> None:
    await two_assets(harness)
    await target(harness, WITHIN)
    await harness.services.targeting.untarget(harness.moderator())
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        assert await repositories.jobs.of_space(space.id) == {}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("answer", [0, -1, 10**20])
async def test_a_feed_that_lies_has_nobody_told_of_drift(harness: ServiceHarness, answer: int) -> None:
    await two_assets(harness)
    await target(harness, WITHIN)
    assert await priced(harness, answer) == 0
