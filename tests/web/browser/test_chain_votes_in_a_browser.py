"""Members vote on a Governor that their server follows, in a browser with a wallet of the browser."""

from __future__ import annotations

import pytest
import pytest_asyncio

from sandbox.chromium import Chromium
from tests.main_job.job import TOKEN
from tests.web.browser.looking import DESK, PHONE, WIDTHS, log_in_by, look, opened, wallet_of, words
from tests.web.signing.polls import Polls, polls_on
from tests.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")


_POLLS: list[Polls] = []
"""The one of all tests here, once it is open: `site` is given to each of them anew."""


@pytest_asyncio.fixture(loop_scope="session")
async def polls(site: Site) -> Polls:
    if not _POLLS:
        _POLLS.append(await _opened_polls(site))
    return _POLLS[0]


async def _opened_polls(site: Site) -> Polls:
    """Each of its members has 100 votes and a coin for fees."""
    names = (*(f"wanda{width}" for width in (PHONE, DESK)), "wilma", "wim", "wolf")
    await site.job.join(dict.fromkeys(names, 100))
    for name in names:
        await site.stage.chain.fund(site.job[name].wallet.address, TOKEN)
    return await polls_on(site, site.job[names[0]].person, "Mend the ferry")


@WIDTHS
async def test_a_wallet_sends_the_vote_that_the_page_prepared(
    site: Site, polls: Polls, chromium: Chromium, width: int
) -> None:
    name = f"wanda{width}"
    against, *others = await polls.counted()
    async with opened(chromium, width) as page:
        wallet = wallet_of(site, polls.wallet(name))
        await wallet.install(page)
        await log_in_by(page, await polls.link_for(polls.person(name)), polls.person(name))
        await page.appears("input[name=side]")
        await look(page, "chain-vote", width)
        await page.click("input[name=side][value='0']")
        await page.fill("#reason", "He naps.")
        await page.click("main form .button")
        await page.appears("#voting-wallets button")
        await look(page, "chain-ballot", width)
        await page.click("#voting-wallets button")
        await site.job.until(lambda: bool(wallet.sent))
    assert await polls.counted() == [against + 100, *others]


async def test_what_one_has_signed_another_sends(site: Site, polls: Polls, chromium: Chromium) -> None:
    against, favour, abstain = await polls.counted()
    async with opened(chromium, DESK) as page:
        wallet = wallet_of(site, polls.wallet("wilma"))
        await wallet.install(page)
        await log_in_by(page, await polls.link_for(polls.person("wilma")), polls.person("wilma"))
        await page.click("input[name=side][value='1']")
        await page.click("main form .button")
        await page.appears("#signing-wallets button")
        await page.click("#signing-wallets button")
        await page.appears("#executing-wallets button")
        await look(page, "relay", DESK)
        assert "It doesn't count yet" in await words(page)
        await page.click("#executing-wallets button")
        await site.job.until(lambda: bool(wallet.sent))
    assert await polls.counted() == [against, favour + 100, abstain]


@pytest.mark.attack("web")
async def test_a_wallet_of_somebody_else_sends_nothing(site: Site, polls: Polls, chromium: Chromium) -> None:
    before = await polls.counted()
    async with opened(chromium, DESK) as page:
        await wallet_of(site, "eve").install(page)
        await log_in_by(page, await polls.link_for(polls.person("wolf")), polls.person("wolf"))
        await page.click("input[name=side][value='1']")
        await page.click("main form .button")
        await page.click("#voting-wallets button")
        await page.appears("#voting-status:not(:empty)")
        await page.appears("#voting-wallets button:not(:disabled)")
        assert "doesn't show the account that is to vote" in await words(page)
    assert await polls.counted() == before
