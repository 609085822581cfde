"""A Safe that asks a Zodiac Delay: what passed is signed, waits beyond the time for executing, and is made."""

from __future__ import annotations

from datetime import timedelta

from sandbox.chain.contract import Contract
from tests.web.signing.signing import Passed, data_of
from tests.web.site import Browser, Site

COOLDOWN, EXPIRATION = timedelta(days=20), timedelta(days=7)
ADD = "execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)"


async def delay_of(site: Site) -> Contract:
    """The Safe's own Delay, in which what the Safe asks for waits."""
    stage = site.stage
    chain, safe = stage.chain, stage.safe
    times = [int(each.total_seconds()) for each in (COOLDOWN, EXPIRATION)]
    delay = await chain.deploy("DelayModule", chain.deployer.address, safe.address, *times)
    await delay.send("enableModule", safe.address, sender=chain.deployer)
    data = safe.contract.data("enableModule", delay.address)
    digest = await safe.transaction_hash(safe.address, data=data)
    signatures = [safe.sign(owner, digest) for owner in stage.owners[: safe.threshold]]
    await safe.execute(safe.address, data=data, signatures=signatures, sender=chain.deployer)
    await stage.finalize()
    return delay


async def test_what_passed_waits_in_the_delay_and_is_made_after_the_time_for_executing_is_over(
    site: Site,
) -> None:
    delay, payee, chain = await delay_of(site), site.account("payee"), site.stage.chain
    passed = await Passed.of(site, f"call {delay.address} {ADD} {payee.address} 5 0x 0")
    job = passed.job
    (transaction,) = [each for each in job.transactions() if each["safeTxHash"] in passed.message.text]
    for owner in passed.owners[:2]:
        await job.confirm(owner, transaction)
    await job.execute(transaction)
    await job.in_thread(passed.number, "which put it into the Delay")
    await job.until(lambda: "It waits in the Delay" in passed.message.text)
    assert "Nothing is left to be signed" in passed.message.text
    await job.card(passed.number, "it waits in the Delay")
    browser = Browser(site)
    page = await passed.opened_by(browser, site.member("olga"))
    assert "it can be made from" in page.words
    assert 'id="executing"' not in page.text

    chain.advance(int(COOLDOWN.total_seconds()))
    await site.stage.finalize()
    await site.bot.passes(days=COOLDOWN.days)
    await job.in_thread(passed.number, "anybody can have it made now")
    page = await passed.opened_by(browser, site.member("olga"))
    assert "Have it made" in page.words
    call = data_of(page, "executing")
    assert (call["to"], call["value"]) == (delay.address, "0x0")
    await chain.send(chain.deployer, call["to"], 0, bytes.fromhex(call["data"][2:]))
    await site.stage.finalize()
    await job.notified(passed.number, "The Safe executed the proposal in block")
    assert await chain.balance(payee.address) == 5
    await job.until(lambda: "✅ **Executed**" in passed.message.text)
    await browser.close()
