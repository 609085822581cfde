"""Members vote by signature in a browser, with a wallet of the browser."""

import json

import pytest

from sandbox.chromium import Chromium
from tests.web.browser.looking import DESK, PHONE, WIDTHS, log_in_by, look, opened, wallet_of, words
from tests.web.signing.voting import SignedVote
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.in_every_run
@WIDTHS
async def test_a_member_fills_in_signs_and_sees_the_receipt(
    site: Site, chromium: Chromium, width: int
) -> None:
    vote = await SignedVote.of(site, title=f"Dig the well, {width} wide")
    wallet = wallet_of(site, vote.wallet)
    # As wallets are: on another chain than the one that is needed.
    wallet.chain = 1
    async with opened(chromium, width) as page:
        await wallet.install(page)
        await page.open(await vote.link_for(vote.person))
        await look(page, "vote-link", width)
        await log_in_by(page, await vote.link_for(vote.person), vote.person)
        await page.appears("input[name=choice]")
        await look(page, "vote", width)
        await page.click("input[name=choice][value='1']")
        await page.click("main form .button")
        await page.appears("#signing-wallets button")
        await look(page, "ballot", width)
        await page.click("#signing-wallets button")
        await page.appears("[role=status] p")
        await look(page, "voted", width)
        assert f"✅ Your vote on proposal {vote.number}: For" in await words(page)
    (document,) = wallet.signed
    shown = json.loads(document)
    assert shown["message"]["choice"] == "For"
    assert shown["domain"] == {"name": "Folkmoot", "version": "1", "chainId": site.stage.chain.chain_id}
    assert wallet.chain == site.stage.chain.chain_id
    record = await vote.job.closed(vote.number)
    assert [ballot["cast_method"] for ballot in record["ballots"]] == ["page"]


async def test_a_wallet_that_does_not_show_the_account_signs_nothing(site: Site, chromium: Chromium) -> None:
    vote = await SignedVote.of(site, title="Dig another well")
    wallet = wallet_of(site, "eve")
    async with opened(chromium, DESK) as page:
        await wallet.install(page)
        await log_in_by(page, await vote.link_for(vote.person), vote.person)
        await page.click("input[name=choice][value='1']")
        await page.click("main form .button")
        await page.click("#signing-wallets button")
        await page.appears("#signing-status:not(:empty)")
        await page.appears("#signing-wallets button:not(:disabled)")
        assert "doesn't show the account that is to sign" in await words(page)
    assert wallet.signed == []


@pytest.mark.attack("web")
async def test_a_wallet_that_signs_with_another_key_leaves_no_ballot(site: Site, chromium: Chromium) -> None:
    vote = await SignedVote.of(site, title="Dig a third well")
    wallet = wallet_of(site, vote.wallet, key=site.account("eve"))
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in_by(page, await vote.link_for(vote.person), vote.person)
        await page.click("input[name=choice][value='1']")
        await page.click("main form .button")
        await page.click("#signing-wallets button")
        await page.appears("[role=alert]")
        await look(page, "not-signed", PHONE)
        await page.open(f"{site.origin}{vote.path}")
        assert "hasn't signed your vote" in await words(page)
