"""The pages of votes under load: Folkmoot's beside a bare aiohttp handler that sends as many bytes, in the same run.

    python -m bench.pages                (about two minutes)
    python -m bench.pages --voters 200   (shorter)

Two parts. `pages`: the time from a request to the last byte of its answer at a steady number of requests per second,
in turn for a proposal, its voters and its space; goal: p99 under 50 ms at 200 requests per second. `streams`: what
1,000 pages that are kept up to date cost in memory, and how long it takes until the last of them is told of a vote;
goal: under 50 MB. Load, Discord and both servers share the machine's cores; the servers take turns every few hundred
requests, so that a machine that changes its speed slows both.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import aiohttp
import uvloop

from bench.clicking import (
    as_fast_as_it_goes,
    clicks_on,
    link_all,
    no_collections,
    open_vote,
    running,
    voters_of,
)
from sandbox.stage import Stage

GOAL_SECONDS = 0.05
GOAL_BYTES = 50 * 10**6
STREAMS = 1_000
PART = 200
"""Requests after which the other server has its turn."""


@dataclass(frozen=True)
class Site:
    """A server, and what is asked of it in turn."""

    port: int
    paths: Sequence[str]


def address(number: int) -> str:
    """Of a reader of their own behind the reverse proxy: the pace of one address is not what is measured."""
    return f"198.18.{number // 250 % 250}.{number % 250 + 1}"


# -- pages -----------------------------------------------------------------------------------------------------------


async def pages(ours: Site, bare: Site, options: argparse.Namespace) -> bool:
    """Prints the table; whether the goal is reached."""
    sites = (ours, bare)
    times: list[dict[str, list[float]]] = [{path: [] for path in site.paths} for site in sites]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True, limit=0)) as http:
        for site in sites:
            await _steadily(http, site, 50, 50)
        for start in range(0, options.requests, PART):
            for site, taken in zip(sites, times, strict=True):
                with no_collections():
                    for path, seconds in await _steadily(http, site, PART, options.per_second, start):
                        taken[path].append(seconds)
    own, theirs = (sorted(each for path in taken.values() for each in path) for taken in times)
    print(f"{options.requests} requests each at {options.per_second} per second; {os.cpu_count()} cores")
    print(f"{'':26}{'Folkmoot':>12}{'bare aiohttp':>14}")
    for label, share in (("p50, ms", 0.5), ("p99, ms", 0.99)):
        one, other = _at(own, share) * 1000, _at(theirs, share) * 1000
        print(f"{label:26}{one:12.1f}{other:14.1f}   ratio {one / other:.1f}")
    for path, seconds in times[0].items():
        print(f"  {path:24}{_at(sorted(seconds), 0.99) * 1000:12.1f}   p99, ms")
    reached = _at(own, 0.99) < GOAL_SECONDS
    print(f"Goal: p99 under {GOAL_SECONDS * 1000:.0f} ms: {'reached' if reached else 'missed'}.")
    return reached


def _at(in_order: Sequence[float], share: float) -> float:
    return in_order[int(len(in_order) * share)]


async def _steadily(
    http: aiohttp.ClientSession, site: Site, requests: int, per_second: int, first: int = 0
) -> list[tuple[str, float]]:
    """What was asked for, with the seconds from the time when it was due to the last byte of its answer."""
    taken: list[tuple[str, float]] = []

    async def one(number: int, due: float) -> None:
        path = site.paths[number % len(site.paths)]
        url = f"http://127.0.0.1:{site.port}{path}"
        async with http.get(url, headers={"X-Forwarded-For": address(number)}) as answer:
            await answer.read()
            assert answer.status == 200, (path, answer.status)
        taken.append((path, time.perf_counter() - due))

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(first, first + requests):
            due = began + (number - first) / per_second
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            group.create_task(one(number, due))
    return taken


# -- streams ---------------------------------------------------------------------------------------------------------


class _Listener(asyncio.Protocol):
    """An open page. It keeps nothing but whether it was told."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.told = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        if b"data: " in data:
            self.told.set()


async def streams(ours: Site, process: int, vote: Sequence[tuple]) -> bool:  # type: ignore[type-arg]
    """Prints what they cost; whether the goal is reached."""
    path = f"{ours.paths[0]}/events"
    loop = asyncio.get_running_loop()
    before = _resident(process)
    listeners: list[_Listener] = []
    for number in range(STREAMS):
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{ours.port}\r\nX-Forwarded-For: {address(number)}\r\n\r\n"
        listener = _Listener(head.encode())
        await loop.create_connection(lambda listener=listener: listener, "127.0.0.1", ours.port)
        listeners.append(listener)
    await asyncio.gather(*(each.told.wait() for each in listeners))
    cost = _resident(process) - before
    for each in listeners:
        each.told.clear()
    began = time.perf_counter()
    await as_fast_as_it_goes(vote)
    await asyncio.gather(*(each.told.wait() for each in listeners))
    told = time.perf_counter() - began
    after = _resident(process) - before
    reached = max(cost, after) < GOAL_BYTES
    print(f"{STREAMS} open streams: {cost / 1e6:.1f} MB, {after / 1e6:.1f} MB when all were told of a vote")
    print(f"the last one was told {told:.1f} s after the click (at most once a second anything is told)")
    print(f"Goal: under {GOAL_BYTES / 1e6:.0f} MB: {'reached' if reached else 'missed'}.")
    return reached


def _resident(process: int) -> int:
    """Bytes of memory that it has now."""
    pages_of_memory = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages_of_memory * os.sysconf("SC_PAGESIZE")


# -- the world -------------------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def measure(stage: Stage, folder: Path, options: argparse.Namespace) -> bool:
    people = await voters_of(stage, options.voters)
    ours, bare = _free_port(), _free_port()
    environment = stage.environment(
        folder / "folkmoot.db",
        FOLKMOOT_LOG_LEVEL="WARNING",
        FOLKMOOT_WEB_URL=f"http://127.0.0.1:{ours}",
        FOLKMOOT_WEB_LISTEN=f"127.0.0.1:{ours}",
        FOLKMOOT_DISCORD_CLIENT_SECRET=stage.app.client_secret,
    )
    with running([sys.executable, "-m", "bot", "run"], environment, folder / "folkmoot.log") as process:
        await stage.discord.connected(stage.app)
        await stage.set_up(discussion_period="0s", voting_period="4h", threshold="0")
        await link_all(stage, environment)
        card = await open_vote(stage, "Benchmark", folder)
        await stage.moderator.slash(stage.announcements, "gov pages", visible="public")
        await as_fast_as_it_goes(clicks_on(people, card, 0))
        site = Site(ours, ("/proposals/1", "/proposals/1/voters", "/spaces/1"))
        sizes = [await _size(site.port, path) for path in site.paths]
        command = [sys.executable, "-m", "bench.bare_site", str(bare), str(round(statistics.mean(sizes)))]
        with running(command, {}, folder / "bare.log"):
            await _listens(bare)
            reached = await pages(site, Site(bare, ("/",)), options)
        return await streams(site, process.pid, clicks_on(people[:1], card, 1)) and reached


async def _size(port: int, path: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as answer:
        assert answer.status == 200, answer.status
        return len(await answer.read())


async def _listens(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


async def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voters", type=int, default=1000)
    parser.add_argument("--per-second", type=int, default=200)
    parser.add_argument("--requests", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as name:
        async with Stage.open(strict_limits=False) as stage:
            stage.discord.check_everything(False)
            return 0 if await measure(stage, Path(name), options) else 1


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
