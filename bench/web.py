"""Countersigned votes by HTTP beside votes through the gateway, of one bot in the same run.

    python -m bench.web                 (about two minutes)
    python -m bench.web --voters 1000   (shorter)

Two votes are open. In one, Discord signs each click and posts it to the bot, which checks the signature and stores the
request with the ballot; in the other the clicks come over the gateway. The two take turns every few hundred clicks.
Discord, which signs, posts and waits for 202, shares the machine's cores with the bot. Exit status 1 where the first
way has less than FEWEST of the other's rate, or a ballot or a request is missing on disk.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp
import uvloop

from bench.clicking import (
    Figures,
    clicks_on,
    link_all,
    measure,
    no_collections,
    open_vote,
    print_figures,
    run,
    running,
    voters_of,
)
from sandbox.discord import Message, Person
from sandbox.stage import Stage

FEWEST = 0.8


async def compare(stage: Stage, folder: Path, options: argparse.Namespace) -> int:
    people = await voters_of(stage, options.voters)
    listen = _free_address()
    environment = stage.environment(
        folder / "folkmoot.db",
        FOLKMOOT_LOG_LEVEL="WARNING",
        FOLKMOOT_INTERACTIONS="http",
        FOLKMOOT_WEB_URL=f"http://{listen}",
        FOLKMOOT_WEB_LISTEN=listen,
        FOLKMOOT_DISCORD_CLIENT_SECRET=stage.app.client_secret,
    )
    with running([sys.executable, "-m", "bot", "run"], environment, folder / "folkmoot.log"):
        await stage.discord.connected(stage.app)
        cards = await _open_votes(stage, environment, folder)
        await _served(listen)
        endpoint = f"http://{listen}/interactions"
        await stage.discord.world.endpoints.register(stage.app, endpoint)

        def turn(way: int) -> None:
            stage.app.interactions_endpoint_url = endpoint if way else None

        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            rounds.append(await _measured(people, cards, number, options.per_second, turn))
    database = sqlite3.connect(folder / "folkmoot.db")
    stored = [
        database.execute(f"select count(*) from {table}").fetchone()[0]
        for table in ("ballots", "ballot_evidence")
    ]
    ratio = print_figures(rounds, ("gateway", "signed, HTTP"), options)
    clicks = 2 * options.rounds * len(people)
    print(f"ballots acknowledged {2 * clicks}, on disk {stored[0]}; signed {clicks}, on disk {stored[1]}")
    return 0 if stored == [2 * clicks, clicks] and ratio >= FEWEST else 1


async def _measured(
    people: Sequence[Person],
    cards: Sequence[Message],
    number: int,
    per_second: int,
    turn: Callable[[int], None],
) -> list[Figures]:
    with no_collections():
        return await measure([clicks_on(people, card, number) for card in cards], per_second, turn)


async def _open_votes(stage: Stage, environment: dict[str, str], folder: Path) -> list[Message]:
    """The cards of two votes: one whose ballots bring nothing along, and a countersigned one."""
    rules = {"discussion_period": "0s", "voting_period": "4h", "threshold": "0"}
    await stage.set_up(**rules, trust="discord")
    await link_all(stage, environment)
    by_gateway = await open_vote(stage, "By the gateway", folder)
    await stage.set_up(**rules, trust="countersigned")
    # Powers at another block, which are read anew.
    await stage.finalize()
    return [by_gateway, await open_vote(stage, "Countersigned", folder)]


async def _served(listen: str) -> None:
    """Until the bot's pages are there."""
    async with asyncio.timeout(30), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://{listen}/"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)


def _free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


if __name__ == "__main__":
    sys.exit(uvloop.run(run(__doc__, compare, per_second=200)))
