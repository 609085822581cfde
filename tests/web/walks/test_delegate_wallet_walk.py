"""What members decide on Discord is cast in another DAO's Governor by their delegate, from a wallet of their own."""

from __future__ import annotations

import pytest

from sandbox.chain.account import Account
from sandbox.chain.governor import LocalGovernor, deploy_governor
from sandbox.discord import Message
from sandbox.stage import sign, sign_in_text
from tests.main_job.job import PERIODS, TOKEN
from tests.web.signing.signing import data_of
from tests.web.site import Browser, Site

LONG = 10_000_000
"""Blocks."""


async def another_dao(site: Site, delegate: Account) -> tuple[LocalGovernor, int]:
    """Its Governor, in which the delegate has 5,000 votes, and a proposal on which one votes."""
    chain, deployer = site.stage.chain, site.stage.chain.deployer
    token = await chain.deploy("VotesToken", "Other", "OTHER")
    await token.send("airdrop", [delegate.address], [5_000 * TOKEN], True, sender=deployer)
    governor = await deploy_governor(chain, token, voting_period=LONG)
    await site.stage.finalize()
    proposal = await governor.propose([(governor.timelock.address, 0, b"")], "# Theirs", sender=deployer)
    await governor.skip_to_vote(proposal)
    await site.stage.finalize()
    return governor, proposal


async def bound(site: Site, delegate: Account) -> None:
    """The track casts votes by the delegate's wallet, which has signed that it does."""
    mona, log = site.stage.moderator, site.stage.log
    refused = await site.job.ask(
        mona, "gov track edit", track="main", safe=f"delegate_wallet {delegate.address}"
    )
    assert "nothing but votes on a Governor" in refused, refused
    named = {"preset": "metagovernance", "safe": f"delegate_wallet {delegate.address}", **PERIODS}
    added = await site.job.ask(mona, "gov track add", name="delegate", **named)
    assert "Delegate's wallet" in added, added
    asked = await (
        await mona.slash(log, "gov safe prove", signer=delegate.address, safe=delegate.address)
    ).settled(timeout=30)
    form = await mona.click(asked, label="I have signed it")
    assert form.modal is not None, form
    done = await form.modal.submit({"Signature": sign(delegate, sign_in_text(asked.text))})
    assert "It is proved that" in (await done.settled(timeout=30)).text


async def decided(site: Site, line: str) -> tuple[int, Message]:
    """Members decide for it; the delegate is asked in the thread."""
    job, ada = site.job, site.job["ada"].person
    form = await ada.slash(site.stage.announcements, "propose", track="delegate")
    assert form.modal is not None, form.text
    filled = {"title": "Their new timelock", "text": "As agreed.", "actions": line}
    preview = await (await form.modal.submit(filled)).settled(timeout=30)
    answer = await site.stage.submit(ada, preview)
    assert "is in discussion" in answer, answer
    number = 1
    await job.in_discussion(number)
    await site.bot.passes(minutes=61)
    await job.card(number, "Open for voting")
    await job.click("ada", number, "For")
    await job.closed(number)
    await site.bot.passes(minutes=61)
    return number, await job.in_thread(number, "To be cast by the delegate")


async def prepared(site: Site, asked: Message) -> dict[str, str]:
    """What the page has the delegate's wallet send."""
    (button,) = asked.buttons
    assert button.custom_id is not None
    _, proposal, request = button.custom_id.split(":")
    browser, ada = Browser(site), site.job["ada"].person
    try:
        answer = await (await ada.click(asked, label="Open in the browser")).settled()
        (link,) = answer.buttons
        assert link.url is not None
        await browser.log_in(link.url, ada)
        page = await browser.get(f"/sign/{proposal}/{request}")
        assert "it waits for the delegate, who casts it from the wallet" in page.words
        assert "from no other account" in page.words
        return data_of(page, "executing")
    finally:
        await browser.close()


async def elsewhere(site: Site) -> tuple[Account, LocalGovernor, int]:
    """The delegate, whose wallet a track has bound, and the other DAO's Governor and proposal."""
    await site.job.join({"ada": 60_000})
    delegate = site.stage.chain.account("delegate")
    await site.stage.chain.fund(delegate.address, TOKEN)
    governor, proposal = await another_dao(site, delegate)
    await bound(site, delegate)
    return delegate, governor, proposal


async def test_what_was_decided_on_discord_is_cast_by_the_delegate_elsewhere(site: Site) -> None:
    job, chain = site.job, site.stage.chain
    delegate, governor, proposal = await elsewhere(site)
    number, asked = await decided(site, f"cast {governor.address} {proposal}")
    call = await prepared(site, asked)
    assert call["owners"] == delegate.address.lower()
    await chain.send(delegate, call["to"], int(call["value"], 16), bytes.fromhex(call["data"][2:]))
    await site.stage.finalize()
    await job.notified(number, "The wallet has cast it as it was decided")
    await job.card(number, "Executed")
    assert await governor.contract.call("proposalVotes", proposal) == (0, 5_000 * TOKEN, 0)


@pytest.mark.attack("order")
async def test_a_delegate_who_votes_otherwise_is_told_of_to_everybody(site: Site) -> None:
    job = site.job
    delegate, governor, proposal = await elsewhere(site)
    number, _ = await decided(site, f"cast {governor.address} {proposal}")
    await governor.vote(proposal, 0, sender=delegate)
    await site.stage.finalize()
    await job.notified(number, "The wallet voted otherwise than was decided here")
    await job.in_thread(number, "The wallet voted otherwise than was decided here")
    await site.stage.log.wait_for(lambda m: "The wallet voted otherwise" in m.text, timeout=20)
    await job.card(number, "the wallet voted otherwise")
