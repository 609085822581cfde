"""What may become of a Safe transaction other than that it is executed."""

from __future__ import annotations

from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says


async def _passed(job: Job) -> int:
    await job.set_up()
    await job.join({"ada": 60_000})
    number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {job['ada'].wallet.address}")
    await job.click("ada", number, "For")
    await job.closed(number)
    return number


async def test_a_transaction_that_another_one_replaces_is_asked_for_again(staged: Staging) -> None:
    async with staged() as job:
        number = await _passed(job)
        transaction = await job.proposed(number)
        safe, owners = job.stage.safe, job.stage.owners[:2]
        digest = await safe.transaction_hash(owners[0].address, TOKEN, nonce=int(transaction["nonce"]))
        signatures = [safe.sign(owner, digest) for owner in owners]
        await safe.execute(owners[0].address, TOKEN, signatures=signatures, sender=owners[0])
        await job.stage.finalize()
        await job.notified(number, "Another transaction took nonce 0")
        await job.in_thread(number, "Another transaction took nonce 0")
        await job.card(number, "(Safe nonce 1)")
        assert await job.stage.chain.balance(job["ada"].wallet.address) == 0


async def test_a_transaction_that_nobody_executes_in_time_expires(staged: Staging) -> None:
    async with staged() as job:
        number = await _passed(job)
        transaction = await job.proposed(number)
        await job.confirm(job.stage.owners[0], transaction)
        await job.in_thread(number, "1 of 2")
        job.stage.chain.advance(15 * 86_400)
        await job.stage.finalize()
        job.bot.passes(days=15)
        assert_says((await job.notified(number, "⌛")).text, "was not executed in time")
        await job.card(number, "**Expired**")


async def test_two_passed_proposals_get_two_nonces_and_are_executed_in_their_order(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        payee = job.stage.chain.account("payee").address
        numbers = [await job.submitted("ada", f"Part {n}", f"transfer {n} ETH to {payee}") for n in (1, 2)]
        job.bot.passes(minutes=61)
        for number in numbers:
            await job.card(number, "Open for voting")
            await job.click("ada", number, "For")
        job.bot.passes(minutes=61)
        for number in numbers:
            await job.result(number)
        job.bot.passes(minutes=61)
        for number in numbers:
            await job.in_thread(number, "safeTxHash")
        later, earlier = job.transactions()
        assert (int(earlier["nonce"]), int(later["nonce"])) == (0, 1)
        await job.execute(earlier)
        await job.execute(later)
        for number in numbers:
            await job.notified(number, "The Safe executed the proposal")
        assert await job.stage.chain.balance(payee) == 3 * TOKEN
