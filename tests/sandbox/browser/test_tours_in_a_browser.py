"""The shorter guided tours by mouse and keyboard, on one sandbox: on a phone and at a desk in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.chromium import Chromium
from tests.sandbox.browser.touring import Place, Tourist, guided
from tests.web.browser.looking import DESK, PHONE

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


@dataclass
class Visit:
    place: Place
    chromium: Chromium
    folder: Path

    @asynccontextmanager
    async def of(self, scenario: str, width: int) -> AsyncIterator[Tourist]:
        """Somebody at the first step of a tour, who has seen its end with the block."""
        async with self.chromium.page(width) as page:
            me = Tourist(self.chromium, page, self.place.pages, width)
            await me.begins(scenario)
            yield me
            await me.opens("panel-tour")
            assert "That is the end." in str(
                await page.measure("document.querySelector('.tour').textContent")
            )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visit(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visit]:
    folder = tmp_path_factory.mktemp("tours")
    async with guided(folder) as place, Chromium.start() as chromium:
        yield Visit(place, chromium, folder)


async def test_small_holders_outvote_a_whale(visit: Visit) -> None:
    async with visit.of("quadratic", PHONE) as me:
        await me.proposes(1, "Title", "Text")
        await me.turns(2)
        for number in (3, 4, 5, 6):
            await me.votes(number)
        await me.turns(7)
        await me.counts(8, visit.folder)


async def test_stakes_outgrow_what_was_asked_of_the_pool(visit: Visit) -> None:
    async with visit.of("conviction", DESK) as me:
        await me.proposes(1, "Title", "Text", "Actions, one per line (optional)")
        await me.turns(2)
        for number in (3, 4, 5):
            await me.goes()
            await me.uses("stake add", proposal="", amount="")
            await me.done(number)
        await me.turns(6)
        await me.turns(7)
        await me.signs(8, "olga")
        await me.signs(9, "otto")
        await me.executes(10, "otto")


async def test_two_seats_are_elected_by_ranking(visit: Visit) -> None:
    async with visit.of("council", PHONE) as me:
        for first in (1, 7):
            await me.proposes(first, "Title", "Text", "Choices, one per line")
            await me.turns(first + 1)
            for number in (2, 3, 4):
                await me.votes(first + number, proposal="", choice="")
            await me.turns(first + 5)
        await me.counts(13, visit.folder)


async def test_what_a_wallet_holds_on_two_chains_is_one_power(visit: Visit) -> None:
    async with visit.of("two-chains", DESK) as me:
        await me.proposes(1, "Title", "Text")
        await me.turns(2)
        await me.votes(3)
        await me.votes(4)
        await me.goes()
        await me.uses("vote why", proposal="")
        await me.done(5)
        await me.turns(6)
        await me.counts(7, visit.folder)


async def test_a_member_overrules_her_delegate(visit: Visit) -> None:
    async with visit.of("delegation", PHONE) as me:
        for number in (1, 2):
            await me.goes()
            await me.uses("delegate to", member="")
            await me.done(number)
        await me.proposes(3, "Title", "Text")
        await me.turns(4)
        await me.votes(5)
        await me.votes(6)
        await me.turns(7)
        await me.counts(8, visit.folder)
