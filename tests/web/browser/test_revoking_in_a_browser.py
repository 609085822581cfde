"""Who has lost their Discord account takes their wallet off it in a browser, without a login."""

from datetime import timedelta

import pytest

from sandbox.chromium import Chromium
from sandbox.stage import sign
from tests.web.browser.looking import WIDTHS, look, opened, wallet_of, words
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


@WIDTHS
async def test_the_wallet_of_the_browser_signs_that_it_leaves(
    site: Site, chromium: Chromium, browser: Browser, width: int
) -> None:
    ada, wallet = site.member("ada"), wallet_of(site, "ada")
    await browser.log_in(await site.link_for(ada), ada)
    asked = await browser.message_for(wallet.account.address)
    assert "is linked" in (await browser.hand_in(asked, sign(wallet.account, asked.message))).words
    site.later(timedelta(seconds=2))
    async with opened(chromium, width) as page:
        await wallet.install(page)
        await page.open(f"{site.origin}/")
        await page.click("main a[href='/revoke']")
        await page.appears("#wallets button")
        await page.fill("#server", str(site.stage.guild.id))
        await look(page, "revoke", width)
        await page.click("#wallets button")
        await page.appears("main:not(:has(#wallets))")
        said = await words(page)
        await look(page, "revoked", width)
    assert f"{wallet.account.address} is unlinked" in said
    (text,) = wallet.signed
    assert text.startswith(f"127.0.0.1:{site.port} wants you to sign in with your Ethereum account:\n")
    assert f"in the server {site.stage.guild.id} before the time of this message" in text
    listed = await (await ada.slash(site.stage.announcements, "wallet list")).settled()
    assert "You have no linked wallet" in listed.text


@WIDTHS
async def test_a_server_that_was_mistyped_is_said_where_it_stands(
    site: Site, chromium: Chromium, width: int
) -> None:
    wallet = wallet_of(site, "ben")
    async with opened(chromium, width) as page:
        await wallet.install(page)
        await page.open(f"{site.origin}/revoke")
        await page.appears("#wallets button")
        await page.fill("#server", "The Well DAO")
        await page.click("#wallets button")
        await page.appears("#wallets button:not(:disabled)")
        await page.appears("#status:not(:empty)")
        assert "This is not the number of a Discord server" in await words(page)
    assert wallet.signed == []


@WIDTHS
async def test_the_message_is_signed_elsewhere_and_pasted(site: Site, chromium: Chromium, width: int) -> None:
    account = site.account("cleo")
    async with opened(chromium, width) as page:
        await page.open(f"{site.origin}/revoke?server={site.stage.guild.id}")
        await page.click("summary")
        await page.fill("#address", account.address)
        await look(page, "revoke-elsewhere", width)
        await page.click("details .button")
        await page.appears("#signature")
        await look(page, "revocation", width)
        text = await page.measure("document.querySelector('pre').textContent")
        await page.fill("#signature", sign(account, text))
        await page.click("main .button")
        await page.appears("[role=alert]")
        assert "No Discord account of that server had linked" in await words(page)
