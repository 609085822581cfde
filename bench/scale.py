"""What things cost with 100, 1,000 and 10,000 live votes in as many servers: a vote, a wake-up, a list, a start.

    python -m bench.scale                          (some minutes, most of them for the building)
    python -m bench.scale --live 100 1000
    python -m bench.scale --database postgresql

One database grows from size to size, and each size is measured in a fresh process on the real services: what happens
for one server must not cost more because there are others. Ten of the servers have 1,000 closed proposals each.

Of each act the time by the clock is shown and, after the stroke, the processor's in all threads of the process. A vote
waits for the disk, whose speed changes from minute to minute: where only the first has grown, see what an empty commit
took then. An act misses its goal where its processor time grows, or its time by the clock by more than the disk's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import uvloop
from rich.console import Console
from rich.table import Table

from bench.scale_world import FIRST_END, NOW, PAYMENTS, add_closed, add_live, guild, member, room
from bot import logs
from bot.assistance.extractive import Extractive, LocalTextReader
from bot.domain.accounts.sign_in_text import Site
from bot.domain.elections.ballot import CastMethod
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import GRACE
from bot.domain.secrecy import Redaction
from bot.domain.treasury.spending import SpentBy
from bot.services.actors import Actor
from bot.services.building import build_services
from bot.services.container import Services
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import Sweep
from bot.services.proposals.finding import Wanted
from bot.services.voting.casting.vote_request import VoteRequest
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.scratch import scratch_database
from tests.fakes import (
    MAINNET,
    FakeActionCodec,
    FakeBridges,
    FakeChain,
    FakeDrops,
    FakeForeignVotes,
    FakeSafeOwnership,
    FakeSafes,
    FakeSimulator,
    FakeTreasuryReader,
    ManualClock,
)

ROOT = Path(__file__).resolve().parents[1]
GOAL = 1.3
VOTES = 200
WAKE_UPS = 20
LISTS = 100
WITH_CLOSED, CLOSED = 10, 1000
FIGURES = {
    "disk": ("a commit of one row and nothing else", "ms"),
    "vote": ("a vote, click to disk", "ms"),
    "first_vote": ("the first vote on a proposal since the start", "ms"),
    "wake_up": ("a wake-up that closes one vote", "ms"),
    "idle": ("a wake-up with nothing due", "ms"),
    "list": ("/proposal list", "ms"),
    "list_closed": ("/proposal list where 1,000 are closed", "ms"),
    "part": ("what a part may still move, of what was set for it", "ms"),
    "spending": ("/treasury spending of a part", "ms"),
    "start": ("a start: open, look for what is due, ask for all open cards", "s"),
    "memory": ("peak memory after all that", "MB"),
    "memory_shown": ("peak memory when every card has been shown", "MB"),
}
FLAT = ("vote", "first_vote", "wake_up", "idle", "list", "list_closed", "part", "spending")


async def measure(url: str, live: int, closed_before: int) -> dict[str, float]:
    """The figures of one size: milliseconds, seconds and megabytes, as `FIGURES` says."""
    figures: dict[str, float] = {}
    clock = ManualClock(NOW)
    began = time.perf_counter()
    database = open_database(url)
    await database.migrate()
    services = services_on(database, clock)
    sweep = Sweep(services, JOBS)
    await sweep.run()
    cards = await services.cards.refresh_open()
    figures["start"] = time.perf_counter() - began
    assert len(cards) == live, (len(cards), live)
    proposals = {number: proposal for number, (_, proposal, _) in enumerate(cards, closed_before + 1)}
    await without_outbox(database)
    await _look_after(url)

    chosen = random.Random(8).sample(sorted(proposals)[WAKE_UPS:], min(VOTES, live - WAKE_UPS))
    for figure, choice in (("first_vote", 2), ("vote", 3)):
        figures |= await _medians(
            figure, [lambda n=number, c=choice: _vote(services, proposals[n], n, c) for number in chosen]
        )
    figures |= await _medians("disk", [lambda n=name: _commit(database, n) for name in range(LISTS)])
    old = range(1, WITH_CLOSED + 1)
    young = [chosen[place % len(chosen)] for place in range(LISTS) if chosen[place % len(chosen)] not in old]
    for figure, numbers in (
        ("list", young),
        ("list_closed", [1 + place % WITH_CLOSED for place in range(LISTS)]),
    ):
        figures |= await _medians(figure, [lambda n=number: _list(services, n) for number in numbers])
    figures |= await _medians("part", [lambda n=number: _limits(services, n) for number in young])
    figures |= await _medians("spending", [lambda n=number: _spending(services, n) for number in young])
    figures |= await _medians("idle", [sweep.run] * LISTS)
    wake_ups = []
    for number in sorted(proposals)[:WAKE_UPS]:
        clock.advance(FIRST_END + timedelta(seconds=number) + GRACE - clock.now())
        wake_ups.append(await _medians("wake_up", [sweep.run]))
        async with services.uow.reading() as repositories:
            assert (await repositories.proposals.get(proposals[number])).closing
    figures |= {name: statistics.median(each[name] for each in wake_ups) for name in wake_ups[0]}
    figures["memory"] = _peak()
    for number in sorted(proposals)[WAKE_UPS:]:
        await services.cards.card(proposals[number])
    figures["memory_shown"] = _peak()
    await without_outbox(database)
    await database.close()
    return figures


async def build(url: str, first: int, last: int, closed: int = CLOSED) -> None:
    """Add the servers of these numbers, and to each of the first ones so many closed proposals."""
    database = open_database(url)
    await database.migrate()
    uow = database.unit_of_work()
    services = services_on(database, ManualClock(NOW))
    if first == 1:
        await Sweep(services, JOBS).run()
    async for number in add_live(uow, first, last):
        print(f"  {number} servers", file=sys.stderr)
    if first == 1:
        for number in range(1, WITH_CLOSED + 1):
            await add_closed(uow, number, closed)
        print(f"  {WITH_CLOSED * closed} closed proposals", file=sys.stderr)
    await database.close()
    await _look_after(url)


async def _look_after(url: str) -> None:
    """What a PostgreSQL server does by itself a minute after much has changed; the tests' one doesn't."""
    if not url.startswith("postgresql"):
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


def services_on(database: Database, clock: ManualClock) -> Services:
    """The services of a bot on this database, with fakes of what is outside."""
    chain = FakeChain(clock)
    safes = FakeSafes(chain)
    return build_services(
        scratch=scratch_database,
        uow=database.unit_of_work(),
        chains={MAINNET: chain},
        executors={"safe": safes},
        bridges=FakeBridges(),
        safe_ownership=FakeSafeOwnership(chain, safes),
        assistant=Extractive(),
        text_reader=LocalTextReader(),
        mirror_readers={},
        codec=FakeActionCodec(),
        simulator=FakeSimulator(),
        foreign_votes=FakeForeignVotes(chain),
        treasury_reader=FakeTreasuryReader(),
        drops=FakeDrops(),
        machine_clock=clock,
        site=Site("folkmoot.example"),
    )


async def _vote(services: Services, proposal: ProposalId, number: int, choice: int) -> None:
    now = services.clock.now()
    vote = VoteRequest(
        guild(number), proposal, member(number, 0), choice, now, CastMethod.BUTTON, number * 10 + choice
    )
    await services.voting.weigh(await services.voting.cast(vote))


async def _list(services: Services, number: int) -> None:
    actor = Actor(member(number, 1), "somebody", guild(number), "a server", frozenset(), False)
    assert (await services.finding.page(actor, Wanted())).listed


async def _limits(services: Services, number: int) -> None:
    (left,) = (await services.space_tree.described(guild(number), "Grants")).budgets
    assert left.spent, "by what was carried out, and by what waits"


async def _spending(services: Services, number: int) -> None:
    found = await services.treasury_spending.spending(guild(number), SpentBy.MONTH, room(number))
    assert [each.times for each in found.sums] == [PAYMENTS - 1]


async def _medians(name: str, acts: Sequence[Callable[[], Awaitable[object]]]) -> dict[str, float]:
    """Milliseconds of one, of the median: by the clock, and those for which it kept processors busy."""
    times, busy = [], []
    for act in acts:
        began, worked = time.perf_counter(), time.process_time()
        await act()
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return {name: statistics.median(times), _busy(name): statistics.median(busy)}


def _busy(name: str) -> str:
    return f"{name}, of the processor"


async def _commit(database: Database, name: int) -> None:
    async with database.write_transaction() as connection:
        await connection.exec_driver_sql(f"UPDATE spaces SET name = 'DAO {name}' WHERE id = 1")


async def without_outbox(database: Database) -> None:
    """Nobody delivers here: what is to be told goes, as it does when it has been told."""
    async with database.write_transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM outbox")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(url: str, sizes: Sequence[int]) -> int:
    figures: dict[int, dict[str, float]] = {}
    there = closed = 0
    for live in sizes:
        print(f"{live} live votes", file=sys.stderr)
        began = time.perf_counter()
        _child(url, "--build", there + 1, closed + live)
        print(f"  built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        there = closed + live
        figures[live] = json.loads(_child(url, "--measure", live, closed))
        closed += WAKE_UPS
    return print_figures(figures)


def _child(url: str, what: str, *numbers: int) -> str:
    command = [sys.executable, "-m", "bench.scale", "--url", url, what, *map(str, numbers)]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return answer.stdout


def print_figures(figures: dict[int, dict[str, float]]) -> int:
    """By size. 1 where something grew with it that shouldn't."""
    sizes = list(figures)
    least, most = sizes[0], sizes[-1]
    table = Table(title=f"live votes in as many servers; medians; {os.cpu_count()} cores")
    table.add_column("")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column(f"{most:,} : {least:,}", justify="right")
    table.add_column("each more", justify="right")
    missed, disk = False, max(1, figures[most]["disk"] / figures[least]["disk"])
    for name, (label, unit) in FIGURES.items():
        values = [figures[size][name] for size in sizes]
        ratio, each = values[-1] / values[0], ""
        shown = [f"{value:.2f} {unit}" for value in values]
        grown = f"{ratio:.2f}"
        if _busy(name) in figures[least]:
            busy = [figures[size][_busy(name)] for size in sizes]
            shown = [f"{value:.2f} / {of:.2f} {unit}" for value, of in zip(values, busy, strict=True)]
            grown += f" / {busy[-1] / busy[0]:.2f}"
            missed |= name in FLAT and (busy[-1] / busy[0] > GOAL or ratio > GOAL * disk)
        elif most > least:
            thousand, small = {"s": (1000, "ms"), "MB": (1024, "kB")}[unit]
            each = f"{(values[-1] - values[0]) / (most - least) * thousand:.2f} {small}"
        table.add_row(label, *shown, grown, each)
    Console(width=140).print(table)
    return 1 if missed else 0


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """A new, empty database, which goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        if kind == "sqlite":
            yield f"sqlite+aiosqlite:///{name}/folkmoot.db"
            return
        from tests.databases import serving  # Its server's package isn't needed for SQLite.

        # A server without fsync: what a disk takes for a commit isn't in its figures.
        with serving(kind, Path(name)) as databases:
            yield asyncio.run(databases.blank(Path(name) / "folkmoot.db"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--live", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--build", type=int, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    logs.configure("ERROR", Redaction(()))
    if options.build:
        uvloop.run(build(options.url, *options.build))
        return 0
    if options.measure:
        print(json.dumps(uvloop.run(measure(options.url, *options.measure))))
        return 0
    with database_url(options.database) as url:
        return compare(url, sorted(options.live))


if __name__ == "__main__":
    sys.exit(main())
