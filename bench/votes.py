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
import asyncio
import copy
import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bot.bootstrap import open_runtime
from bot.domain.accounts.wallet import Wallet
from bot.domain.ids import Address, GuildId, MemberId
from bot.settings import Settings
from sandbox.discord import Application, Message, Person
from sandbox.discord.posting import publish
from sandbox.stage import Stage

ROOT = Path(__file__).resolve().parents[1]
UNDER_WAY = 64
PART = 500
CHOICES = ("For", "Against", "Abstain")


Clicks = Sequence[tuple[Person, Message, str]]


@dataclass(frozen=True)
class Figures:
    """Seconds, but for the rate (acknowledged clicks per second)."""

    rate: float
    p50: float
    p99: float


async def measure(
    bots: Sequence[Clicks], per_second: int, turn: Callable[[int], None] = lambda bot: None
) -> list[Figures]:
    """The figures of each bot for its clicks: first as fast as it goes with so many under way, then at a steady pace.

    The bots take turns after each PART of their clicks; `turn` is called with the place of the one that comes.
    """
    parts = [
        [clicks[start : start + PART] for clicks in bots] for start in range(0, max(map(len, bots)), PART)
    ]
    seconds = [0.0] * len(bots)
    for part in parts:
        for bot, clicks in enumerate(part):
            turn(bot)
            seconds[bot] += await as_fast_as_it_goes(clicks)
    times: list[list[float]] = [[] for _ in bots]
    for part in parts:
        for bot, clicks in enumerate(part):
            turn(bot)
            times[bot] += await _steadily(clicks, per_second)
    return [
        Figures(len(clicks) / taken, statistics.median(answers), sorted(answers)[int(len(answers) * 0.99)])
        for clicks, taken, answers in zip(bots, seconds, times, strict=True)
    ]


async def as_fast_as_it_goes(clicks: Clicks) -> float:
    """The seconds that it takes."""
    waiting = iter(clicks)

    async def clicker(source: Iterator[tuple[Person, Message, str]]) -> None:
        for person, message, custom_id in source:
            await person.click(message, custom_id=custom_id)

    began = time.perf_counter()
    await asyncio.gather(*(clicker(waiting) for _ in range(UNDER_WAY)))
    return time.perf_counter() - began


async def _steadily(clicks: Clicks, per_second: int) -> list[float]:
    """The seconds from each click to its acknowledgement."""
    times: list[float] = []

    async def one(person: Person, message: Message, custom_id: str) -> None:
        began = time.perf_counter()
        await person.click(message, custom_id=custom_id)
        times.append(time.perf_counter() - began)

    began = time.perf_counter()
    tasks = []
    for number, click in enumerate(clicks):
        due = began + number / per_second
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(one(*click)))
    await asyncio.gather(*tasks)
    return times


