"""Countersigned votes by HTTP beside votes through the gateway, of one bot in the same run, and beside a bare handler.

    python -m bench.web                 (about two minutes)
    python -m bench.web --voters 1000   (shorter)

Two votes are open. In one, Discord signs each click and posts it to the bot, which checks the signature and stores the
request with the ballot; in the other the clicks come over the gateway. A third card is that of an aiohttp handler which
checks the signature, and answers at once: the most that HTTP could give here. The three take turns every few hundred
clicks. Discord, which signs, posts and waits for 202, shares the machine's cores with them; of both processes it is
said what a click costs. Exit status 1 where the signed way has less than FEWEST of the gateway's rate, or a ballot or a
request is missing on disk.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sqlite3
import sys
from pathlib import Path

import aiohttp
import uvloop

from bench.clicking import (
    bare_card,
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
from sandbox.discord import Application, Message
from sandbox.stage import Stage

FEWEST = 0.8
_GATEWAY = 1
"""The place of that way among the three."""


async def compare(stage: Stage, folder: Path, options: argparse.Namespace) -> int:
    people = await voters_of(stage, options.voters)
    listen, bare_listen = _free_address(), _free_address()
    environment = stage.environment(
        folder / "folkmoot.db",
        FOLKMOOT_LOG_LEVEL="WARNING",
        FOLKMOOT_INTERACTIONS="http",
        FOLKMOOT_WEB_URL=f"http://{listen}",
        FOLKMOOT_WEB_LISTEN=listen,
        FOLKMOOT_DISCORD_CLIENT_SECRET=stage.app.client_secret,
    )
    bare_app = stage.discord.create_application("Bare")
    stage.guild.invite(bare_app)
    key = bare_app.key.public_key().public_bytes_raw().hex()
    bare_command = [sys.executable, "-m", "bench.bare_endpoint", bare_listen.rpartition(":")[2], key]
    with (
        running([sys.executable, "-m", "bot", "run"], environment, folder / "folkmoot.log") as bot,
        running(bare_command, {}, folder / "bare.log") as bare,
    ):
        await stage.discord.connected(stage.app)
        by_gateway, countersigned = await _open_votes(stage, environment, folder)
        cards = [countersigned, by_gateway, bare_card(stage, bare_app, countersigned)]
        endpoint = await _registered(stage, stage.app, listen)
        await _registered(stage, bare_app, bare_listen)

        def turn(way: int) -> None:
            stage.app.interactions_endpoint_url = None if way == _GATEWAY else endpoint

        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            clicks = [clicks_on(people, card, number) for card in cards]
            with no_collections():
                rounds.append(await measure(clicks, options.per_second, (bot.pid, bot.pid, bare.pid), turn))
    database = sqlite3.connect(folder / "folkmoot.db")
    stored = [
        database.execute(f"select count(*) from {table}").fetchone()[0]
        for table in ("ballots", "ballot_evidence")
    ]
    ratio, _ = print_figures(rounds, ("signed, HTTP", "gateway", "bare handler"), options)
    signed = 2 * options.rounds * len(people)
    print(f"ballots acknowledged {2 * signed}, on disk {stored[0]}; signed {signed}, on disk {stored[1]}")
    print(f"Goal: {FEWEST} of the gateway's rate: {'reached' if ratio >= FEWEST else 'missed'}.")
    return 0 if stored == [2 * signed, signed] and ratio >= FEWEST else 1


async def _registered(stage: Stage, app: Application, listen: str) -> str:
    """The endpoint there, which Discord has asked."""
    await _served(listen)
    endpoint = f"http://{listen}/interactions"
    await stage.discord.world.endpoints.register(app, endpoint)
    return endpoint


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
