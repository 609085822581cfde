"""The chart of conviction in a browser, on a phone and at a desk, in light and in dark."""

from pathlib import Path

import pytest

from sandbox.chromium import Chromium
from tests.databases import Databases
from tests.harness import convened
from tests.services.conviction.staking_harness import HOUR, StakingHarness
from tests.web.browser.looking import WIDTHS, look, opened, words
from tests.web.reading.reading_room import reading_room

pytestmark = pytest.mark.asyncio(loop_scope="session")


@WIDTHS
async def test_the_chart_of_conviction_is_read_on_every_screen(
    databases: Databases, tmp_path: Path, chromium: Chromium, width: int
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        dao = StakingHarness(harness)
        await dao.begin({"ada": 2_000})
        well = await dao.proposed(asks=1_000)
        await dao.add("ada", well, "1000")
        await dao.wait(5 * HOUR)
        async with reading_room(harness) as room, opened(chromium, width) as page:
            await page.open(f"{room.origin}/proposals/{well}")
            await page.appears(".chart polyline.ahead")
            await look(page, "conviction", width)
            said = await words(page)
            drawn = await page.measure(
                "(({width, height}) => [width, height])(document.querySelector('.chart > svg').getBoundingClientRect())"
            )
    assert "if nothing changes" in said
    assert drawn[0] > 300
    assert drawn[1] > 150
