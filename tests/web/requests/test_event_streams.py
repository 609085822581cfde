"""How a vote stands, told to open pages: what comes, to whom, and what keeps it bounded."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from html import unescape
from pathlib import Path

import aiohttp
import orjson
import pytest
from msgspec.structs import replace

from bot.domain.ids import ProposalId
from bot.domain.spaces.space import PagesFor
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.services.voting.ending import opened
from tests.web.reading.reading_room import LIMITS, ReadingRoom, reading_room

TOKENS = 10**18
POWERS = {"ada": 10 * TOKENS, "ben": 5 * TOKENS}
QUICK = replace(LIMITS, stream_pause_seconds=0.01, stream_look_seconds=0.05, connection_seconds=0.3)


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness


class Events:
    """An open stream of events."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer
        self._lines = answer.content

    async def line(self) -> bytes:
        """The next line that isn't empty; b"" at the end."""
        async with asyncio.timeout(20):
            while line := await self._lines.readline():
                if line != b"\n":
                    return line
            return b""

    async def next(self) -> str:
        """What the next event brings, as a reader sees it."""
        while line := await self.line():
            if line.startswith(b"data: "):
                html = orjson.loads(line.removeprefix(b"data: "))
                return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
        raise EOFError

    async def that_says(self, words: str) -> str:
        while words not in (said := await self.next()):
            pass
        return said


@asynccontextmanager
async def listening(room: ReadingRoom, proposal: ProposalId, **headers: str) -> AsyncIterator[Events]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{room.origin}/proposals/{proposal}/events"
    async with room.http.get(url, headers=given) as answer:
        yield Events(answer)


