"""Power on one chain and the pool on another: what is read lies at one common time."""

import pytest

from bot.domain.ids import ChainId
from bot.domain.policy.model import PowerRule
from bot.domain.power import Erc20
from bot.domain.proposals.state import State
from tests.fakes import FakeChain, account
from tests.harness import TIMELOCK, TOKEN, ServiceHarness
from tests.services.conviction.staking_harness import HOUR, POLICY, StakingHarness
from tests.services.wallets.two_chains import SILVER, Two

SLOW = ChainId(10)
SHARES = Erc20(chain=SLOW, contract=account("shares"))


@pytest.mark.attack("linking")
@pytest.mark.parametrize("first", ["keeper", "mallory"])
async def test_who_has_a_safes_address_on_another_chain_takes_none_of_its_stakes(
    harness: ServiceHarness, first: str
) -> None:
    two = Two(harness)
    await two.begin()
    dao = StakingHarness(harness)
    power = PowerRule(sources=(TOKEN, SILVER), symbol="VOTE", decimals=0)
    await dao.use(POLICY.model_copy(update={"power": power}))
    dao.fund(15_000)
    harness.chain.supply(TOKEN, 7_000)
    two.two.supply(SILVER, 7_000)
    two.two.advance(2)
    await two.prove("mallory", "two")
    await two.prove("keeper", "mainnet")
    proposal = await dao.proposed()
    powers = {"keeper": 7, "mallory": 1000}
    for name in sorted(powers, key=lambda name: name != first):
        assert (await dao.add(name, proposal, "all")).power == powers[name]
    await two.prove("mallory again", "two")
    two.two.advance(2)
    await dao.look()
    assert {each.member: each.amount for each in await dao.stakes(proposal)} == {
        harness.member("keeper"): 7,
        harness.member("mallory"): 0,
    }


async def test_what_was_paid_after_the_common_time_is_not_promised_again(harness: ServiceHarness) -> None:
    """Less than a fifth of the pool may be asked for: 1,000 of 6,000, but not of the 5,000 that are left of them."""
    slow = FakeChain(harness.clock, id=SLOW, name="slow", tokens={SHARES.contract: ("SHARE", 0)})
    harness.other_chains.append(slow)
    await harness.restart()
    dao = StakingHarness(harness)
    slow.hold(SHARES, harness.wallet("ada"), 1_000)
    options = {**POLICY.options, "weight": "1/1000000"}
    power = PowerRule(sources=(SHARES,), symbol="SHARE", decimals=0)
    await dao.begin(
        {"ada": 1}, funds=6_000, policy=POLICY.model_copy(update={"options": options, "power": power})
    )
    # From here on the slow chain stands still: nothing of it is final for a while.
    slow.advance(slow.finality + 1)
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "500")
    await dao.add("ada", road, "500")
    await dao.wait(HOUR)
    await dao.wait(20 * HOUR)
    assert [await harness.state(each) for each in (well, road)] == [State.TIMELOCK, State.VOTING]
    await dao.wait(TIMELOCK)
    request = await harness.requested(well)
    dao.fund(5_000)
    harness.chain.advance(harness.chain.finality + 1)
    harness.safes.end(harness.safe, request, "executed")
    await dao.wait(HOUR)
    await dao.wait(HOUR)
    assert [await harness.state(each) for each in (well, road)] == [State.EXECUTED, State.VOTING]
    staked = await dao.staked(road)
    assert staked.pool is not None
    assert staked.pool.funds == 5_000
