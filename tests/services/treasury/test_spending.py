"""What was spent, what waits, and what may still be spent."""

from __future__ import annotations

import pytest

from bot.domain.errors import BeyondLimits, NoExecutor
from bot.domain.policy.limits import Limits, Spending
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.spending import SpentBy
from tests.fakes import MAINNET, account
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.execution.test_track_limits import PERIOD, limited

DIGGER = account("the well digger")
PAYS = f"transfer 5 to {DIGGER}"


async def requested(harness: ServiceHarness) -> None:
    """Five wei for the digger passed, and the Safe is asked for them."""
    proposal = await harness.opened({"ada": 10}, actions=PAYS)
    await harness.passed(proposal)
    await harness.prepared(proposal)


async def executed(harness: ServiceHarness) -> None:
    await requested(harness)
    assert harness.proposal is not None
    request = await harness.requested(harness.proposal)
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(harness.proposal)


async def test_what_waits_is_told_with_who_has_signed_and_is_not_spent(harness: ServiceHarness) -> None:
    await requested(harness)
    _, (pending,) = await harness.services.treasury_spending.requests(GUILD)
    assert (pending.proposal.number, pending.request.needed) == (1, 2)
    assert (await harness.services.treasury_spending.spending(GUILD, SpentBy.TRACK)).sums == ()


@pytest.mark.parametrize("by", list(SpentBy))
async def test_what_was_carried_out_is_spent_and_waits_no_more(harness: ServiceHarness, by: SpentBy) -> None:
    await executed(harness)
    found = await harness.services.treasury_spending.spending(GUILD, by)
    (each,) = found.sums
    assert (each.asset, each.amount, each.times) == (AssetRef(MAINNET), 5, 1)
    assert found.assets == {AssetRef(MAINNET): ("ETH", 18)}
    assert (await harness.services.treasury_spending.requests(GUILD))[1] == []


async def test_a_server_sees_nothing_of_what_another_spent(harness: ServiceHarness) -> None:
    await executed(harness)
    await harness.set_up(guild=OTHER_GUILD)
    assert (await harness.services.treasury_spending.spending(OTHER_GUILD, SpentBy.TRACK)).sums == ()


async def test_what_expired_unsigned_was_not_spent(harness: ServiceHarness) -> None:
    await requested(harness)
    async with harness.services.uow.writing() as repositories:
        assert harness.proposal is not None
        await repositories.execution_requests.expire(harness.proposal, harness.clock.now())
    assert (await harness.services.treasury_spending.spending(GUILD, SpentBy.TRACK)).sums == ()


async def test_a_budget_says_what_is_used_in_the_period(harness: ServiceHarness) -> None:
    await requested(harness)
    await limited(harness, Limits(period=PERIOD, spending=(Spending(decimals=0, per_period=12),)))
    (each,) = (await harness.services.treasury_spending.budgets(GUILD)).tracks
    assert [(budget.spent, budget.spending.per_period) for budget in each.budgets] == [(5, 12)]


async def test_a_payment_is_asked_for_on_a_track_whose_limits_allow_it(harness: ServiceHarness) -> None:
    await requested(harness)
    await limited(harness, Limits(period=PERIOD, spending=(Spending(decimals=0, per_period=12),)))
    paying, ada = harness.services.paying_tracks, harness.actor("ada")
    assert [choice.track.name for choice in await paying.of(ada, PAYS)] == ["main"]
    with pytest.raises(BeyondLimits):
        await paying.of(ada, f"transfer 8 to {DIGGER}")


async def test_where_no_track_pays_nothing_can_be_asked_for(harness: ServiceHarness) -> None:
    await harness.set_up(executor="", proved=False)
    with pytest.raises(NoExecutor):
        await harness.services.paying_tracks.of(harness.actor("ada"), PAYS)
