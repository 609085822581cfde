"""What members, servers and tokens are called is text on every page."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.web.requests.limits import WebLimits
from sandbox.stage import sign
from tests.databases import Databases, database_of
from tests.web.site import Browser, Site

MARKS = "\ue000\ue010https://evil.example\ue011x\ue00e"
HOSTILE = f"<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{{{7*7}}}}{MARKS}"
TOKEN = f"<img src=x onerror=1>{MARKS}"
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.attack("web")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hostile(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A server and a token that are called so."""
    folder = tmp_path_factory.mktemp("hostile")
    async with (
        database_of(databases, folder / "folkmoot.db") as url,
        Site.open(url, WebLimits(), name=HOSTILE, token=("<b>", TOKEN)) as site,
    ):
        yield site


async def test_no_page_takes_a_name_for_markup(hostile: Site) -> None:
    person, account = hostile.member(HOSTILE), hostile.account("ada")
    await hostile.hold(account.address, 3_000, delegated=False)
    browser = Browser(hostile)
    try:
        link = await hostile.link_for(person)
        pages = [await browser.get(link)]
        await browser.log_in(link, person)
        pages.append(await browser.wallet_page())
        message = await browser.message_for(account.address)
        pages.append(message)
        pages.append(await browser.hand_in(message, sign(account, message.message)))
        pages.append(await browser.message_for(HOSTILE))
        pages.append(await browser.message_for(account.address, HOSTILE))
    finally:
        await browser.close()
    assert [page.status for page in pages] == [200, 200, 200, 200, 400, 400]
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert not re.search("href=['\"]https://evil", page.text)
        assert "49" not in re.findall(r"&#39;&amp;(\d+)", page.text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0].text
    # Power in what calls itself so is told in votes.
    assert "You hold 3\u202f000 votes" in pages[3].text
    assert "?script?alert(1)?/script?" in message.message
