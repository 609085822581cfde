"""Owners of a Safe sign what passed in a browser, each in a window of their own, and one of them sends it."""

import json

import pytest

from sandbox.chromium import Chromium
from tests.web.browser.looking import DESK, PHONE, WIDTHS, log_in_by, look, opened, wallet_of, words
from tests.web.signing.signing import Passed
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@WIDTHS
async def test_two_owners_sign_in_two_windows_and_one_sends_it(
    site: Site, chromium: Chromium, width: int
) -> None:
    passed = await Passed.of(site, title=f"Pay the rent, {width} wide")
    await passed.reject_those_before()
    chain = site.stage.chain
    # The first wallet is on another chain, as wallets are.
    first = wallet_of(site, passed.owners[0])
    first.chain = 1
    second = wallet_of(site, passed.owners[1])
    olga, otto = site.member("olga"), site.member("otto")
    async with opened(chromium, width) as one, opened(chromium, width) as two:
        await first.install(one)
        await one.open(await passed.link_for(olga))
        await look(one, "sign-link", width)
        await log_in_by(one, await passed.link_for(olga), olga)
        await one.appears("#signing-wallets button")
        await look(one, "sign", width)
        await one.click("#signing-wallets button")
        await one.appears("#how-far:not(:empty)")
        await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
        assert first.chain == chain.chain_id
        shown = json.loads(first.signed[0])
        assert shown["primaryType"] == "SafeTx"
        assert shown["domain"] == {"chainId": chain.chain_id, "verifyingContract": site.stage.safe.address}
        await second.install(two)
        await log_in_by(two, await passed.link_for(otto), otto)
        await two.appears("#signing-wallets button")
        assert "1 of 2 have signed" in await words(two)
        await two.click("#signing-wallets button")
        await two.appears("#executing-wallets button")
        await look(two, "execute", width)
        assert "2 of 2 have signed" in await words(two)
        await two.click("#executing-wallets button")
        await passed.job.until(lambda: bool(second.sent))
        await site.stage.finalize()
        await passed.job.until(lambda: "✅ **Executed**" in passed.message.text)
        await two.open(f"{site.origin}{passed.path}")
        await two.appears("[role=alert]")
        await look(two, "executed", width)
        assert "Nothing is left to be signed" in await words(two)


async def test_an_owner_approves_on_chain_in_the_browser(site: Site, chromium: Chromium) -> None:
    passed = await Passed.of(site, title="Pay the mason")
    owner, olga = passed.owners[1], site.member("olga")
    wallet = wallet_of(site, owner)
    await site.stage.chain.fund(owner.address, 10**18)
    async with opened(chromium, DESK) as page:
        await wallet.install(page)
        await log_in_by(page, await passed.link_for(olga), olga)
        await page.click("#approving-wallets button")
        await page.appears("#approving-status:not(:empty)")
        await passed.job.until(lambda: bool(wallet.sent))
        await site.stage.finalize()
        await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
    assert wallet.signed == []


async def test_who_is_no_owner_is_told_so_by_the_page(site: Site, chromium: Chromium) -> None:
    passed = await Passed.of(site, title="Pay the piper")
    eve = site.member("eve")
    wallet = wallet_of(site, "eve")
    async with opened(chromium, DESK) as page:
        await wallet.install(page)
        await log_in_by(page, await passed.link_for(eve), eve)
        await page.click("#signing-wallets button")
        await page.appears("#signing-wallets button:not(:disabled)")
        await page.appears("#signing-status:not(:empty)")
        assert "None of the accounts that your wallet shows is an owner" in await words(page)
    assert wallet.signed == []


@pytest.mark.attack("web")
async def test_a_wallet_that_signs_with_another_key_signs_nothing(site: Site, chromium: Chromium) -> None:
    passed = await Passed.of(site, title="Pay the carter")
    eve = site.member("eve")
    wallet = wallet_of(site, passed.owners[0], key=site.account("eve"))
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in_by(page, await passed.link_for(eve), eve)
        await page.click("#signing-wallets button")
        await page.appears("[role=alert]")
        await look(page, "not-an-owner", PHONE)
        assert "This isn't signed by an owner" in await words(page)


@pytest.mark.parametrize("method", ["eth_requestAccounts", "eth_signTypedData_v4"])
async def test_who_declines_in_the_wallet_is_told_and_can_try_again(
    site: Site, chromium: Chromium, method: str
) -> None:
    passed = await Passed.of(site, title="Pay the mason")
    dan, wallet = (
        site.member("dan"),
        wallet_of(site, passed.owners[0], refusals=[(method, 4001, "User rejected")]),
    )
    async with opened(chromium) as page:
        await wallet.install(page)
        await log_in_by(page, await passed.link_for(dan), dan)
        await page.click("#signing-wallets button")
        await page.appears("#signing-wallets button:not(:disabled)")
        await page.appears("#signing-status:not(:empty)")
        assert "You declined in your wallet" in await words(page)
        await page.click("#signing-wallets button")
        await passed.job.until(lambda: "**1 of 2 confirmed**" in passed.message.text)
