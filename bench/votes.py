"""Clicks on the card through the gateway: Folkmoot beside a bare discord.py bot that only answers, in the same run.

    python -m bench.votes                 (about two minutes)
    python -m bench.votes --voters 1000   (shorter)

Every vote of Folkmoot is on disk (synchronous=FULL) before its acknowledgement. Three figures of each bot: the rate at
which it takes all that comes with so many clicks under way at once, and the time from click to acknowledgement at a
steady number of clicks per second. Server, load and bot share the machine's cores, the same for both bots; the two take
turns every few hundred clicks, so that a machine that changes its speed slows both.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

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
from sandbox.stage import Stage


async def compare(stage: Stage, folder: Path, options: argparse.Namespace) -> int:
    people = await voters_of(stage, options.voters)
    environment = stage.environment(folder / "folkmoot.db", FOLKMOOT_LOG_LEVEL="WARNING")
    bare_app = stage.discord.create_application("Bare")
    stage.guild.invite(bare_app)
    bare_environment = {**environment, "FOLKMOOT_DISCORD_TOKEN": bare_app.token}
    with (
        running([sys.executable, "-m", "bot", "run"], environment, folder / "folkmoot.log") as bot,
        running([sys.executable, "-m", "bench.bare_bot"], bare_environment, folder / "bare.log") as bare,
    ):
        await stage.discord.connected(stage.app)
        await stage.discord.connected(bare_app)
        await stage.set_up(discussion_period="0s", voting_period="4h", threshold="0")
        await link_all(stage, environment)
        card = await open_vote(stage, "Benchmark", folder)
        its_card = bare_card(stage, bare_app, card)
        rounds = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            clicks = [clicks_on(people, card, number), clicks_on(people, its_card, number)]
            with no_collections():
                rounds.append(await measure(clicks, options.per_second, (bot.pid, bare.pid)))
    stored = sqlite3.connect(folder / "folkmoot.db").execute("select count(*) from ballots").fetchone()[0]
    print_figures(rounds, ("Folkmoot", "bare bot"), options)
    expected = 2 * options.rounds * len(people)
    print(f"ballots acknowledged {expected}, on disk {stored}")
    return 0 if stored == expected else 1


if __name__ == "__main__":
    sys.exit(uvloop.run(run(__doc__, compare, per_second=300)))
