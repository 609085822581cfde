"""A Safe on one chain acts on another through the bridge between them, and what fails there is no "done"."""

from __future__ import annotations

import pytest

from sandbox.chain.optimism import OTHER_MESSENGER
from sandbox.stage import SecondChain
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, assert_says

GAS = 300_000


@pytest.mark.attack("actions")
async def test_a_call_that_fails_on_the_other_chain_is_an_alarm_until_somebody_has_it_made_again(
    staged: Staging,
) -> None:
    async with staged(bridge=True) as job:
        second = job.stage.second
        assert second
        assert second.bridge
        await job.set_up()
        await job.join({"ada": 60_000})
        till = await second.chain.deploy("CrossChainAccount", OTHER_MESSENGER, job.stage.safe.address)
        payee = job.stage.chain.account("payee").address
        payment = second.token.data("transfer", payee, 12 * TOKEN)
        call = till.data("forward", second.token.address, payment)
        line = (
            f"call {second.bridge.messenger.address} "
            f"sendMessage(address target, bytes message, uint32 minGasLimit) {till.address} 0x{call.hex()} {GAS}"
        )
        preview = await job.stage.draft(job["ada"].person, "Pay there", "As agreed.", line)
        assert_says(
            preview.text, "have a call made on polygon", "**On polygon**", "1.1.1. send 12 FOLK", payee
        )
        assert_says(preview.text, "1 call is made on another chain, and was not tried out there")
        number = await job.opened("ada", "Pay there", line)
        await job.click("ada", number, "For")
        await job.closed(number)
        await job.execute(await job.proposed(number))
        assert_says(
            (await job.notified(number, "executed the proposal")).text, "**that part is not done yet**"
        )
        await job.card(number, "polygon: on its way")

        # The account there has nothing yet.
        await _carry(second)
        await job.bot.passes(minutes=60)
        alarm = await job.notified(number, "Failed on the other chain")
        assert_says(alarm.text, "**It is not done.**", "`relayMessage`", "polygon")
        await job.card(number, "**failed there**")
        assert await second.token.call("balanceOf", payee) == 0

        sender = second.chain.deployer
        await second.token.send("airdrop", [till.address], [12 * TOKEN], False, sender=sender)
        await second.bridge.replay(sender)
        await second.chain.mine(3)
        await job.bot.passes(minutes=60)
        await job.notified(number, "**Done on the other chain**")
        assert_says((await job.card(number, "**done** there")).text, "**Executed**")
        assert await second.token.call("balanceOf", payee) == 12 * TOKEN


async def _carry(second: SecondChain) -> None:
    """The call is made on the other chain, and final."""
    assert second.bridge
    assert await second.bridge.carry() == 1
    await second.chain.mine(3)
