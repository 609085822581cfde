"""`make demo` with a scenario: it plays by itself in the terminal, or waits in the browser for whoever presses."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import AsyncIterator, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rich.markup import escape

from sandbox.browser import Pages
from sandbox.browser.introductions import residents_introduced
from sandbox.browser.tour import TourPanel, first_address
from sandbox.browser.wallet import PagesWithWallet, WalletPanel, wallet_of
from sandbox.browser.world import WorldPanel
from sandbox.demo.narration import Narration
from sandbox.discord import Message, Thread
from sandbox.people import settle
from sandbox.tour import Scenario, StepFailed, Tour
from sandbox.tour.engine import shown
from sandbox.tour.scenario import WORLD, Seen
from sandbox.world import Sandbox
from sandbox.world.opened import open_sandbox


async def play_in_terminal(scenario: Scenario, folder: Path) -> int:
    """The scenario from beginning to end; returns the exit status: 0 if everything held."""
    tell = Narration()
    tell.title(scenario.title, scenario.about)
    settings: dict[str, str] = {}
    async with open_sandbox(folder, name=scenario.title, settings=settings) as sandbox:
        stage = sandbox.stage
        async with PagesWithWallet.serve(await wallet_of(stage)) as of_bot:
            settings.update(of_bot.settings(stage.app))
            await sandbox.bot.start()
            return await _told(sandbox, scenario, tell)


async def _told(sandbox: Sandbox, scenario: Scenario, tell: Narration) -> int:
    names = sandbox.stage.guild
    tell.name_of = lambda identifier: next(
        (
            each[identifier].name
            for each in (names.channels, names.roles, names.members)
            if identifier in each
        ),
        str(identifier),
    )
    tell.now = sandbox.clock.now
    try:
        tour = await Tour.begun(sandbox, scenario, sandbox.stage)
        while (step := tour.step) is not None:
            tell.step(step.title)
            by = "" if step.who == WORLD else f"{step.who}: "
            for press in step.presses:
                tell.seen(by + press.words(tour.play))
            seen = await tour.do()
            if text := shown(seen):
                tell.quote(text, _where(seen))
            tell.check(step.sees, True)
    except StepFailed as failed:
        tell.console.print(f"\n[bold red]The demo failed:[/] {escape(str(failed))}")
        return 1
    tell.console.print("\n[bold green]Played to its end.[/] Everything held.")
    return 0


def _where(seen: Seen) -> str:
    if not isinstance(seen, Message):
        return "in the terminal"
    if seen.reader is not None:
        return f"to {seen.reader.name} alone"
    if isinstance(seen.channel, Thread):
        return f"in the discussion {seen.channel.name}"
    return f"in #{seen.channel.name}"


async def guide_in_browser(scenario: Scenario, folder: Path, *, show: bool) -> int:
    """The scenario as a tour in the sandbox's Discord, until it is interrupted; `show` opens it in a browser."""
    tell = Narration()
    tell.title(scenario.title, scenario.about)
    settings: dict[str, str] = {}
    async with (
        open_sandbox(folder, settings=settings) as sandbox,
        guided_pages(sandbox, settings) as (pages, panel),
    ):
        await sandbox.bot.start()
        begun = await panel.begin(scenario)
        page = f"{pages.url.rstrip('/')}{first_address(begun)}"
        mining = asyncio.create_task(sandbox.keep_mining())
        tell.console.print(f"\n[bold]Where the tour begins[/]: {page}", soft_wrap=True)
        tell.console.print(f"[bold]Who one can be[/]: {pages.url}")
        tell.console.print("Be anybody, press the buttons; the tour says which. Ctrl-C ends it.")
        if show:
            webbrowser.open(page)
        try:
            await mining
        finally:
            mining.cancel()
            await panel.end()
    return 0


@asynccontextmanager
async def guided_pages(
    sandbox: Sandbox, settings: MutableMapping[str, str]
) -> AsyncIterator[tuple[Pages, TourPanel]]:
    """The page of the sandbox's Discord with the tour, the world and everybody's wallet beside it.

    `settings` gets those with which the bot serves its own pages, for the wallet to be in them.
    """
    stage = sandbox.stage
    tour, world = TourPanel(sandbox), WorldPanel(sandbox)
    residents = await settle(stage)
    wallet = await wallet_of(stage, residents)
    async with AsyncExitStack() as parts:
        of_bot = await parts.enter_async_context(PagesWithWallet.serve(wallet))
        settings.update(of_bot.settings(stage.app))
        wallets = WalletPanel(wallet, of_bot.origin)
        pages = await parts.enter_async_context(
            Pages.serve(
                stage.discord,
                people=lambda: [*tour.introduced(), *residents_introduced(residents)],
                panels=[tour, wallets, world],
            )
        )
        await parts.enter_async_context(wallets.live(pages))
        tour.changed = lambda: pages.changed(tour.name)
        sandbox.moved = pages.clock_moved
        world.changed = lambda: pages.changed(world.name)
        parts.push_async_callback(tour.end)
        yield pages, tour
