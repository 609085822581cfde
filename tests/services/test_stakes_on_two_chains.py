"""Power on one chain and the pool on another: what is read lies at one common time."""

from bot.domain.ids import ChainId
from bot.domain.policy import PowerRule
from bot.domain.power import Erc20
from bot.domain.proposal import State
from tests.assembly import TIMELOCK, Assembly
from tests.fakes import FakeChain, account
from tests.services.staking_moot import HOUR, POLICY, StakingMoot

SLOW = ChainId(10)
SHARES = Erc20(chain=SLOW, contract=account("shares"))


async def test_what_was_paid_after_the_common_time_is_not_promised_again(assembly: Assembly) -> None:
    """Less than a fifth of the pool may be asked for: 1,000 of 6,000, but not of the 5,000 that are left of them."""
    slow = FakeChain(assembly.clock, id=SLOW, name="slow", tokens={SHARES.contract: ("SHARE", 0)})
    assembly.other_chains.append(slow)
    await assembly.restart()
    moot = StakingMoot(assembly)
    slow.hold(SHARES, assembly.wallet("ada"), 1_000)
    options = {**POLICY.options, "weight": "1/1000000"}
    power = PowerRule(sources=(SHARES,), symbol="SHARE", decimals=0)
    await moot.begin(
        {"ada": 1}, funds=6_000, policy=POLICY.model_copy(update={"options": options, "power": power})
    )
    # From here on the slow chain stands still: nothing of it is final for a while.
    slow.advance(slow.finality + 1)
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "500")
    await moot.add("ada", road, "500")
    await moot.wait(HOUR)
    await moot.wait(20 * HOUR)
    assert [await assembly.state(each) for each in (well, road)] == [State.TIMELOCK, State.VOTING]
    await moot.wait(TIMELOCK)
    transaction = (await assembly.get(well)).transaction
    assert transaction is not None
    moot.fund(5_000)
    assembly.chain.advance(assembly.chain.finality + 1)
    assembly.safes.end(assembly.safe, transaction, "executed")
    await moot.wait(HOUR)
    await moot.wait(HOUR)
    assert [await assembly.state(each) for each in (well, road)] == [State.EXECUTED, State.VOTING]
    staked = await moot.staked(road)
    assert staked.pool is not None
    assert staked.pool.funds == 5_000
