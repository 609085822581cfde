"""What may become of a Safe transaction other than that it is executed."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.blocks import BlockRef
from bot.domain.executors import Execution
from bot.domain.ids import BlockHash, ChainId, GuildId, TransactionHash
from bot.services.delivery.notifications import RefreshRequest
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
        await job.bot.passes(days=15)
        assert_says((await job.notified(number, "⌛")).text, "was not executed in time")
        await job.card(number, "**Expired**")


async def test_two_passed_proposals_get_two_nonces_and_are_executed_in_their_order(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        payee = job.stage.chain.account("payee").address
        numbers = [await job.submitted("ada", f"Part {n}", f"transfer {n} ETH to {payee}") for n in (1, 2)]
        await job.bot.passes(minutes=61)
        for number in numbers:
            await job.card(number, "Open for voting")
            await job.click("ada", number, "For")
        await job.bot.passes(minutes=61)
        for number in numbers:
            await job.result(number)
        await job.bot.passes(minutes=61)
        texts = [(await job.in_thread(number, "safeTxHash")).text for number in numbers]
        (waits,) = [place for place, text in enumerate(texts) if "nonce **1**" in text]
        assert "goes first" not in texts[1 - waits]
        first = f"proposal {numbers[1 - waits]}"
        assert_says(texts[waits], "It waits for what goes first", first, f"Part {2 - waits}")
        later, earlier = job.transactions()
        assert (int(earlier["nonce"]), int(later["nonce"])) == (0, 1)
        await job.execute(earlier)
        await job.execute(later)
        for number in numbers:
            await job.notified(number, "The Safe executed the proposal")
        assert await job.stage.chain.balance(payee) == 3 * TOKEN


async def test_what_failed_is_asked_for_again_when_its_author_presses_the_button(staged: Staging) -> None:
    """No Safe of today keeps a failure of a transaction like ours: it is noted as one that did would be."""
    async with staged() as job:
        number = await _passed(job)
        await job.proposed(number)
        first = await job.in_thread(number, "safeTxHash")
        await _failed(job, number)
        await job.until(lambda: "It failed" in first.text)
        await job.join({"ben": 1})
        refused = await (await job["ben"].person.click(first, label="Ask again")).settled()
        assert_says(refused.text, "Only the author of proposal", "or a moderator")
        told = await (await job["ada"].person.click(first, label="Ask again")).settled()
        assert_says(told.text, "is asked for again")
        await job.in_thread(number, "has it asked for again")
        second = await job.in_thread(number, "nonce **1**")
        assert second.id != first.id
        await job.until(lambda: first.buttons == [])
        await job.execute(job.transactions()[0])
        await job.notified(number, "The Safe executed the proposal")


async def _failed(job: Job, number: int) -> None:
    """The Safe's nonce is used up, and the bot believes that its transaction did it, in vain."""
    safe, owners, chain = job.stage.safe, job.stage.owners[:2], job.stage.chain
    digest = await safe.transaction_hash(safe.address)
    signatures = [safe.sign(owner, digest) for owner in owners]
    receipt = await safe.execute(safe.address, signatures=signatures, sender=owners[0])
    block = await chain.block(int(receipt["blockNumber"], 16))
    at = datetime.fromtimestamp(block.timestamp, UTC)
    ref = BlockRef(ChainId(chain.chain_id), block.number, BlockHash(block.hash), block.timestamp)
    services, proposal = job.bot.program.runtime.services, await job.bot.id_of(number)
    async with services.uow.writing() as repositories:
        (request,) = (await repositories.proposals.get(proposal)).requests
        execution = Execution("failed", TransactionHash(str(receipt["transactionHash"])), ref, at)
        await repositories.execution_requests.execute(request.id, execution)
        shown = RefreshRequest(GuildId(job.stage.guild.id), proposal, request.id)
        await repositories.outbox.add(shown, at=services.clock.now())
    services.wake_signal.send()
    await job.stage.finalize()
