"""The whole main job with everything that members can see asserted on the way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sandbox.chain import Account
from sandbox.chain.contract import Contract
from sandbox.discord import Message
from sandbox.stage import sign, sign_in_text
from tests.main_job.job import TOKEN, Job, assert_says, receipt, record_of, recounted, verified

POWERS = {"ada": 40_000, "ben": 25_000, "cleo": 20_000, "dan": 10_000, "eve": 5_000}
CONTRACT_WALLET = 15_000
THUMBS_UP, THUMBS_DOWN, SHRUG = "👍", "👎", "🤷"


async def nothing() -> None:
    """What happens between two phases of a quiet life."""


async def play_whole_job(job: Job, folder: Path, pause: Callable[[], Awaitable[None]] = nothing) -> None:
    """Play it; `pause` is awaited between every two phases."""
    stage, grantee = job.stage, job.stage.chain.account("grantee")

    await _link_everyone(job)
    await pause()

    number = await _propose(job, grantee)
    await pause()
    await _edit(job, number)
    await pause()

    await job.bot.passes(minutes=61)
    card = await job.card(number, "Open for voting")
    assert_says(card.text, "2 ETH", grantee.address[:6])
    await pause()

    receipts = await _vote(job, number)
    await pause()

    await job.bot.passes(minutes=61)
    result = await job.result(number)
    record = record_of(result)
    _check_result(job, result, record, receipts)
    assert await recounted(result, folder) == record["result"]
    lines = await verified(result, folder, stage.chain.url)
    assert any("read again on chain" in line for line in lines), lines
    await job.in_thread(number, "Passed")
    await job.card(number, "guardians may veto until")
    await pause()

    transaction = await job.proposed(number)
    await _check_transaction(job, number, transaction, record)
    await pause()

    for count, owner in enumerate(stage.owners[:2], start=1):
        await job.confirm(owner, transaction)
        said = await job.in_thread(number, f"confirmed the Safe transaction: {count} of 2")
        assert owner.address in said.text
    await pause()

    before = await _holdings(job, grantee)
    await job.execute(transaction)
    told = await job.notified(number, "The Safe executed the proposal")
    after = await _holdings(job, grantee)
    assert [now - then for now, then in zip(after, before, strict=True)] == [2 * TOKEN, 3_000 * TOKEN]
    await job.card(number, "Executed")
    spent = await job.ask(job["ada"].person, "treasury spending", by="track")
    assert_says(spent, "2 ETH", "3\u202f000 FOLK")
    await pause()

    assert len(job.cards(number)) == 1
    assert len(job.results(number)) == 1
    assert len(job.transactions()) == 1
    assert [m for m in stage.announcements.messages if m.text == told.text] == [told]
    thread = await job.thread(number)
    assert len([m for m in thread.messages if "safeTxHash" in m.text]) == 1


async def _link_everyone(job: Job) -> None:
    """Five keys and a contract wallet (EIP-1271), with a setup before them and every answer read."""
    stage = job.stage
    answer = await job.set_up()
    assert stage.safe.address in answer, answer
    await job.logged("set up", str(stage.moderator.id))
    await job.join({**POWERS, "fay": 0})
    wallet = await stage.chain.deploy("ContractWallet", job["fay"].wallet.address)
    await stage.token.send(
        "airdrop", [wallet.address], [CONTRACT_WALLET * TOKEN], False, sender=stage.chain.deployer
    )
    await _delegate_to_itself(job, wallet)
    await stage.finalize()
    asked = await job["fay"].person.slash(stage.announcements, "wallet link", address=wallet.address)
    message = await asked.settled()
    form = await job["fay"].person.click(message, label="I have signed it")
    assert form.modal is not None
    signature = sign(job["fay"].wallet, sign_in_text(message.text))
    done = await form.modal.submit({"Signature": signature})
    assert wallet.address in (await done.settled()).text
    listed = await job.ask(job["fay"].person, "wallet list")
    assert wallet.address in listed
    assert job["fay"].wallet.address in listed


async def _delegate_to_itself(job: Job, wallet: Contract) -> None:
    await job.stage.chain.fund(job["fay"].wallet, TOKEN)
    call = job.stage.token.data("delegate", wallet.address)
    await wallet.send("execute", job.stage.token.address, 0, call, sender=job["fay"].wallet)


async def _propose(job: Job, grantee: Account) -> int:
    """A batch of two transfers; nothing is posted before it is submitted."""
    token = job.stage.token.address
    actions = f"transfer 1 ETH to {grantee.address}\ntransfer 3000 {token} to {grantee.address}"
    ada = job["ada"].person
    preview = await job.stage.draft(ada, "Pay the team", "For the spring. It was long. Thanks.", actions)
    assert preview.ephemeral
    assert "1 ETH" in preview.text
    assert "FOLK" in preview.text
    assert not job.stage.discussion.threads
    assert "is in discussion" in await job.stage.submit(ada, preview)
    thread = await job.thread(1)
    starter = thread.starter
    assert starter is not None
    assert "Pay the team" in starter.text
    assert "For the spring." in starter.text
    return 1


async def _edit(job: Job, number: int) -> None:
    """The author doubles the first transfer: the thread is shown the difference."""
    ada = job["ada"].person
    form = await ada.slash(job.stage.announcements, "proposal edit", proposal=str(number))
    assert form.modal is not None
    old = form.modal.field("actions").value
    done = await form.modal.submit({"actions": old.replace("transfer 1 ETH", "transfer 2 ETH")})
    await done.settled(timeout=20)
    diff = await job.in_thread(number, "edited the proposal (version 2)")
    removed = [line for line in diff.text.splitlines() if line.startswith("-1.")]
    added = [line for line in diff.text.splitlines() if line.startswith("+1.")]
    assert len(removed) == len(added) == 1
    assert "transfer 1 ETH" in removed[0]
    assert "transfer 2 ETH" in added[0]


async def _vote(job: Job, number: int) -> dict[str, str]:
    """By button, command and reaction, some of them changed. Returns the receipts that were shown."""
    receipts = {"ada": receipt(await job.click("ada", number, "For"))}
    assert "40\u202f000 FOLK" in await job.command("ada", number, "For", "It is due.")
    reason = await job.in_thread(number, "It is due.")
    assert f"<@{job['ada'].person.id}>" in reason.text
    receipts["ada"] = receipt(await job.ask(job["ada"].person, "vote mine", proposal=str(number)))

    await job.click("ben", number, "For")
    changed = await job.click("ben", number, "Against")
    assert "**Against**, instead of For" in changed
    receipts["ben"] = receipt(changed)
    receipts["cleo"] = receipt(await job.command("cleo", number, "for"))
    receipts["fay"] = receipt(await job.click("fay", number, "For"))

    await job.react("dan", number, THUMBS_DOWN)
    await job["dan"].person.unreact(await job.card(number), THUMBS_DOWN)
    await job.react("dan", number, SHRUG)
    await job.react("eve", number, THUMBS_UP)
    # 40 + 20 + 15 + 5 for, 25 against, 10 abstain.
    await job.card(number, "6 voted")
    card = await job.card(number, "**Abstain** 8.7")
    assert_says(card.text, "80\u202f000 FOLK", "**Against** 21.7")
    for name in ("dan", "eve"):
        receipts[name] = receipt(await job.ask(job[name].person, "vote mine", proposal=str(number)))
    return receipts


def _check_result(job: Job, result: Message, record: dict[str, Any], receipts: dict[str, str]) -> None:
    assert_says(result.text, "**Passed**", "**Quorum reached**", "6 members voted")
    assert record["result"]["scores"] == [str(80_000 * TOKEN), str(25_000 * TOKEN), str(10_000 * TOKEN)]
    assert record["result"]["outcome"]["passed"] is True
    assert {ballot["receipt"] for ballot in record["ballots"]} == set(receipts.values())


async def _check_transaction(
    job: Job, number: int, transaction: dict[str, Any], record: dict[str, Any]
) -> None:
    """The posted hash is the Safe contract's own, of the batch that the record froze."""
    safe, posted = job.stage.safe, await job.in_thread(number, "safeTxHash")
    data = bytes.fromhex(transaction["data"].removeprefix("0x"))
    digest = await safe.transaction_hash(
        transaction["to"],
        int(transaction["value"]),
        data,
        transaction["operation"],
        int(transaction["nonce"]),
    )
    assert "0x" + digest.hex() == transaction["safeTxHash"]
    assert transaction["safeTxHash"] in posted.text
    assert transaction["to"] == safe.multisend_call_only
    assert transaction["operation"] == 1
    actions = record["frozen"]["actions"]
    assert len(actions) == 2
    for action in actions:
        assert action["data"].removeprefix("0x") in transaction["data"]
    assert "0 of 2" in posted.text
    assert_says((await job.in_thread(number, "**What was voted on**")).text, "2 ETH", "FOLK")


async def _holdings(job: Job, account: Account) -> list[int]:
    balance = await job.stage.chain.balance(account.address)
    return [balance, int(await job.stage.token.call("balanceOf", account.address))]
