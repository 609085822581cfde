"""The preset `moloch` with a Moloch DAO: members with shares sponsor a draft and decide on Discord, then submit,
sponsor, vote and leave from wallets of their own, and what passed is processed."""

from __future__ import annotations

import re

from sandbox.chain.moloch import YES, collect, deploy_moloch
from sandbox.discord import Message
from tests.main_job.job import PERIODS, TOKEN, Job, assert_says
from tests.web.site import Site
from tests.web.walks.dao_walk import DaoWalk

SHARES = "call {moloch} members(memberAddressByDelegateKey($))[1] of totalShares() decimals 0"


async def sponsored(job: Job, title: str, actions: str) -> int:
    """Cyd, who has no share, writes a proposal, and Ada sponsors it; the number of the vote that opens."""
    stage, cyd = job.stage, job["cyd"].person
    preview = await stage.draft(cyd, title, "As agreed.", actions)
    refused = await (await cyd.click(preview, label="Submit")).settled()
    assert_says(refused.text, "a proposer needs 1", "Ask for sponsors")
    asked = await (await cyd.click(preview, label="Ask for sponsors")).settled()
    assert_says(asked.text, "Your draft looks for sponsors")
    message = await job.announced(lambda m: "A draft looks for sponsors" in m.text)
    assert_says(message.text, title, "need 1 vote", "500 DAI", cyd.mention)
    await cyd_cannot(job, message)
    answer = await (await job["ada"].person.click(message, label="Sponsor")).settled()
    assert_says(answer.text, "You sponsor it, with 6 votes", "It is submitted")
    (number,) = map(int, re.findall(r"as proposal (\d+)", answer.text))
    await job.in_discussion(number)
    await job.until(lambda: f"it is proposal {number}" in message.text)
    assert not message.buttons
    await job.bot.passes(minutes=61)
    card = await job.card(number, "Open for voting")
    assert_says(card.text, f"by {cyd.mention}", f"Sponsors**: {job['ada'].person.mention}")
    return number


async def cyd_cannot(job: Job, message: Message) -> None:
    """What who has no share is told; the draft itself everybody can read."""
    cyd, ben = job["cyd"].person, job["ben"].person
    refused = await (await cyd.click(message, label="Sponsor")).settled()
    assert_says(refused.text, "your own draft")
    details = await (await ben.click(message, label="Details")).settled()
    assert_says(details.text, "As agreed.", "500 DAI")
    assert not details.buttons
    refused = await (await ben.click(message, label="Sponsor no more")).settled()
    assert_says(refused.text, "You don't sponsor this draft")


async def test_the_preset_goes_from_a_draft_to_what_the_dao_has_processed(site: Site) -> None:
    stage, job = site.stage, site.job
    chain = stage.chain
    await job.join({"ada": 0, "ben": 0, "cyd": 0})
    ada, ben = job["ada"].wallet, job["ben"].wallet
    for wallet in (ada, ben):
        await chain.fund(wallet, TOKEN)
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    moloch = await deploy_moloch(chain, [dai], {ada: 6, ben: 4}, deposit=10 * TOKEN, reward=TOKEN)
    await collect(moloch, dai, 1_000 * TOKEN, member=ada)
    await dai.send("mint", ada.address, 10 * TOKEN, sender=chain.deployer)
    await dai.send("approve", moloch.address, 10 * TOKEN, sender=ada)
    await stage.finalize()
    sources = SHARES.format(moloch=moloch.address)
    applied = await job.ask(
        stage.moderator, "gov policy apply", track="main", preset="moloch", sources=sources
    )
    assert "has the policy moloch" in applied, applied
    named = {"safe": f"moloch {moloch.address}", "threshold": "1", **PERIODS}
    bound = await job.ask(stage.moderator, "gov track edit", track="main", **named)
    assert "Moloch DAO" in bound, bound
    number = await sponsored(job, "Pay the rent", f"transfer 500 {dai.address} to {ben.address}")
    await job.click("ada", number, "For")
    await job.click("ben", number, "Against")
    record = await job.closed(number)
    assert record["result"]["scores"] == ["6", "4"]
    assert [each["power"] for each in record["sponsors"]] == ["6"]
    await site.bot.passes(minutes=61)
    walk = await DaoWalk.of(site, number)
    try:
        assert f"In the DAO, for #{number}: Pay the rent" in (await walk.page()).words
        await walk.says("for each share or loot: 100 DAI")
        await walk.says("**After this proposal**: 50 DAI")
        await walk.send()
        await job.in_thread(number, "It was submitted to the DAO, as proposal `0`")
        await walk.says("sponsors it, which begins the vote")
        await walk.send()
        await job.in_thread(number, "It was sponsored in the DAO")

        await moloch.skip_to_vote(0)
        await moloch.vote(0, YES, sender=ada)
        await stage.finalize()
        await job.in_thread(number, "The DAO's vote on proposal")
        await moloch.skip_vote(0)
        await stage.finalize()
        await job.in_thread(number, "Who disagrees can leave until <t:")
        await job.card(number, "grace: who disagrees can leave the DAO until <t:")
        await walk.says("Who voted for it can leave only when it is processed.")

        await moloch.skip_grace(0)
        await stage.finalize()
        await job.in_thread(number, "The grace period is over")
        await walk.send()
        await job.notified(number, "The DAO carried it out in block")
        assert await moloch.balance(ben.address, dai) == 500 * TOKEN
        assert await moloch.bank(dai) == 500 * TOKEN
        await job.card(number, "Executed")
        await moloch.contract.send("ragequit", 4, 0, sender=ben)
        assert await moloch.balance(ben.address, dai) == 700 * TOKEN
    finally:
        await walk.browser.close()
