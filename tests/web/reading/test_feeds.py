"""Feeds and calendars of public spaces: what readers of them take, and nothing that is not for everybody."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.ids import ProposalId
from bot.domain.spaces.space import PagesFor
from bot.web.rendering.atom import Entry, atom
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.services.voting.ending import end_of, opened
from tests.web.reading.reading_room import ReadingRoom, reading_room
from tests.web.reading.test_markup_on_pages import PAYLOADS

POWERS = {"ada": 10, "ben": 5}
FEEDS = ("/spaces/1/feed.atom", "/spaces/1/deadlines.ics")
ATOM = "{http://www.w3.org/2005/Atom}"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness


async def entries(room: ReadingRoom) -> list[dict[str, str]]:
    """Of the feed, by the names of their elements."""
    answer = await room.get(FEEDS[0])
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text.encode())
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    return [
        {each.tag.removeprefix(ATOM): each.text or "" for each in entry}
        for entry in feed.findall(f"{ATOM}entry")
    ]


async def events(room: ReadingRoom) -> dict[str, object]:
    """Of the calendar: what is when."""
    answer = await room.get(FEEDS[1])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {
        str(each["SUMMARY"]): each["DTSTART"].dt for each in Calendar.from_ical(answer.text).walk("VEVENT")
    }


async def test_a_feed_tells_where_each_proposal_stands(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    async with reading_room(harness) as room:
        (entry,) = await entries(room)
        assert entry["id"] == f"{room.origin}/proposals/{proposal}"
        assert entry["title"].endswith(" · open for voting")
        await harness.close(proposal)
        (closed,) = await entries(room)
        assert closed["id"] == entry["id"]
        assert not closed["title"].endswith("open for voting")
        assert closed["updated"] > entry["updated"]


async def test_a_calendar_has_what_is_still_to_come(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    title = f"#1 {(await harness.get(proposal)).content.title}"
    async with reading_room(harness) as room:
        assert await events(room) == {f"Vote ends: {title}": await end_of(harness, proposal)}
        await harness.close(proposal)
        assert f"Vote ends: {title}" not in await events(room)


async def test_a_space_without_proposals_has_empty_feeds(harness: ServiceHarness) -> None:
    await harness.set_up()
    async with reading_room(harness) as room:
        assert (await entries(room), await events(room)) == ([], {})


async def test_a_reader_that_has_the_newest_gets_nothing_again(harness: ServiceHarness) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness) as room:
        for path in FEEDS:
            tag = (await room.get(path)).headers["ETag"]
            await harness.pass_time(timedelta(seconds=1))
            assert (await room.get(path, If_None_Match=tag)).status == 304


async def test_the_page_of_a_public_space_leads_to_its_feeds(harness: ServiceHarness) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness) as room:
        page = (await room.get("/spaces/1")).text
    assert all(f'href="{path}"' in page for path in FEEDS)
    assert '<link rel="alternate" type="application/atom+xml"' in page


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("pages", [PagesFor.MEMBERS, PagesFor.NOBODY])
async def test_what_is_not_for_everybody_has_no_feeds(
    harness: ServiceHarness, path: str, pages: PagesFor
) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness, pages=pages) as room:
        found, missing = await room.get(path), await room.get(path.replace("1", "999"))
        assert (found.status, found.text) == (404, missing.text)


@pytest.mark.attack("visibility")
async def test_the_feeds_of_a_hidden_vote_are_the_same_whatever_is_voted(harness: ServiceHarness) -> None:
    await opened(harness, POWERS, privacy="after_close", reactions=False)
    async with reading_room(harness) as room:
        before = [(await room.get(path)).text for path in FEEDS]
        await harness.vote("ada", "For", reason="Look")
        await harness.vote("ben", "Against")
        assert [(await room.get(path)).text for path in FEEDS] == before


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "a\x00b\x0bc\ufffe", "]]>", "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "&#0;"]
)
async def test_a_title_is_text_in_feeds_whatever_it_is(harness: ServiceHarness, payload: str) -> None:
    await harness.set_up()
    await harness.powers(POWERS)
    ada = harness.actor("ada")
    preview = await harness.services.proposing.draft(ada, payload, "We need water.", "")
    proposal: ProposalId = preview.proposal.id
    await harness.services.proposing.submit(ada, proposal)
    await harness.thread_stands(proposal)
    async with reading_room(harness) as room:
        (entry,) = await entries(room)
        assert entry["title"].endswith(" · in discussion")
        calendar = Calendar.from_ical((await room.get(FEEDS[1])).text)
        assert [each.name for each in calendar.subcomponents] == ["VEVENT"]
        assert calendar.subcomponents[0].subcomponents == []


@given(st.text(max_size=100))
def test_every_text_makes_a_feed_that_can_be_read(text: str) -> None:
    now = EPOCH
    feed = atom("http://a/feed", "http://a", text, now, [Entry("http://a/1", text, text, now, now)])
    assert len(ElementTree.fromstring(feed).findall(f"{ATOM}entry")) == 1
