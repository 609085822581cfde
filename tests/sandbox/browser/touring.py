"""Somebody who plays a tour in a browser: with the mouse and the keyboard, going by what the panel says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.browser import Pages
from sandbox.browser.tour import TourPanel
from sandbox.chromium import Chromium, Page
from sandbox.demo.guided import guided_pages
from sandbox.world import Sandbox
from sandbox.world.opened import open_sandbox
from tests.sandbox.browser.wallet.visiting import agree
from tests.web.browser.looking import PHONE, look

POINTED = ".pointed"
READY = (
    ":is([data-combo=suggestions][aria-expanded=true], [data-combo]:not([data-combo=suggestions])"
    "[aria-activedescendant], input[type=text]:not([data-combo]))"
)
"""A command's field into which was typed: what it offers is there."""

SETTLED = (
    "new Promise((done) => { const look = () => { const at = document.activeElement;"
    "return at.closest('form.command') && (!at.dataset.combo || at.getAttribute('aria-expanded') === 'true')"
    "? done(true) : requestAnimationFrame(look); }; look(); })"
)
"""Once the list of the field in which one is has opened: until then what is pressed moves."""

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
"""Once a window that has just come up is in front and drawn: what is pressed before goes nowhere."""


@dataclass
class Place:
    """A sandbox with the bot as a process of its own, and its pages."""

    sandbox: Sandbox
    pages: Pages
    panel: TourPanel


@asynccontextmanager
async def guided(folder: Path) -> AsyncIterator[Place]:
    """As `make demo` has it."""
    settings: dict[str, str] = {}
    async with (
        open_sandbox(folder, settings=settings) as sandbox,
        guided_pages(sandbox, settings) as (pages, panel),
    ):
        await sandbox.bot.start()
        yield Place(sandbox, pages, panel)


