"""The bot's pages as people visit them in the sandbox: through the proxy, with the wallet in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.browser.wallet import PagesWithWallet, wallet_of
from sandbox.browser.wallet.origins import Origins
from sandbox.chain import Account
from sandbox.chromium import Page
from sandbox.discord import Person
from sandbox.people import settle
from sandbox.stage import Stage, Voter
from tests.main_job.job import PERIODS
from tests.main_job.living import LivingBot, MovableClock
from tests.web.browser.looking import log_in_by
from tests.web.site import Site

WALLET = "sandbox-wallet >>> "
DIALOG = f"{WALLET}dialog"
AGREE = f"{WALLET}button.agree"
DECLINE = f"{WALLET}button.quiet"
CLOSED = f"{WALLET}.badge:last-child"
"""There once no dialog is: the wallet's edge of the window is then the last that it shows."""
_SHADOW = "document.querySelector('sandbox-wallet').shadowRoot"


@asynccontextmanager
async def visited(database: Path | str) -> AsyncIterator[Site]:
    """A server that governs itself, whose members find the sandbox's wallet in the bot's pages."""
    clock = MovableClock()
    async with Stage.open(clock=clock, strict_limits=False, name="The Well DAO") as stage:
        residents = await settle(stage)
        async with PagesWithWallet.serve(await wallet_of(stage, residents)) as pages:
            bot = LivingBot(stage, clock, database, **pages.settings(stage.app))
            await bot.start()
            try:
                await stage.finalize()
                answer = await stage.set_up(**PERIODS, quorum="4%", threshold="1")
                assert "is set up" in answer, answer
                yield Site(stage, clock, bot, pages.origin, int(pages.origin.rpartition(":")[2]))
            finally:
                await bot.stop()
        assert stage.discord.violations == []


async def joined(site: Site, name: str, tokens: int = 0) -> Voter:
    """A new member with a wallet that the sandbox has."""
    await site.stage.add_voters({name: tokens})
    return site.stage.voters[name]


def held_by(site: Site, person: Person, wallet: Account) -> None:
    """The member has this account in their wallet."""
    site.stage.voters[person.name] = Voter(person, wallet)


def own_address(site: Site, link: str, person: Person) -> str:
    """The address at which the member has this page of the bot."""
    return link.replace(site.origin, Origins(f"127.0.0.1:{site.port}").of(str(person.id)))


async def enter(site: Site, page: Page, link: str, person: Person) -> None:
    """Follow a link of the member's Discord, and log in."""
    await log_in_by(page, own_address(site, link, person), person)


def titled(title: str) -> str:
    """The selector of the dialog of this title."""
    return f"{DIALOG}[aria-label='{title}']"


async def agree(page: Page, title: str) -> None:
    """Read the dialog, and press the button that agrees."""
    await page.appears(titled(title))
    await page.click(AGREE)


async def said(page: Page) -> str:
    """What stands in the wallet's dialog."""
    return str(await page.measure(f"{_SHADOW}.querySelector('dialog').innerText"))


async def focused(page: Page) -> str:
    """What has the focus in the wallet: its tag and text."""
    focus = f"{_SHADOW}.activeElement"
    return str(await page.measure(f"`${{{focus}?.tagName}} ${{{focus}?.innerText}}`"))


async def refusal(page: Page, method: str, params: str = "[]") -> int:
    """The code with which the page's provider refuses; 0 where it doesn't."""
    return int(
        await page.measure(
            "new Promise((done) => { addEventListener('eip6963:announceProvider', ({detail}) =>"
            f"detail.provider.request({{method: '{method}', params: {params}}})"
            ".then(() => done(0), (error) => done(error.code)), {once: true});"
            "dispatchEvent(new Event('eip6963:requestProvider')); })"
        )
    )


async def ask(page: Page, method: str, params: str) -> None:
    """Have the page ask; what it gets stands in `window.answered`, `{result}` or `{code}`."""
    await page.measure(
        "(() => { delete window.answered; addEventListener('eip6963:announceProvider', ({detail}) => {"
        f"detail.provider.request({{method: '{method}', params: {params}}}).then("
        "(result) => { window.answered = {result}; document.body.dataset.answered = ''; },"
        "(error) => { window.answered = {code: error.code}; document.body.dataset.answered = ''; }); }, {once: true});"
        "delete document.body.dataset.answered; dispatchEvent(new Event('eip6963:requestProvider')); })()"
    )


async def answered(page: Page) -> dict[str, object]:
    """What the page got."""
    await page.appears("body[data-answered]")
    found: dict[str, object] = await page.measure("window.answered")
    return found
