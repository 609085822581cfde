"""`make demo`: one proposal of a real DAO, from the slash command to the executed Safe transaction."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.markup import escape

from sandbox.browser import Pages, Window
from sandbox.browser.wallet import PagesWithWallet, WalletPanel, wallet_of
from sandbox.demo.election import load
from sandbox.demo.guided import guide_in_browser, play_in_terminal
from sandbox.demo.introductions import voters_introduced
from sandbox.demo.narration import DemoFailed, Narration
from sandbox.demo.scenario import Scenario
from sandbox.discord.world.guilds import Guild
from sandbox.stage import Stage
from sandbox.tour import SCENARIOS, scenario_named

FOLDER = Path(".demo")
UNISWAP = "uniswap"
"""The name of the story that is played where none is named."""


def main() -> int:
    chosen = options(sys.argv[1:])
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    try:
        return asyncio.run(_chosen(chosen, FOLDER.resolve()))
    except KeyboardInterrupt:
        return 0


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for on the command line. Ends the program, with what there is, for a scenario that isn't there."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the scenario")
    parser.add_argument(
        "--open",
        action="store_true",
        help="open the sandbox's Discord in a browser: a guided tour, or what has been played",
    )
    parser.add_argument(
        "--scenario",
        choices=[UNISWAP, *(each.name for each in SCENARIOS)],
        help=f"play this scenario, or be guided through it; {UNISWAP} plays by itself in any case",
    )
    parser.add_argument("--picture", type=Path, help="draw the vote and its result as an SVG into this file")
    return parser.parse_args(arguments)


async def _chosen(options: argparse.Namespace, folder: Path) -> int:
    if options.scenario == UNISWAP or not (options.scenario or options.open):
        return await demo(options.once, options.picture, folder, show=options.open)
    if options.scenario and options.once:
        return await play_in_terminal(scenario_named(options.scenario), folder)
    scenario = scenario_named(options.scenario) if options.scenario else SCENARIOS[0]
    return await guide_in_browser(scenario, folder, show=options.open)


async def demo(once: bool, picture: Path | None, folder: Path, *, show: bool) -> int:
    """The exit status: 0 if everything held. `show` opens the sandbox's Discord at the end."""
    tell = Narration(picture)
    election = load()
    tell.title("Folkmoot", f"{election.title}\n{election.space}, {election.opened} to {election.closed}")
    async with AsyncExitStack() as parts:
        stage = await parts.enter_async_context(
            Stage.open(name="Uniswap, played again", token=("Uniswap", "UNI"))
        )
        wallet = await wallet_of(stage)
        of_bot = await parts.enter_async_context(PagesWithWallet.serve(wallet))
        panel = WalletPanel(wallet, of_bot.origin)
        pages = await parts.enter_async_context(
            Pages.serve(stage.discord, people=lambda: voters_introduced(stage, election), panels=[panel])
        )
        await parts.enter_async_context(panel.live(pages))
        tell.name_of = _names_of(stage.guild)
        scenario = Scenario(stage, election, tell, folder, of_bot)
        try:
            failures = await _played(scenario)
            for failure in failures:
                tell.console.print(f"\n[bold red]The demo failed:[/] {escape(str(failure))}")
            if failures:
                return 1
            tell.console.print("\n[bold green]Decided, executed, recounted.[/] Everything held.")
            tell.end()
            if not once:
                entrance = _entrance(stage)
                if show:
                    webbrowser.open(f"{pages.url.rstrip('/')}{entrance}")
                await _stay(stage, scenario, tell, pages.url, entrance)
            return 0
        finally:
            await scenario.bot.stop()


async def _played(scenario: Scenario) -> list[Exception]:
    """What went wrong; nothing if everything held."""
    failures: list[Exception] = []
    try:
        await scenario.play()
    except* (DemoFailed, RuntimeError) as failed:
        failures += failed.exceptions
    return failures


def _names_of(guild: Guild) -> Callable[[int], str]:
    """The names of the guild's members, roles and channels by their ids; the id itself for any other."""

    def name(identifier: int) -> str:
        found = guild.channels.get(identifier) or guild.roles.get(identifier) or guild.members.get(identifier)
        return found.name if found else str(identifier)

    return name


def _entrance(stage: Stage) -> str:
    """The address of the author's window on what was announced."""
    author = next(iter(stage.voters.values())).person
    return Window(stage.discord.world, author, stage.guild, stage.announcements).address


async def _stay(stage: Stage, scenario: Scenario, tell: Narration, page: str, entrance: str) -> None:
    """Keep everything running, and say where to look."""
    safe = stage.safe.address
    tell.console.print("\n[bold]Where to look[/]")
    for what, where in (
        ("the sandbox's Discord, in a browser, as the author", f"{page.rstrip('/')}{entrance}"),
        ("who else one can be", page),
        ("the proposal, in a browser", scenario.page),
        ("the record, the election file", f"{FOLDER}/*.json"),
        ("the database", f"{FOLDER}/folkmoot.db"),
        ("the bot's log", f"{FOLDER}/{scenario.bot.log.name}"),
        ("the loopback Discord (act as anybody: POST /control/…)", stage.discord.api_url),
        ("the chain (JSON-RPC)", stage.chain.url),
        ("the Safe transaction service", f"{stage.service.url}/v2/safes/{safe}/multisig-transactions/"),
    ):
        tell.console.print(f"   {what}: {where}", soft_wrap=True)
    tell.console.print("\nThe bot keeps running. Ctrl-C ends it.")
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
