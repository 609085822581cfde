"""What one executor holds up is done by the others."""

import pytest

from bot.domain.errors import UnknownChain
from bot.domain.proposals.state import State
from bot.wording.language import language
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from tests.fakes import MAINNET, account, digest
from tests.harness import EXECUTION, TIMELOCK, ServiceHarness
from tests.services.milestones.promising import GNOSIS, on_two_chains


@pytest.mark.attack("rpc")
async def test_a_chain_that_the_operator_took_away_holds_up_none_of_the_others(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await on_two_chains(harness)
    ben = harness.wallet("ben")
    proposal = await harness.submitted("ada", actions=f"transfer 5 to {ben}\non gnosis: transfer 6 to {ben}")
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    here, there = await harness.services.preparing.prepare(proposal)
    assert (here.executor.chain, there.executor.chain) == (harness.chain.id, GNOSIS)
    harness.other_chains = []
    await harness.restart()
    harness.safes.end(harness.safe, here, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    with pytest.raises(UnknownChain):
        await harness.services.following.follow(proposal)
    executed, waiting = (await harness.get(proposal)).requests
    assert executed.succeeded
    assert waiting.execution is None
    # What became of the other one isn't known: nobody says that it expired before somebody could look.
    await harness.pass_time(EXECUTION)
    with pytest.raises(UnknownChain):
        await harness.services.following.end(proposal)
    assert (await harness.get(proposal)).concluded_at is None


@pytest.mark.attack("limits")
async def test_what_was_asked_before_another_part_was_stopped_waits_for_nothing_any_more(
    harness: ServiceHarness,
) -> None:
    """Its nonce is free for what passes next, and what it would have moved counts no longer than what expired does."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    await on_two_chains(harness)
    ben, changed = harness.wallet("ben"), account("changed")
    lines = f"transfer 5 to {ben}\non gnosis: transfer 6 to {changed}"
    first = await harness.submitted("ada", actions=lines)
    await harness.open(first)
    await harness.passed(first)
    await harness.pass_time(TIMELOCK)
    harness.safes.codes[changed] = digest("another contract")
    await harness.services.preparing.prepare(first)
    found = await harness.get(first)
    (asked,) = found.requests
    assert await harness.state(first) is State.FAILED
    second = await harness.submitted("ada", actions=f"transfer 7 to {ben}")
    await harness.open(second)
    await harness.passed(second)
    assert (await harness.prepared(second)).payload.nonce == asked.payload.nonce
    async with harness.services.uow.reading() as repositories:
        counted = await repositories.execution_requests.outlays(found.track, MAINNET, harness.clock.now())
    assert [outlay.amount for outlay in counted] == [7]


@pytest.mark.attack("actions")
async def test_what_was_stopped_after_a_part_was_executed_says_so(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await on_two_chains(harness)
    lines = f"transfer 5 to {harness.wallet('ben')}\non gnosis: transfer 6 to {account('changed')}"
    proposal = await harness.submitted("ada", actions=lines)
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    gnosis, harness.other_chains = harness.other_chains, []
    await harness.restart()
    with pytest.raises(UnknownChain):
        await harness.services.preparing.prepare(proposal)
    (here,) = (await harness.get(proposal)).requests
    harness.safes.end(harness.safe, here, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(proposal)
    harness.other_chains = gnosis
    await harness.restart()
    harness.safes.codes[account("changed")] = digest("another contract")
    assert not await harness.services.preparing.prepare(proposal)
    said = "\n".join(state_lines(await harness.services.cards.card(proposal), language()))
    assert "Stopped: it passed, and was executed only in part" in said
    assert "1: Executed" in said
    assert "100: not executed: it was stopped" in said
