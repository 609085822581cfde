"""Members who click on cards, as fast as it goes and at a steady pace, and how fast two ways take it."""

from __future__ import annotations

import argparse
import asyncio
import copy
import gc
import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import open_runtime
from bot.domain.accounts.wallet import Wallet
from bot.domain.ids import Address, GuildId, MemberId
from bot.settings import Settings
from sandbox.discord import Application, Message, Person
from sandbox.discord.people.posting import publish
from sandbox.stage import Stage

ROOT = Path(__file__).resolve().parents[1]
UNDER_WAY = 64
PART = 500
CHOICES = ("For", "Against", "Abstain")


Compare = Callable[[Stage, Path, argparse.Namespace], Awaitable[int]]


async def run(about: str | None, compare: Compare, per_second: int) -> int:
    """The exit status of a bench with the usual options, of which `about` tells."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voters", type=int, default=3000)
    parser.add_argument("--per-second", type=int, default=per_second)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        async with Stage.open(strict_limits=False) as stage:
            stage.discord.check_everything(False)
            return await compare(stage, Path(name), options)


Clicks = Sequence[tuple[Person, Message, str]]


@dataclass(frozen=True)
class Figures:
    """Seconds, but for the rate (acknowledged clicks per second)."""

    rate: float
    busy: float
    """For how long a click keeps the bot's process busy, in all of its threads."""
    load: float
    """The same of this process: Discord, and its members."""
    p50: float
    p99: float


async def measure(
    bots: Sequence[Clicks],
    per_second: int,
    processes: Sequence[int],
    turn: Callable[[int], None] = lambda bot: None,
) -> list[Figures]:
    """The figures of each bot, which is the process of that number, for its clicks: first as fast as it goes with so
    many under way, then at a steady pace.

    The bots take turns after each PART of their clicks; `turn` is called with the place of the one that comes.
    """
    parts = [
        [clicks[start : start + PART] for clicks in bots] for start in range(0, max(map(len, bots)), PART)
    ]
    seconds, busy, load = ([0.0] * len(bots) for _ in range(3))
    for part in parts:
        for bot, clicks in enumerate(part):
            turn(bot)
            began, load_began = _busy(processes[bot]), time.process_time()
            seconds[bot] += await as_fast_as_it_goes(clicks)
            busy[bot] += _busy(processes[bot]) - began
            load[bot] += time.process_time() - load_began
    times: list[list[float]] = [[] for _ in bots]
    for part in parts:
        for bot, clicks in enumerate(part):
            turn(bot)
            times[bot] += await _steadily(clicks, per_second)
    return [
        Figures(
            rate=len(clicks) / seconds[bot],
            busy=busy[bot] / len(clicks),
            load=load[bot] / len(clicks),
            p50=statistics.median(times[bot]),
            p99=sorted(times[bot])[int(len(clicks) * 0.99)],
        )
        for bot, clicks in enumerate(bots)
    ]


def _busy(process: int) -> float:
    """Seconds for which a process has kept a core busy."""
    of_it = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(of_it[11]) + int(of_it[12])) / os.sysconf("SC_CLK_TCK")


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


def print_figures(
    rounds: Sequence[Sequence[Figures]], names: Sequence[str], options: argparse.Namespace
) -> list[float]:
    """The medians of the rounds, in each of which stands first what is compared, then with what. `names` in the same
    order. Returns the ratios of the first one's rate and those of the others."""

    def medians(of: Callable[[Figures], float]) -> tuple[float, list[float]]:
        own, *others = (statistics.median(map(of, each)) for each in zip(*rounds, strict=True))
        return own, others

    own, others = medians(lambda f: f.rate)
    ratios = [own / other for other in others]
    print(f"{options.voters} clicks a round, {options.rounds} rounds, medians; {os.cpu_count()} cores")
    print(f"{'':26}" + "".join(f"{name:>14}" for name in names))
    words = "".join(f"{rate:14.0f}" for rate in (own, *others))
    print(f"{'clicks per second':26}{words}   ratio {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    for label, part in (("of the bot's process", lambda f: f.busy), ("of Discord's", lambda f: f.load)):
        own, others = medians(part)
        words = "".join(f"{1e6 * each:14.0f}" for each in (own, *others))
        of_others = ", ".join(f"{other / own:.2f}" for other in others)
        print(f"{label + ', µs':26}{words}   ratio {of_others}")
    for label, of in (("p50", lambda f: f.p50), ("p99", lambda f: f.p99)):
        own, others = medians(of)
        words = "".join(f"{1000 * each:14.1f}" for each in (own, *others))
        more = ", ".join(f"{1000 * (own - other):+.1f}" for other in others)
        print(f"{f'{label} at {options.per_second}/s, ms':26}{words}   difference {more}")
    return ratios


def bare_card(stage: Stage, app: Application, card: Message) -> Message:
    """The same card by another application: a click carries the message, and reading it costs both the same."""
    message = Message(stage.announcements, stage.discord.world.new_id(), app.user)
    message.flags = card.flags
    message.components = copy.deepcopy(card.components)
    publish(message)
    return message


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
        open_runtime(Settings(_env_file=None)) as runtime,  # type: ignore[call-arg]
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
