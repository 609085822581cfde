"""What members decide on Discord goes through a Baal: submitted, voted on, left in peace and processed from wallets of
their own, each step prepared on the page and told in the thread."""

from __future__ import annotations

from sandbox.chain.baal import LocalBaal, deploy_baal
from tests.main_job.job import TOKEN
from tests.web.site import Site
from tests.web.walks.dao_walk import DaoWalk


async def summoned(site: Site) -> LocalBaal:
    """A Baal in which ada and ben have the shares, and that carries out what passes in the server."""
    stage, job = site.stage, site.job
    await job.join({"ada": 60_000, "ben": 1})
    wallets = [job[name].wallet for name in ("ada", "ben")]
    for wallet in wallets:
        await stage.chain.fund(wallet, TOKEN)
    shares = dict(zip(wallets, (6 * TOKEN, 4 * TOKEN), strict=True))
    baal = await deploy_baal(stage.chain, shares, voting=300, grace=300, sponsor_threshold=TOKEN)
    await stage.chain.fund(baal.safe.address, 100 * TOKEN)
    await stage.finalize()
    bound = await job.ask(stage.moderator, "gov track edit", track="main", safe=f"baal {baal.address}")
    assert "Baal" in bound, bound
    return baal


async def test_what_passed_on_discord_is_carried_out_by_a_baal(site: Site) -> None:
    stage, job, baal = site.stage, site.job, await summoned(site)
    ada, ben = job["ada"].wallet, job["ben"].wallet
    number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {ben.address}")
    await job.click("ada", number, "For")
    await job.closed(number)
    await site.bot.passes(minutes=61)
    walk = await DaoWalk.of(site, number)
    try:
        page = await walk.page()
        assert f"In the DAO, for #{number}: Pay the rent" in page.words
        assert "it waits to be submitted to the DAO" in page.words
        assert "5 ETH" in page.words
        assert 'id="signing"' not in page.text
        await walk.says("**Leaving pays now**, for each share or loot: 10 ETH")
        await walk.says("**After this proposal**: 9.5 ETH")

        await walk.send()
        await job.in_thread(number, "The DAO's vote on proposal")
        await walk.says("**Number in the DAO**: `1`")
        await baal.vote(1, True, sender=ada)
        await stage.finalize()
        await walk.says("6 FOLK yes, 0 FOLK no")

        await baal.skip_vote()
        await stage.finalize()
        told = await job.in_thread(number, "Who disagrees can leave until <t:")
        assert "with a part of what the DAO has" in told.text
        await job.card(number, "grace: who disagrees can leave the DAO until <t:")
        await baal.contract.send("ragequit", ben.address, 4 * TOKEN, 0, [], sender=ben)
        await baal.skip_grace()
        await stage.finalize()
        await job.in_thread(number, "The grace period is over")
        before = await stage.chain.balance(ben.address)
        await walk.send()
        await job.notified(number, "The DAO carried it out in block")
        assert await stage.chain.balance(ben.address) == before + 5 * TOKEN
        await job.card(number, "Executed")
        await walk.says("✅ **Carried out**")
        assert walk.message.buttons == []
    finally:
        await walk.browser.close()