@contextmanager
def no_collections() -> Iterator[None]:
    """Without Python's garbage collections in this process: the server and its members are some million objects, and
    one collection holds up all clicks of its moment, whichever bot they are for, by 50 ms."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def running(
    command: Sequence[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A bot as a process of its own, ended afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


async def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voters", type=int, default=3000)
    parser.add_argument("--per-second", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        async with Stage.open(strict_limits=False) as stage:
            stage.discord.check_everything(False)
            return await compare(stage, Path(name), options)


async def compare(stage: Stage, folder: Path, options: argparse.Namespace) -> int:
    people = await voters_of(stage, options.voters)
    environment = stage.environment(folder / "folkmoot.db", FOLKMOOT_LOG_LEVEL="WARNING")
    bare_app = stage.discord.create_application("Bare")
    stage.guild.invite(bare_app)
    bare_environment = {**environment, "FOLKMOOT_DISCORD_TOKEN": bare_app.token}
    with (
        running([sys.executable, "-m", "bot", "run"], environment, folder / "folkmoot.log"),
        running([sys.executable, "-m", "bench.bare_bot"], bare_environment, folder / "bare.log"),
    ):
        await stage.discord.connected(stage.app)
        await stage.discord.connected(bare_app)
        await stage.set_up(discussion_period="0s", voting_period="4h", threshold="0")
        await link_all(stage, environment)
        card = await open_vote(stage, "Benchmark", folder)
        bare_card = _bare_card(stage, bare_app, card)
        ours: list[Figures] = []
        bare: list[Figures] = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            clicks = [clicks_on(people, bare_card, number), clicks_on(people, card, number)]
            with no_collections():
                theirs, own = await measure(clicks, options.per_second)
            bare.append(theirs)
            ours.append(own)
    stored = sqlite3.connect(folder / "folkmoot.db").execute("select count(*) from ballots").fetchone()[0]
    _print(ours, bare, options)
    expected = 2 * options.rounds * len(people)
    print(f"ballots acknowledged {expected}, on disk {stored}")
    return 0 if stored == expected else 1


def _print(ours: list[Figures], bare: list[Figures], options: argparse.Namespace) -> None:
    def median(figures: list[Figures], of: Callable[[Figures], float]) -> float:
        return statistics.median(of(figure) for figure in figures)

    rates = median(ours, lambda f: f.rate), median(bare, lambda f: f.rate)
    print(f"{options.voters} clicks a round, {options.rounds} rounds, medians; {os.cpu_count()} cores")
    print(f"{'':26}{'Folkmoot':>12}{'bare bot':>12}")
    print(f"{'clicks per second':26}{rates[0]:12.0f}{rates[1]:12.0f}   ratio {rates[0] / rates[1]:.2f}")
    for label, of in (("p50", lambda f: f.p50), ("p99", lambda f: f.p99)):
        a, b = median(ours, of) * 1000, median(bare, of) * 1000
        print(f"{label + f' at {options.per_second}/s, ms':26}{a:12.1f}{b:12.1f}   difference {a - b:+.1f}")


def clicks_on(people: Sequence[Person], card: Message, number: int) -> Clicks:
    buttons = [card.button(label).custom_id for label in CHOICES]
    return [(p, card, str(buttons[(index + number) % 3])) for index, p in enumerate(people)]


async def voters_of(stage: Stage, count: int) -> list[Person]:
    """Members whose wallets hold one token each."""
    await stage.add_voters({f"voter{number:05d}": 10**18 for number in range(count)})
    return [voter.person for voter in stage.voters.values()]


async def link_all(stage: Stage, environment: dict[str, str]) -> None:
    """Link all wallets, written by the storage directly: linking is not what is measured."""
    for key, value in environment.items():
        os.environ[key] = value
    async with (
        open_runtime(Settings(_env_file=None)) as runtime,
        runtime.services.uow.writing() as repositories,
    ):
        now = datetime.now(UTC)
        for voter in stage.voters.values():
            wallet = Address(voter.wallet.address)
            await repositories.wallets.link(
                Wallet(
                    GuildId(stage.guild.id), MemberId(voter.person.id), wallet, linked_at=now, primary=True
                )
            )


async def open_vote(stage: Stage, title: str, folder: Path) -> Message:
    """The card of a new vote, when the powers of all voters are read."""
    author = next(iter(stage.voters.values())).person
    before = _readings(folder)
    await stage.submit(author, await stage.draft(author, title, "Many vote."))
    card = await stage.announcements.wait_for(
        lambda message: "Open for voting" in message.text and title in message.text, timeout=60
    )
    # The powers are read right after the opening; the measurement starts when that is done.
    while _readings(folder) < before + len(stage.voters):  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.2)
    return card


def _readings(folder: Path) -> int:
    found: int = (
        sqlite3.connect(folder / "folkmoot.db").execute("select count(*) from power_readings").fetchone()[0]
    )
    return found


def _bare_card(stage: Stage, app: Application, card: Message) -> Message:
    """The same card by the other bot: a click carries the message, and reading it costs both the same."""
    message = Message(stage.announcements, stage.discord.world.new_id(), app.user)
    message.flags = card.flags
    message.components = copy.deepcopy(card.components)
    publish(message)
    return message


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
