"""For what a request waits in its Safe is shown: by name where its server may know it, and as little as that else."""

from datetime import timedelta

import pytest

from bot.domain.ids import ProposalId
from bot.services.execution.queue import Holder, Queue
from tests.harness import EXECUTION, OTHER_GUILD, ServiceHarness
from tests.services.execution.asking import ACTION, handed_over, look, on_card, passed, to_sign


async def queue(harness: ServiceHarness, proposal: ProposalId, first: int = 0) -> Queue:
    found = await harness.get(proposal)
    (request,) = found.standing
    async with harness.services.uow.reading() as repositories:
        guild = (await repositories.spaces.get(found.space)).guild
    return await harness.services.request_instructions.request_queue.before(guild, request, first)


async def behind(harness: ServiceHarness, title: str = "A second well") -> tuple[ProposalId, ProposalId]:
    """Two of one Safe: the second waits for the first."""
    first, _ = await handed_over(harness)
    second = await harness.submitted("ada", actions=ACTION, title=title)
    await harness.open(second)
    await harness.passed(second)
    await harness.prepared(second)
    await harness.notifications()
    return first, second


async def test_what_goes_first_is_named_with_its_proposal(harness: ServiceHarness) -> None:
    _, second = await behind(harness)
    (ahead,) = (await queue(harness, second)).named
    assert (ahead.nonce, ahead.holder, ahead.number, ahead.title) == (0, Holder.PROPOSAL, 1, "A new well")
    text = await to_sign(harness, second)
    assert "It waits for what goes first" in text
    assert "nonce 0: " in text
    assert "A new well" in text


async def test_what_is_first_waits_for_nothing(harness: ServiceHarness) -> None:
    first, _ = await behind(harness)
    assert await queue(harness, first) == Queue()
    assert "goes first" not in await to_sign(harness, first)


async def test_the_card_says_for_which_nonce_it_waits_until_it_is_its_turn(harness: ServiceHarness) -> None:
    first, second = await behind(harness)
    await look(harness, second, after=timedelta(hours=1))
    assert "Safe nonce 1, which waits for nonce 0" in await on_card(harness, second)
    (request,) = (await harness.get(first)).standing
    harness.safes.end(harness.safe, request, "executed")
    await look(harness, second, after=timedelta(hours=1))
    assert "waits for nonce" not in await on_card(harness, second)


async def _next(harness: ServiceHarness) -> ProposalId:
    second = await harness.submitted("ada", actions=ACTION, title="A second well")
    await harness.open(second)
    await harness.passed(second)
    await harness.prepared(second)
    await harness.notifications()
    return second


async def test_a_gap_that_an_expired_proposal_left_is_shown_as_one(harness: ServiceHarness) -> None:
    """Its nonce is free again, and whatever comes after it waits until something takes it."""
    first = await passed(harness)
    await harness.prepared(first)
    await harness.notifications()
    await harness.pass_time(EXECUTION - timedelta(hours=1))
    second = await _next(harness)
    harness.safe.queue.clear()
    await harness.sweep.run()
    await look(harness, second, after=timedelta(hours=1))
    (ahead,) = (await queue(harness, second)).named
    assert (ahead.nonce, ahead.holder) == (0, Holder.NOBODY)
    harness.safe.strangers = (0,)
    await look(harness, second, after=timedelta(hours=1))
    (ahead,) = (await queue(harness, second)).named
    assert (ahead.nonce, ahead.holder) == (0, Holder.SOMEBODY)


@pytest.mark.attack("visibility")
async def test_a_server_learns_nothing_of_what_another_one_has_asked_the_same_safe(
    harness: ServiceHarness,
) -> None:
    first, second = await behind(harness, title="A secret well")
    found = await harness.get(second)
    (request,) = found.standing
    ahead = await harness.services.request_instructions.request_queue.before(OTHER_GUILD, request, 0)
    assert [(each.holder, each.title, each.number, each.thread) for each in ahead.named] == [
        (Holder.ELSEWHERE, "", None, None)
    ]
    assert first != second


@pytest.mark.attack("rpc")
async def test_a_queue_has_no_negative_length_whatever_the_chain_says(harness: ServiceHarness) -> None:
    _, second = await behind(harness)
    for first in (-(10**9), -1, 0, 1, 2, 10**9):
        found = await queue(harness, second, first)
        assert found.more >= 0
        assert len(found.named) <= 8
