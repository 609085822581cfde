"""The search field on a space's page: what `/proposal list` finds by words, for those who may see the page."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.domain.spaces.space import PagesFor
from tests.databases import ON_EACH_KIND, Databases
from tests.harness import ServiceHarness, convened
from tests.services.delegation.delegating import rule
from tests.web.reading.reading_room import reading_room


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        yield harness


async def test_words_are_looked_for_in_titles_and_texts_and_drafts_are_nobodys(
    harness: ServiceHarness,
) -> None:
    await rule(harness, "parks")
    await harness.powers({"ada": 10})
    await harness.submitted("ada", title="Eine neue Brücke")
    await harness.submitted("ada", title="Paint the door")
    await harness.drafted("ada", title="A secret bridge, Brücke")
    async with reading_room(harness) as room:
        page = await room.get("/spaces/1?text=brucke")
        assert "What has these words: brucke" in page.words
        assert "Eine neue Brücke" in page.words
        assert "Paint the door" not in page.words
        assert "secret" not in page.words
        assert "Eine neue Brücke" not in (await room.get("/spaces/1?text=bruck&track=parks")).words
        assert "No proposal here has all" in (await room.get("/spaces/1?text=bridge")).words
        assert "No proposal here has all" in (await room.get(f"/spaces/1?text={quote('?!')}")).words
        field = (await room.get("/spaces/1")).text
        assert 'role="search"' in field
        assert 'name="text"' in field


@pytest.mark.attack("web")
async def test_what_is_typed_is_shown_as_it_is_and_is_bounded(harness: ServiceHarness) -> None:
    async with reading_room(harness) as room:
        page = await room.get(f"/spaces/1?text={quote('<script>alert(1)</script>')}")
        assert page.status == 200
        assert "<script>alert(1)" not in page.text
        assert (await room.get(f"/spaces/1?text={'x' * 300}")).status == 400
        assert (await room.get("/spaces/1?text=x&before=y")).status == 404
        await room.show_pages_to(PagesFor.MEMBERS)
        seen = [(await room.get(path)).status for path in ("/spaces/1?text=x", "/spaces/1")]
        assert seen[0] == seen[1] != 200


@pytest.mark.attack("web")
@ON_EACH_KIND
async def test_numbers_beyond_all_there_are_find_the_newest(harness: ServiceHarness) -> None:
    await harness.powers({"ada": 10})
    await harness.submitted("ada", title="Eine neue Brücke")
    async with reading_room(harness) as room:
        for before in ("2147483648", "9" * 18):
            page = await room.get(f"/spaces/1?text=bruck&before={before}")
            assert page.status == 200
            assert "Eine neue Brücke" in page.words
