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


async def test_a_page_takes_nothing_of_who_has_not_agreed(site: Site, browser: Browser) -> None:
    ada, moderator, log = site.member("ada"), site.stage.moderator, site.stage.log
    await browser.log_in(await site.link_for(ada), ada)
    await (await moderator.slash(log, "data consent", ask="on")).settled()
    try:
        refused = await browser.message_for(site.account("ada").address)
        assert refused.status == 403
        assert "asks you to agree before I store anything about you" in refused.words
        question = await (await ada.slash(log, "privacy consent")).settled()
        await (await ada.click(question, "Agree and go on")).settled()
        assert (await browser.message_for(site.account("ada").address)).status == 200
    finally:
        asked = await (await moderator.slash(log, "data consent", ask="off")).settled()
        await (await moderator.click(asked, "Agree and go on")).settled()
