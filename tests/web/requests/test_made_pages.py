"""A page that was just made is given to the next reader too, and to nobody who may not read it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvloop
from msgspec.structs import replace
from sqlalchemy import Engine, event

from bot.domain.spaces.space import PagesFor
from bot.web.requests.made_pages import FORM_TOKEN, MOST, MadePages
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.services.voting.ending import opened
from tests.web.conftest import QUICK
from tests.web.reading.reading_room import LIMITS, reading_room
from tests.web.site import Browser, Site

POWERS = {"ada": 10, "ben": 5}
SHARED = replace(LIMITS, made_again_seconds=1)


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness


@pytest.mark.parametrize("page", ["", "/voters"])
async def test_a_page_is_a_second_old_and_no_older(harness: ServiceHarness, page: str) -> None:
    proposal = await opened(harness, POWERS)
    async with reading_room(harness, SHARED) as room:
        path = f"/proposals/{proposal}{page}"
        first = await room.get(path)
        await harness.vote("ada", "For")
        assert (await room.get(path)).text == first.text
        await harness.pass_time(timedelta(seconds=1))
        assert "1 voted" in (await room.get(path)).words


SHARED_ANSWERS = [
    "/spaces/1",
    "/proposals/1",
    "/proposals/1/voters",
    "/api/v1/spaces/1",
    "/api/v1/spaces/1/proposals",
    "/api/v1/proposals/1",
    "/api/v1/proposals/1/votes",
    "/spaces/1/feed.atom",
    "/spaces/1/deadlines.ics",
]


@contextmanager
def counted() -> Iterator[list[str]]:
    """What is asked of the database in the block."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.attack("floods")
@pytest.mark.parametrize("path", SHARED_ANSWERS)
async def test_of_many_readers_in_a_second_all_but_the_first_only_ask_whether_they_may(
    harness: ServiceHarness, path: str
) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness, SHARED) as room:
        reads = []
        for seconds in (0, 0, 0, 1):
            await harness.pass_time(timedelta(seconds=seconds))
            with counted() as asked:
                assert (await room.get(path)).status == 200
            reads.append(len(asked))
    first, second, third, later = reads
    assert second == third < first
    assert later > second


@pytest.mark.parametrize("path", ["/api/v1/proposals/1", "/api/v1/proposals/1/votes"])
async def test_an_answer_is_a_second_old_and_no_older(harness: ServiceHarness, path: str) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness, SHARED) as room:
        first = await room.get(path)
        await harness.vote("ada", "For")
        assert (await room.get(path)).text == first.text
        await harness.pass_time(timedelta(seconds=1))
        assert (await room.get(path)).text != first.text


async def test_each_query_has_a_page_of_its_own(harness: ServiceHarness) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness, SHARED) as room:
        everything = await room.get("/spaces/1")
        assert (await room.get("/spaces/1?before=1")).text != everything.text
        assert (await room.get("/spaces/1?track=nowhere")).status == 404


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("page", SHARED_ANSWERS)
async def test_a_page_that_was_just_made_for_others_is_not_there_for_who_may_not_read_it(
    harness: ServiceHarness, page: str
) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness, SHARED) as room:
        assert (await room.get(page)).status == 200
        await room.show_pages_to(PagesFor.MEMBERS)
        assert (await room.get(page)).status == 404


@pytest.mark.attack("web")
async def test_two_who_read_the_same_page_have_each_a_form_token_of_their_own(tmp_path: Path) -> None:
    async with Site.open(tmp_path / "folkmoot.db", replace(QUICK, made_again_seconds=3600)) as site:
        tokens = []
        for name in ("ada", "ben"):
            browser = Browser(site)
            page = await browser.read("/spaces/1", site.member(name))
            assert FORM_TOKEN not in page.text
            tokens.append(page.fields["form_token"])
            assert (await browser.post("/logout", {"form_token": tokens[0]})).status == (
                303 if name == "ada" else 400
            )
            await browser.close()
        stranger = Browser(site)
        seen = (await stranger.get("/spaces/1")).text
        assert not any(token in seen for token in tokens)
        await stranger.close()
    assert tokens[0] != tokens[1]


@pytest.mark.attack("floods")
async def test_many_at_once_have_a_page_made_once(harness: ServiceHarness) -> None:
    made = 0

    async def make() -> str:
        nonlocal made
        made += 1
        await asyncio.sleep(0)
        return "page"

    pages = MadePages(harness.clock, 1)
    assert await asyncio.gather(*(pages.get("one", make) for _ in range(100))) == ["page"] * 100
    assert made == 1


@pytest.mark.attack("floods")
async def test_no_more_pages_are_remembered_than_there_may_be(harness: ServiceHarness) -> None:
    made: list[int] = []
    pages = MadePages(harness.clock, 1)

    async def ask(number: int) -> None:
        async def make() -> str:
            made.append(number)
            return "page"

        await pages.get(number, make)

    for number in range(MOST + 1):
        await ask(number)
    await ask(MOST)
    await ask(0)
    assert made == [*range(MOST + 1), 0]


async def test_what_could_not_be_made_is_made_for_the_next(harness: ServiceHarness) -> None:
    async def fail() -> str:
        raise OSError

    async def make() -> str:
        return "page"

    pages = MadePages(harness.clock, 1)
    with pytest.raises(OSError):  # noqa: PT011 - it is the very one
        await pages.get("one", fail)
    assert await pages.get("one", make) == "page"


def test_pages_are_served_on_the_event_loop_that_the_bot_runs_on(
    databases: Databases, tmp_path: Path
) -> None:
    async def visit() -> None:
        async with convened(databases, tmp_path / "folkmoot.db") as harness:
            proposal = await opened(harness, POWERS)
            async with reading_room(harness) as room:
                assert (await room.get(f"/proposals/{proposal}")).status == 200
                async with room.http.get(f"{room.origin}/proposals/{proposal}/events") as events:
                    assert (await events.content.readline()).startswith(b"retry: ")

    uvloop.run(visit())
