"""One proposal for two Safes on two chains: each makes its own calls, signed and executed by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox import safe_app
from sandbox.chain.safe import LocalSafe
from sandbox.safe_service import SafeService
from sandbox.stage import SecondChain
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says, verified
from tests.main_job.test_milestones import RULES


async def test_one_proposal_moves_money_on_two_chains_each_part_by_itself(
    staged: Staging, tmp_path: Path
) -> None:
    async with staged(second_safe=True) as job:
        stage, away = job.stage, await _funded(job)
        answer = await job.set_up(safe=_both(job, away.safe))
        assert_says(answer, "on chain 31337", "on chain 137", stage.safe.address, away.safe.address)
        await job.join({"ada": 60_000})
        ada = job["ada"].person
        here, there = (stage.chain.account(name).address for name in ("baker", "miller"))

        refused = await stage.draft(ada, "Bread", "As agreed.", f"on gnosis: transfer 1 ETH to {here}")
        assert_says(refused.text, "nobody who acts on 'gnosis', only on local and polygon")
        lines = f"transfer 2 ETH to {here}\nOn Polygon: transfer 3 ETH to {there}\ntransfer 1 ETH to matic:{there}"
        draft = await stage.draft(ada, "Bread", "As agreed.", lines)
        assert_says(
            draft.text, "**On local**", "1. send 2 ETH", "**On polygon**", "2. send 3 ETH", "3. send 1 ETH"
        )
        dear = await stage.draft(ada, "Too much", "As agreed.", f"on polygon: transfer 99 ETH to {there}")
        assert_says(dear.text, "polygon: ", "Not enough there", "holds 10 ETH now")

        number = await job.opened("ada", "Bread", lines)
        card = await job.card(number, "Open for voting")
        assert_says(card.text, "**On polygon**", "each on its chain", "local: ", "polygon: ")
        await job.click("ada", number, "For")
        await job.closed(number)
        await job.card(number, "then it is asked for on local and polygon")
        await job.bot.passes(minutes=61)
        thread = await job.thread(number)
        what = "**What was voted on**"
        first = await thread.wait_for(lambda m: what in m.text and "1. send 2 ETH" in m.text, timeout=20)
        second = await thread.wait_for(lambda m: what in m.text and "1. send 3 ETH" in m.text, timeout=20)
        assert "send 3 ETH" not in first.text
        assert_says(second.text, "2. send 1 ETH", "− 4 ETH for the treasury")
        assert "send 2 ETH" not in second.text
        await _execute(job, stage.service, stage.safe)
        await job.notified(number, "local: ")
        shown = await job.card(number, "local: **Executed**")
        assert_says(shown.text, "local: **Executed**", "polygon: **Passed** · the Safe's owners sign")
        assert await stage.chain.balance(here) == 2 * TOKEN
        assert await away.chain.balance(there) == 0

        assert away.service
        await _execute(job, away.service, away.safe)
        await job.notified(number, "polygon: ")
        shown = await job.card(number, "polygon: **Executed**")
        assert await away.chain.balance(there) == 4 * TOKEN
        await verified(await job.result(number), tmp_path, stage.chain.url, away.chain.url)


@pytest.mark.attack("actions")
async def test_what_one_chain_holds_up_is_done_on_the_other_and_never_called_done_as_a_whole(
    staged: Staging,
) -> None:
    async with staged(second_safe=True) as job:
        stage, away = job.stage, await _funded(job)
        await job.set_up(safe=_both(job, away.safe))
        await job.join({"ada": 60_000})
        payee = stage.chain.account("payee").address
        lines = f"transfer 2 ETH to {payee}\non polygon: transfer 3 ETH to {payee}"
        number = await job.opened("ada", "Rent", lines)
        await job.click("ada", number, "For")
        await job.closed(number)
        away.chain.faults.fail_next("*", kind="drop", times=1_000_000)
        await job.proposed(number)
        await _execute(job, stage.service, stage.safe)
        await job.notified(number, "local: ")
        assert await stage.chain.balance(payee) == 2 * TOKEN
        assert_says((await job.card(number, "local: **Executed**")).text, "polygon: **Passed**", "It expires")

        away.chain.faults.clear()
        await job.bot.passes(minutes=10)
        await job.card(number, "polygon: **Passed** · the Safe's owners sign")
        away.chain.advance(15 * 86_400)
        await job.stage.finalize()
        await job.bot.passes(days=15)
        told = await job.notified(number, "only in part")
        assert_says(told.text, "it was executed on local, not on polygon")
        shown = await job.card(number, "**Expired**")
        assert_says(shown.text, "local: **Executed**", "polygon: **not executed**")


class _Away(SecondChain):
    safe: LocalSafe
    service: SafeService


async def _funded(job: Job) -> _Away:
    """The second chain, whose Safe has ten coins."""
    second = job.stage.second
    assert second
    assert second.safe
    assert second.service
    await second.chain.fund(second.safe.address, 10 * TOKEN)
    return _Away(second.chain, second.token, second.safe, second.service)


def _both(job: Job, away: LocalSafe) -> str:
    return f"{job.stage.safe.address}, polygon:{away.address}"


async def _execute(job: Job, service: SafeService, safe: LocalSafe) -> None:
    """Two owners sign the Safe's newest transaction, the first of them executes; then it is final."""
    (newest, *_) = sorted(service.transactions(safe.address), key=lambda each: -int(each["nonce"]))
    owners = job.stage.owners[:2]
    await safe_app.execute(service, safe, newest["safeTxHash"], owners, owners[0])
    await job.stage.finalize()


@pytest.mark.attack("actions")
async def test_what_is_promised_on_two_chains_is_each_paid_where_it_was_promised(staged: Staging) -> None:
    async with staged(second_safe=True) as job:
        stage = job.stage
        await job.set_up(safe=_both(job, (await _funded(job)).safe))
        await job.join({"ada": 60_000})
        reply = await stage.moderator.slash(
            stage.log, "gov policy upload", file=("policy.toml", RULES.encode())
        )
        await (await stage.moderator.click(await reply.settled(timeout=30), label="Apply to main")).settled(
            timeout=30
        )
        here, there = (stage.chain.account(name).address for name in ("baker", "miller"))
        due = (datetime.now(UTC) + timedelta(days=60)).date()
        lines = [
            f'milestone "The plan" by {due}: on polygon: transfer 3 ETH to {there}',
            f'milestone "The well" by {due}: transfer 1 ETH to {here}',
        ]
        number = await job.opened("ada", "A well", "\n".join(lines))
        card = await job.card(number, "Milestones")
        assert_says(card.text, "1. *The plan*: polygon: send 3 ETH", "2. *The well*: local: send 1 ETH")
        open_bracket = [f'milestone "{title}" by {due}: transfer 1 ETH to {here} (' for title in ("a", "b")]
        refused = await stage.draft(job["ada"].person, "A well", "As agreed.", "\n".join(open_bracket))
        assert_says(refused.text, "Line 1")
