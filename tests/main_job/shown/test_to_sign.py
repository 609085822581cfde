"""What the owners of a Safe read before they sign, from the request to its end."""

from __future__ import annotations

import pytest

from sandbox.discord import Message
from sandbox.stage import Voter
from tests.main_job.conftest import Staging
from tests.main_job.job import Job, assert_says


async def _to_sign(job: Job, *members: str) -> tuple[int, Message]:
    """A payment that passed, with the message that its owners read. The first owners are these members."""
    await job.set_up()
    await job.join({"ada": 60_000})
    for name, owner in zip(members, job.stage.owners, strict=False):
        voter = job.stage.voters[name] = Voter(job.stage.guild.create_member(name), owner)
        await job.stage.link(voter)
    number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {job['ada'].wallet.address}")
    await job.click("ada", number, "For")
    await job.closed(number)
    await job.proposed(number)
    return number, await job.in_thread(number, "safeTxHash")


async def test_owners_read_all_three_hashes_and_see_who_has_signed(staged: Staging) -> None:
    async with staged() as job:
        number, message = await _to_sign(job, "olga")
        (transaction,) = job.transactions()
        first, second, _ = job.stage.owners
        olga = f"{job['olga'].person.user.mention} · "
        assert_says(
            message.text,
            "Domain hash: `0x",
            "Message hash: `0x",
            f"(safeTxHash): `{transaction['safeTxHash']}`",
            "**0 of 2 confirmed**",
            "It expires <t:",
            f"](https://safes.folkmoot.example/{transaction['safe']}/{transaction['safeTxHash']})",
            f"⏳ {olga}[`{first.address[:6]}…{first.address[-4:]}`](",
            f"⏳ [`{second.address[:6]}…{second.address[-4:]}`](",
        )
        await job.confirm(first, transaction)
        await job.until(lambda: "**1 of 2 confirmed**" in message.text)
        assert f"✅ {olga}" in message.text
        await job.execute(transaction)
        await job.until(lambda: "✅ **Executed**" in message.text)
        assert_says(message.text, "Nothing is left to be signed", transaction["safeTxHash"])
        said = await job.notified(number, "The Safe executed")
        assert "](https://explorer.folkmoot.example/tx/0x" in said.text


@pytest.mark.attack("actions")
async def test_what_the_guard_would_stop_is_said_to_those_who_sign(staged: Staging) -> None:
    """The guard is set, and forbids it, after the vote: nothing of that was to be seen before."""
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {job['ada'].wallet.address}")
        await job.click("ada", number, "For")
        await job.closed(number)
        chain, safe = job.stage.chain, job.stage.safe
        guard = await chain.deploy("TransactionGuard", 0, job["ada"].wallet.address)
        data = safe.contract.data("setGuard", guard.address)
        digest = await safe.transaction_hash(safe.address, data=data)
        signatures = [safe.sign(owner, digest) for owner in safe.owners[: safe.threshold]]
        await safe.execute(safe.address, data=data, signatures=signatures, sender=chain.deployer)
        await guard.send("setMode", 2, sender=chain.deployer)
        await job.stage.finalize()
        await job.proposed(number)
        message = await job.in_thread(number, "safeTxHash")
        assert_says(
            message.text, "The Safe's guard", "doesn't let this pass now", "It says: it reverted: not to them"
        )


async def test_what_expired_says_that_it_must_not_be_signed_any_more(staged: Staging) -> None:
    async with staged() as job:
        number, message = await _to_sign(job)
        job.stage.chain.advance(15 * 86_400)
        await job.stage.finalize()
        await job.bot.passes(days=15)
        await job.notified(number, "⌛")
        await job.until(lambda: "Don't sign it any more" in message.text)
