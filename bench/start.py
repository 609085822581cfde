"""How long a bot takes from its command to its connection with Discord: Folkmoot beside a bare discord.py bot, in the
same run.

    python -m bench.start                 (about half a minute)
    python -m bench.start --starts 5      (shorter)

Folkmoot opens its database, which is of its newest version, its connections to the chain and its jobs before it
connects. The two take turns. Exit status 1 where Folkmoot's median is above MOST.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from bench.clicking import running
from sandbox.discord import Application
from sandbox.stage import Stage

MOST = 1.5
"""Seconds."""


async def compare(starts: int) -> int:
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        async with Stage.open(strict_limits=False) as stage:
            folder = Path(name)
            # As an installed program has them, the files are compiled.
            environment = stage.environment(
                folder / "folkmoot.db", FOLKMOOT_LOG_LEVEL="WARNING", PYTHONDONTWRITEBYTECODE=""
            )
            bare_app = stage.discord.create_application("Bare")
            stage.guild.invite(bare_app)
            bots = (
                ([sys.executable, "-m", "bot", "run"], environment, stage.app),
                (
                    [sys.executable, "-m", "bench.bare_bot"],
                    {**environment, "FOLKMOOT_DISCORD_TOKEN": bare_app.token},
                    bare_app,
                ),
            )
            # The first one of each makes the database and the compiled files.
            times = [[await _start(stage, *bot, folder / "log") for bot in bots] for _ in range(starts + 1)][
                1:
            ]
    own, bare = (statistics.median(each) for each in zip(*times, strict=True))
    print(f"{starts} starts, medians")
    print(f"{'':26}{'Folkmoot':>14}{'bare bot':>14}")
    print(f"{'seconds until connected':26}{own:14.2f}{bare:14.2f}   ratio {own / bare:.2f}")
    print(f"Goal: at most {MOST} s: {'reached' if own <= MOST else 'missed'}.")
    return 0 if own <= MOST else 1


async def _start(
    stage: Stage, command: list[str], environment: dict[str, str], app: Application, log: Path
) -> float:
    """Seconds until Discord sees the bot connected."""
    began = time.perf_counter()
    with running(command, environment, log):
        async with asyncio.timeout(60):
            await stage.discord.connected(app)
        taken = time.perf_counter() - began
    while stage.discord.gateway.is_connected(app):  # noqa: ASYNC110 - another process, which has ended
        await asyncio.sleep(0.05)
    return taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=15)
    sys.exit(uvloop.run(compare(parser.parse_args().starts)))
