"""The pages of what is decided elsewhere on a chain: every call, the proposer's text made harmless, for whom may see
the server's pages."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.actions.actions import Action
from bot.domain.ids import ChannelId
from bot.domain.spaces.space import PagesFor
from bot.services.mirrors.cards import LISTED_AT_ONCE
from bot.services.mirrors.mirroring import EVERY
from tests.databases import Databases
from tests.fakes import MAINNET, FakeFramework, account
from tests.harness import ServiceHarness, convened
from tests.web.reading.reading_room import reading_room
from tests.web.reading.test_markup_on_pages import PAYLOADS, TEXTS

OPENED = re.compile(r"<(script|img|iframe|style|math|form action=https)")
RUN = re.compile(r"<[^>]*(javascript:|onload=|onerror=|ontoggle=)", re.IGNORECASE)
PAY = Action(MAINNET, account("builder"), 5 * 10**18, "0x")


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness


async def mirrored(harness: ServiceHarness) -> FakeFramework:
    await harness.set_up()
    framework = harness.mirrored.add()
    await harness.services.mirroring.add(
        harness.moderator(), "governor", framework.rules.address, ChannelId(77)
    )
    return framework


async def look(harness: ServiceHarness) -> None:
    await harness.pass_time(EVERY)
    await harness.sweep.run()


async def test_a_reader_sees_what_it_would_do_before_what_its_proposer_says(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    framework.propose(words="# A bridge\n\nOver the **river**.", actions=[PAY], confirmed=False)
    await look(harness)
    async with reading_room(harness) as room:
        page = await room.get("/mirrored/1")
        assert page.status == 200
        assert page.words.index("Not confirmed") < page.words.index("5 ETH") < page.words.index("Over the")
        assert "<strong>river</strong>" in page.text
        assert "Open for voting on chain" in page.words
        listed = await room.get("/mirrors/1")
        assert 'href="/mirrored/1"' in listed.text
        assert "A bridge" in listed.words


async def test_all_that_is_kept_is_listed_part_by_part(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    for key in range(1, LISTED_AT_ONCE + 8):
        framework.propose(str(key), f"# Number {key}.", stage="defeated")
    await look(harness)
    async with reading_room(harness) as room:
        first = await room.get("/mirrors/1")
        (older,) = re.findall(r'href="(/mirrors/1\?before=\d+)"', first.text)
        rest = await room.get(older)
    shown = re.findall(r"Number (\d+)", first.text) + re.findall(r"Number (\d+)", rest.text)
    assert [int(each) for each in shown] == list(range(LISTED_AT_ONCE + 7, 0, -1))


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("pages", [PagesFor.NOBODY, PagesFor.MEMBERS])
@pytest.mark.parametrize("path", ["/mirrored/1", "/mirrors/1", "/mirrored/99", "/mirrors/99"])
async def test_who_may_not_see_the_servers_pages_sees_none_of_these(
    harness: ServiceHarness, pages: PagesFor, path: str
) -> None:
    framework = await mirrored(harness)
    framework.propose()
    await look(harness)
    async with reading_room(harness, pages=pages) as room:
        page = await room.get(path)
    assert page.status == 404
    assert "bridge" not in page.text


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["/mirrored/0", "/mirrored/x", "/mirrors/1?before=x", "/mirrors/-1"])
async def test_what_is_no_number_of_ours_is_no_page(harness: ServiceHarness, path: str) -> None:
    await mirrored(harness)
    async with reading_room(harness) as room:
        assert (await room.get(path)).status == 404


@pytest.mark.attack("text")
async def test_whatever_a_proposer_writes_is_harmless_on_the_pages(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    for key, words in enumerate((*PAYLOADS, *TEXTS), start=1):
        framework.propose(str(key), f"# {words}\n\n{words}")
    await look(harness)
    async with reading_room(harness) as room:
        paths = ["/mirrors/1", *(f"/mirrored/{key}" for key in framework.proposals)]
        pages = [await room.get(path) for path in paths]
    for page in pages:
        assert page.status == 200
        body = page.text.split("<main", 1)[1]
        assert not OPENED.search(body)
        assert not RUN.search(body)