@dataclass
class Tourist:
    chromium: Chromium
    page: Page
    pages: Pages
    width: int
    thorough: bool = False
    """Whether what comes again and again is looked at, where it comes for the first time."""
    looked: set[str] = field(default_factory=set)

    async def begins(self, scenario: str) -> None:
        """From the first page."""
        await self.page.open(self.pages.url)
        await self.looks_once("first-page")
        await self.page.click(f"form[action='/tour/begin/{scenario}'] button")
        await self.page.appears("main[data-live]")

    async def opens(self, tab: str) -> None:
        """Open the panel, with the button that can be pressed now."""
        shown = f"document.querySelector('#{tab}').offsetParent !== null"
        if await self.page.measure(shown):
            return
        beside = await self.page.measure("document.querySelector('#side').classList.contains('on')")
        room = "#side" if beside and self.width == PHONE else "main"
        await self.page.click(f"{room} [data-tab={tab}]")
        assert await self.page.measure(shown), tab

    async def goes(self) -> None:
        """Where the tour says, as whom it says."""
        await self.opens("panel-tour")
        if await self.page.measure("document.querySelector('.tour a.go') !== null"):
            await self.page.measure("delete document.querySelector('main').dataset.live")
            await self.page.click(".tour a.go")
            await self.page.appears("main[data-live]")

    async def shown(self, move: int) -> None:
        """Press "Show me" at a move: what is then framed can be seen, and nothing lies on it."""
        await self.opens("panel-tour")
        await self.page.click(f".tour ol > li:nth-child({move}) [data-show]")
        await self.page.appears(POINTED)
        assert await self.page.measure(
            "(() => { const found = document.querySelector('.pointed');"
            "const at = found.getBoundingClientRect();"
            "const [x, y] = [at.x + Math.min(at.width / 2, 60), at.y + Math.min(at.height / 2, 200)];"
            "const top = document.elementFromPoint(x, y);"
            "return at.width > 0 && found.contains(top); })()"
        ), move

    async def presses(self, move: int) -> None:
        """What the tour shows at a move."""
        await self.shown(move)
        await self.page.click(POINTED)

    async def done(self, steps: int) -> None:
        """Until so many steps of the tour are done."""
        try:
            await self.page.appears(f"#tour-progress[value='{steps}']")
        except TimeoutError:
            said = await self.page.measure(
                "['.tour', '.happenings', '#toasts', '#messages'].map((each) =>"
                "document.querySelector(each)?.textContent.slice(-1500))"
            )
            raise AssertionError((steps, said)) from None

    async def reads(self, selector: str, words: str) -> None:
        """Until there is something of this selector on which these words stand."""
        await self.page.measure(
            f"new Promise((done) => {{ const look = () => [...document.querySelectorAll({selector!r})]"
            f".some((each) => each.textContent.trim() === {words!r}) ? done(true) : requestAnimationFrame(look);"
            "look(); })"
        )

    async def uses(self, command: str, **options: str) -> None:
        """A slash command, by the keyboard; options with the words that the tour types into them."""
        await self.shown(1)
        await self.page.appears("#text:focus")
        await self.page.type(f"/{command}")
        await self.page.appears(f"#picker [data-command='{command}'][data-active]")
        await self.page.press("Enter")
        form = f"form.command[data-path='{command}']"
        await self.page.appears(f"{form} .tour-help" if options else form)
        if options:
            await self.looks_once("command")
        for name in options:
            await self.page.measure(SETTLED)
            await self.page.click(f"{form} .tour-help [data-name='{name}']")
            field = f"{form} .field[data-option='{name}']"
            await self.page.appears(f"{field} {READY}")
            if await self.page.measure(f"document.querySelector({f'{field} [data-active]'!r}) !== null"):
                await self.page.press("Enter")
            assert await self.page.measure(
                f"[...document.querySelectorAll({f'{field} input'!r})].every((each) => each.value !== '')"
            ), name
        await self.page.measure(SETTLED)
        await self.page.click(f"{form} .button.primary")

    async def hands_in_a_signature(self, first: int, whose: str = "") -> None:
        """What the answer shows is signed in the panel of the wallet, from this move of the step on."""
        await self.page.appears(".ephemeral .copy")
        await self.presses(first)
        await self.page.appears(".ephemeral .copy[data-copied]")
        await self.shown(first + 1)
        await self.page.appears("#sign-text textarea:focus")
        await self.looks_once("sign-a-text")
        await self.page.paste()
        if whose:
            await self.page.press("Tab")
            for letter in whose:
                await self.page.press(letter)
        await self.page.click("#sign-text button")
        await self.page.appears("#sign-text[action$=sign]")
        await self.looks_once("text-to-sign")
        assert await self.page.measure("document.querySelector('.wallet-danger') === null")
        await self.page.click("#sign-text button")
        await self.page.appears("#copy-signature")
        await self.looks_once("text-signed")
        await self.page.click("#copy-signature")
        await self.page.appears("#copy-signature[data-copied]")
        await self.presses(first + 2)
        await self.page.appears("dialog[open] input:focus, dialog[open] textarea:focus")
        await self.page.paste()
        await self.page.click("dialog[open] .button.primary")

    async def turns(self, step: int) -> None:
        """A control of the world, as often as the tour says: its number is there once it is shown."""
        await self.goes()
        await self.presses(1)
        await self.done(step)

    async def proposes(self, step: int, *fields: str) -> None:
        """By command, form and preview."""
        await self.goes()
        await self.uses("propose")
        await self.fills(*fields)
        await self.reads(".ephemeral [data-custom-id]", "Submit")
        await self.presses(3)
        await self.done(step)

    async def votes(self, step: int, **options: str) -> None:
        """By a button of the card; by command where options are given."""
        await self.goes()
        if options:
            await self.uses("vote cast", **options)
        else:
            await self.presses(1)
        await self.done(step)

    async def counts(self, step: int, folder: Path) -> None:
        """Save the election file below the result, and count it in the panel."""
        await self.goes()
        await self.shown(1)
        file = await self.page.save(POINTED, folder)
        assert file.name.endswith("-election.json")
        await self.opens("panel-tour")
        await self.page.choose("#election-file", file)
        await self.page.click("#count-again button")
        await self.done(step)

    async def fills(self, *names: str) -> None:
        """The form, with what the tour types into it."""
        await self.page.appears("dialog[open] .tour-help")
        await self.looks_once("form")
        for name in names:
            await self.page.click(f"dialog[open] .tour-help [data-name={name!r}]")
        await self.page.click("dialog[open] .button.primary")

    async def signs(self, step: int, owner: str) -> None:
        """The Safe transaction, on the page of the bot."""
        await self.goes()
        async with self.page_of_the_bot(owner) as page:
            await agreed(page, "#signing-wallets", "Connect to this site", "Sign a SafeTx")
            await self.done(step)

    async def executes(self, step: int, owner: str) -> None:
        """The Safe transaction, on the page of the bot; then its block is made final."""
        await self.goes()
        async with self.page_of_the_bot(owner) as page:
            await agreed(page, "#executing-wallets", "Connect to this site", "Send a transaction")
            await page.appears("sandbox-wallet >>> .badge:last-child")
        await self.presses(4)
        await self.done(step)

    @asynccontextmanager
    async def page_of_the_bot(self, member: str) -> AsyncIterator[Page]:
        """The one to which the answer's link leads, in a window of its own, logged in."""
        links = "document.querySelectorAll('.ephemeral a.button').length"
        before = await self.page.measure(links)
        await self.presses(1)
        await self.page.measure(
            f"new Promise((done) => {{ const look = () => {links} > {before} ? done(true)"
            ": requestAnimationFrame(look); look(); })"
        )
        await self.presses(2)
        async with self.chromium.opened_from(self.page) as page:
            await page.appears("main .button")
            await page.measure(DRAWN)
            await page.click("main .button")
            await page.appears("select[name=user]")
            chosen = "document.querySelector('select[name=user]').selectedOptions[0].textContent"
            assert member in await page.measure(chosen)
            await page.click("button[value=authorize]")
            yield page

    async def looks_once(self, name: str) -> None:
        if self.thorough and name not in self.looked:
            self.looked.add(name)
            await self.looks(name)

    async def looks(self, name: str) -> None:
        await look(self.page, f"tour-{name}", self.width)


async def agreed(page: Page, buttons: str, *titles: str) -> None:
    """Press the wallet's button of the page, and agree to what its dialogs say."""
    await page.click(f"{buttons} button")
    for title in titles:
        await agree(page, title)
