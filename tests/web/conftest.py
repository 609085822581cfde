"""One running bot with pages for all tests here, each with members and browsers of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from bot.web.requests.limits import WebLimits
from tests.databases import Databases, database_of
from tests.shared_first import shared_first
from tests.web.site import Browser, Site

QUICK = WebLimits(body_seconds=0.3, connection_seconds=5, made_again_seconds=0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who share the one bot come first: its loop stands still while others run loops of their own."""
    shared_first(items, Path(__file__).parent, "site")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    async with (
        database_of(databases, folder / "folkmoot.db") as url,
        Site.open(url, QUICK, by_http=True) as site,
    ):
        yield site
        assert site.stage.discord.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def browser(site: Site) -> AsyncIterator[Browser]:
    browser = Browser(site)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def another(site: Site) -> AsyncIterator[Callable[[], Browser]]:
    """Makes more browsers."""
    async with AsyncExitStack() as stack:

        def make() -> Browser:
            browser = Browser(site)
            stack.push_async_callback(browser.close)
            return browser

        yield make