async def test_an_open_page_is_told_of_each_vote_without_asking_again(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    async with reading_room(harness, QUICK) as room, listening(room, proposal) as events:
        assert events.answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert events.answer.headers["X-Accel-Buffering"] == "no"
        assert events.answer.headers["X-Frame-Options"] == "DENY"
        assert events.answer.headers["Cache-Control"] == "no-store"
        assert "0 voted" not in await events.next()
        await harness.vote("ada", "For")
        assert "1 voted" in await events.that_says("100.0 %")
        await harness.vote("ben", "Against")
        assert "2 voted" in await events.that_says("66.7 %")


async def test_an_event_is_the_very_part_of_the_page_that_it_takes_the_place_of(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    async with reading_room(harness, QUICK) as room, listening(room, proposal) as events:
        event = await events.line()
        while not event.startswith(b"data: "):
            event = await events.line()
        told = "".join(orjson.loads(event.removeprefix(b"data: ")).split())
        page = "".join((await room.get(f"/proposals/{proposal}")).text.split())
        start = page.index(told[:40])
        assert page[start : start + len(told)] == told


async def test_an_open_page_is_told_of_the_end(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    async with reading_room(harness, QUICK) as room, listening(room, proposal) as events:
        await harness.close(proposal)
        assert "Passed" in await events.that_says("How the vote ended")


async def test_a_stream_outlives_the_two_minutes_of_other_connections(harness: ServiceHarness) -> None:
    """They last 0.3 seconds here."""
    proposal = await opened(harness, POWERS)
    limits = replace(QUICK, heartbeat_seconds=0.1)
    async with reading_room(harness, limits) as room, listening(room, proposal) as events:
        await events.next()
        assert [await events.line() for _ in range(6)] == [b":\n"] * 6


@pytest.mark.attack("floods")
async def test_a_stream_ends_when_its_own_time_is_over(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    async with reading_room(harness, replace(QUICK, stream_seconds=0.2)) as room:
        async with listening(room, proposal) as events:
            await events.next()
            with pytest.raises((aiohttp.ClientError, EOFError)):
                await events.next()
        async with listening(room, proposal) as again:
            assert await again.next()


@pytest.mark.attack("floods")
@pytest.mark.parametrize(
    ("bound", "addresses"),
    [
        ({"streams": 3}, ["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"]),
        ({"streams_of_address": 3}, ["1.1.1.1"] * 4),
    ],
)
async def test_who_opens_more_streams_than_there_may_be_is_refused_and_the_others_go_on(
    harness: ServiceHarness, bound: dict[str, int], addresses: list[str]
) -> None:
    proposal = await opened(harness, POWERS)
    limits = replace(QUICK, **bound)
    async with (
        reading_room(harness, limits, proxies="127.0.0.1") as room,
        AsyncExitStack() as stack,
    ):
        opened_now = [
            await stack.enter_async_context(listening(room, proposal, X_Forwarded_For=address))
            for address in addresses
        ]
        assert [events.answer.status for events in opened_now] == [200, 200, 200, 429]
        for events in opened_now[:3]:
            await events.next()
        await harness.vote("ada", "For")
        for events in opened_now[:3]:
            await events.that_says("1 voted")
        opened_now[0].answer.close()
        again = listening(room, proposal, X_Forwarded_For=addresses[3])
        while (await stack.enter_async_context(again)).answer.status != 200:
            again = listening(room, proposal, X_Forwarded_For=addresses[3])


@pytest.mark.attack("floods")
async def test_who_does_not_read_is_let_go_and_keeps_nobody_waiting(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    limits = replace(QUICK, slow_seconds=0.2, heartbeat_seconds=0.001)
    async with reading_room(harness, limits) as room:
        host, port = room.origin.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port), limit=1)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(f"GET /proposals/{proposal}/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        await writer.drain()
        async with listening(room, proposal) as events:
            await events.next()
            await harness.vote("ada", "For")
            assert await events.that_says("1 voted")
        writer.close()


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("pages", [PagesFor.MEMBERS, PagesFor.NOBODY])
async def test_a_stranger_hears_nothing_of_a_vote_that_is_not_for_them(
    harness: ServiceHarness, pages: PagesFor
) -> None:
    proposal = await opened(harness, POWERS)
    async with reading_room(harness, QUICK, pages) as room:
        there, nowhere = f"/proposals/{proposal}/events", "/proposals/999/events"
        found, missing = await room.get(there), await room.get(nowhere)
        assert (found.status, missing.status) == (404, 404)
        assert found.text == missing.text


@pytest.mark.attack("visibility")
async def test_a_stream_ends_when_the_pages_are_shown_to_others_no_more(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    limits = replace(QUICK, readmit_seconds=0, heartbeat_seconds=0.05)
    async with reading_room(harness, limits) as room, listening(room, proposal) as events:
        await events.next()
        await room.show_pages_to(PagesFor.MEMBERS)
        with pytest.raises(EOFError):
            await events.next()


@pytest.mark.attack("database")
async def test_a_vote_that_cannot_be_read_keeps_no_other_from_being_told(harness: ServiceHarness) -> None:
    bad = await opened(harness, POWERS)
    good = await harness.submitted("ada")
    await harness.open(good)
    limits = replace(QUICK, stream_pause_seconds=0.5, connection_seconds=30)
    async with reading_room(harness, limits) as room, listening(room, bad), listening(room, good) as events:
        await events.next()
        async with harness.database.write_transaction() as connection:
            await connection.exec_driver_sql(f"UPDATE revisions SET actions = '{{' WHERE proposal = {bad}")
        harness.services.live_votes.touch(bad)
        for _ in range(3):
            await asyncio.sleep(0)
        # Told in one breath with the one that can't be.
        await harness.vote("ada", "For", proposal=good)
        harness.services.live_votes.touch(bad)
        assert "1 voted" in await events.that_says("100.0 %")


@pytest.mark.attack("visibility")
async def test_a_hidden_vote_tells_nothing_until_its_close_not_even_that_somebody_voted(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    limits = replace(QUICK, heartbeat_seconds=0.3)
    async with reading_room(harness, limits) as room, listening(room, proposal) as events:
        assert "Hidden until the end" in await events.next()
        await harness.vote("ada", "For")
        await harness.vote("ben", "Against")
        # What comes next is a heartbeat, and no event.
        assert await events.line() == b":\n"
        await harness.close(proposal)
        assert "66.7 %" in await events.next()
