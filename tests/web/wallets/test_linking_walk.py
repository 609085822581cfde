"""A member links a wallet on the page: from the command to what counts."""

import pytest

from sandbox.stage import sign
from tests.web.site import Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_member_links_a_wallet_on_the_page(site: Site, browser: Browser) -> None:
    ada, wallet = site.member("ada"), site.account("ada")
    await site.hold(wallet.address, 3_000)
    back = await browser.log_in(await site.link_for(ada), ada)
    assert (back.status, back.headers["Location"]) == (303, "/wallet?until=endless&up_to=signed")
    assert "You are ada in The Well DAO" in (await browser.wallet_page()).words
    page = await browser.message_for(wallet.address)
    assert page.status == 200, page.words
    linked = await browser.hand_in(page, sign(wallet, page.message))
    assert f"{wallet.address} is linked" in linked.words
    listed = await (await ada.slash(site.stage.announcements, "wallet list")).settled()
    assert wallet.address in listed.text
