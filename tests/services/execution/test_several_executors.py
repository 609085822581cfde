"""What one executor holds up is done by the others."""

import pytest

from bot.domain.errors import UnknownChain
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
