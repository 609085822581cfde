"""Windows of a browser, and how the pages in them are looked at."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.chain import Account
from sandbox.chromium import Chromium, Page
from sandbox.discord import Person
from tests.web.browser.wallets import Wallet
from tests.web.site import Site

PHONE, DESK = 390, 1280
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])
_AXE = Path(__file__).with_name("axe") / "node_modules" / "axe-core" / "axe.min.js"
_PICTURES = os.environ.get("FOLKMOOT_PICTURES")
"""A folder in which pictures of the pages are kept, to be looked at."""


@asynccontextmanager
async def opened(chromium: Chromium, width: int = PHONE) -> AsyncIterator[Page]:
    async with chromium.page(width) as page:
        yield page


def wallet_of(site: Site, owner: str | Account, **changes: object) -> Wallet:
    """A wallet of an account, or of a new one of that name."""
    account = site.account(owner) if isinstance(owner, str) else owner
    return Wallet(account, site.stage.chain, site.stage.chain.chain_id, **changes)


async def log_in_by(page: Page, link: str, person: Person) -> None:
    """Open a link and log in with Discord as this person."""
    await page.open(link)
    await page.click("main .button")
    await page.appears("select[name=user]")
    await page.measure(f"document.querySelector('select[name=user]').value = '{person.id}'")
    await page.click("button[value=authorize]")


async def words(page: Page) -> str:
    return str(await page.measure("document.body.innerText"))


def keep(name: str, picture: bytes) -> None:
    Path(_PICTURES or "", name).write_bytes(picture)


async def look(page: Page, name: str, width: int) -> None:
    """Nothing serious keeps anybody from using the page, nothing hangs out of it, in light and in dark."""
    for scheme in ("light", "dark"):
        await page.colours(scheme)
        assert await page.measure("document.documentElement.scrollWidth <= innerWidth"), name
        await page.measure(_AXE.read_text() + "; true")
        found = await page.measure(
            "axe.run().then((all) => all.violations.filter((each) => ['serious', 'critical'].includes(each.impact))"
            ".map((each) => [each.id, each.nodes.map((node) => node.html)]))"
        )
        assert found == [], (name, scheme, found)
        if _PICTURES:
            keep(f"{name}-{width}-{scheme}.png", await page.picture())
