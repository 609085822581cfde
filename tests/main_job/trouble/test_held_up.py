"""What keeps a proposal from going on, as members, owners and moderators read it: from the command to the chain."""

from __future__ import annotations

import pytest

from sandbox.safe_app import add_delegate
from tests.main_job.conftest import Staging
from tests.main_job.job import Job, assert_says

EIP_1967 = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")
KEY = "0x" + "00" * 31 + "01"


async def _carried(job: Job, title: str, actions: str) -> int:
    """A proposal that passed, in its timelock."""
    number = await job.opened("ada", title, actions)
    await job.click("ada", number, "For")
    assert (await job.closed(number))["result"]["outcome"]["passed"] is True
    return number


async def test_a_vote_that_can_not_open_says_why_in_thread_log_and_card_and_opens_when_it_is_mended(
    staged: Staging,
) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        number = await job.submitted("ada", "Pay", f"transfer 1 ETH to {job['ada'].wallet.address}")
        released = await job.ask(job.stage.moderator, "gov safe release", reason="Another Safe comes.")
        assert "Safe" in released
        await job.bot.passes(minutes=61)
        why = "It is not proved that the Safe"
        said = await job.in_thread(number, "goes on by itself")
        assert_says(said.text, "**The vote can't open yet.**", why, "`/gov safe prove`")
        assert_says((await job.logged("The vote can't open yet")).text, why, f"(proposal {number})")
        card = await job.card(number, "**The vote can't open yet.**")
        assert_says(card.text, why, "`/gov safe prove`")
        for _ in range(3):
            await job.bot.passes(minutes=2)
        await job.stage.prove()
        await job.bot.passes(minutes=2)
        card = await job.card(number, "Open for voting")
        assert "can't open" not in card.text
        thread = await job.thread(number)
        assert sum(message.text.startswith("⚠️ **The vote can't open") for message in thread.messages) == 1


@pytest.mark.attack("actions")
async def test_a_called_contract_that_is_another_one_after_the_vote_is_handed_to_nobody(
    staged: Staging,
) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        chain = job.stage.chain
        voted, other = (
            await chain.deploy("Registry"),
            await chain.deploy("StakingVault", job.stage.token.address),
        )
        proxy = await chain.deploy("SlotProxy", voted.address, EIP_1967)
        await job.stage.finalize()
        call = f"call {proxy.address} set(bytes32 key, uint256 value) {KEY} 5"
        number = await _carried(job, "Set five", call)
        await proxy.send("upgradeTo", other.address, sender=chain.deployer)
        await job.stage.finalize()
        await job.bot.passes(minutes=61)
        said = await job.in_thread(number, "🛑 **Stopped: nothing is handed to the Safe's owners")
        assert proxy.address[:6] in said.text
        await job.logged("🛑 **Stopped", f"(proposal {number})")
        await job.card(number, "🛑 **Stopped**")
        await job.bot.passes(hours=5)
        await job.stage.finalize()
        assert job.transactions() == []


@pytest.mark.attack("safe_service")
async def test_a_key_that_is_registered_a_day_late_brings_what_passed_to_the_owners(staged: Staging) -> None:
    async with staged(registered=False) as job:
        await job.set_up(mended_later=["may not propose to the Safe"])
        await job.join({"ada": 60_000})
        number = await _carried(job, "Pay", f"transfer 1 ETH to {job['ada'].wallet.address}")
        await job.bot.passes(minutes=61)
        request = await job.in_thread(number, "safeTxHash")
        await job.until(lambda: "**It isn't in the Safe's queue yet**" in request.text)
        assert "is not an owner or delegate" in request.text
        assert job.transactions() == []
        await job.bot.passes(hours=24)
        stage = job.stage
        await add_delegate(stage.service, stage.safe, stage.owners[0], stage.proposer)
        await job.bot.passes(hours=12)
        await job.in_thread(number, "👀 The owners can see the Safe transaction now")
        (transaction,) = job.transactions()
        assert transaction["safeTxHash"] in request.text, "it is what they were told to compare"
        await job.execute(transaction)
        await job.notified(number, "The Safe executed the proposal")
