"""Milestones of a track with executors on two chains: each is paid on its own, within the limits of that."""

from datetime import timedelta

import pytest

from bot.domain.errors import BeyondLimits
from bot.services.proposals.drafting.content import action_lines
from bot.wording.language import language
from bot.wording.proposals.cards.cards import deeds
from tests.harness import TIMELOCK, ServiceHarness
from tests.services.milestones.promising import (
    GNOSIS,
    change,
    decided,
    executed,
    on_two_chains,
    promised,
    promising,
    reported,
)


@pytest.mark.attack("actions")
async def test_each_part_is_paid_what_stands_in_its_line_on_the_chain_that_it_names(
    harness: ServiceHarness,
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    await on_two_chains(harness)
    due, ben = (harness.clock.now() + timedelta(days=90)).date(), harness.wallet("ben")
    written = [
        f'milestone "There" by {due}: on gnosis: transfer 30 to {ben}',
        f'milestone "Here" by {due}: transfer 10 to {ben}',
        f'milestone "There too" by {due}: on gnosis: transfer 50 to {ben}',
    ]
    proposal = await harness.submitted("ada", actions="\n".join(written))
    content = (await harness.get(proposal)).content
    assert [(each.title, each.payment.chain, each.payment.value) for each in content.milestones] == [
        ("There", GNOSIS, 30),
        ("Here", harness.chain.id, 10),
        ("There too", GNOSIS, 50),
    ]
    # What an edit begins with says the same again.
    assert action_lines(content).splitlines() == written
    card = await harness.services.cards.card(proposal)
    said = "\n".join(deeds(card, 3_000, 3_000, language()).texts)
    for told in ("1. There: 100: send ", "2. Here: 1: send ", "3. There too: 100: send "):
        assert told in said


@pytest.mark.attack("limits")
async def test_limits_let_nothing_be_released_on_a_chain_that_they_are_not_of(
    harness: ServiceHarness,
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    await on_two_chains(harness)
    line = f'milestone "There" by 2026-06-01: on gnosis: transfer 10 to {harness.wallet("ben")}'
    promise = await harness.submitted("ada", actions=line)
    await harness.open(promise)
    await harness.passed(promise)
    await harness.pass_time(TIMELOCK)
    await change(harness, further_executors=[], limits={"period": "P30D", "spending": [{"per_period": 29}]})
    with pytest.raises(BeyondLimits):
        await reported(harness, promise)


@pytest.mark.attack("limits")
async def test_limits_that_a_track_got_after_it_had_several_executors_hold_for_the_one_that_pays(
    harness: ServiceHarness,
) -> None:
    """Limits are of one chain: a track with several executors has none, until the others are taken away."""
    await promising(harness, {"ada": 10, "ben": 1})
    await on_two_chains(harness)
    promise = await promised(harness)
    limits = {"period": "P30D", "spending": [{"per_period": 29}]}
    await change(harness, further_executors=[], limits=limits)
    with pytest.raises(BeyondLimits):
        await reported(harness, promise, 2)
    release = await reported(harness, promise, 1)
    assert await decided(harness, release, {"ada": "For"})
    assert await executed(harness, release) == 10
