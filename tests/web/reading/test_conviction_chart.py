"""The chart of conviction on the page of a proposal, as long as members stake on it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.rendering.conviction_plot import plotted
from bot.wording.conviction.conviction_charts import chart_of
from tests.cogs.voting.cards.test_stake_words import staked
from tests.cogs.voting.samples import SAY
from tests.databases import Databases
from tests.harness import convened
from tests.services.conviction.staking_harness import HOUR, POLICY, StakingHarness
from tests.web.reading.reading_room import reading_room

_CHART = re.compile(r'<figure class="chart">.*?</figure>', re.DOTALL)


@pytest.fixture
async def dao(databases: Databases, tmp_path: Path) -> AsyncIterator[StakingHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield StakingHarness(harness)


def points(html: str, line: str) -> list[tuple[int, int]]:
    """Of a line of the drawing."""
    (found,) = re.findall(rf'<polyline class="{line}" points="([^"]*)"', html)
    return [(int(x), int(y)) for x, y in (point.split(",") for point in found.split())]


async def test_the_page_shows_how_conviction_has_grown_and_when_it_passes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 2_000})
    well = await dao.proposed(asks=1_000)
    await dao.add("ada", well, "1000")
    await dao.wait(5 * HOUR)
    async with reading_room(dao.harness) as room:
        page = await room.get(f"/proposals/{well}")
    (chart,) = _CHART.findall(page.text)
    (said,) = re.findall(r'<svg role="img" aria-label="([^"]*)"', chart)
    assert said.startswith("Chart: the conviction over time. It has reached ")
    assert "of the threshold, and exceeds it about" in said
    past, ahead = points(chart, "past"), points(chart, "ahead")
    (threshold,) = re.findall(r'class="threshold" x1="0" y1="(\d+)" x2="1000"', chart)
    assert past[0] == (0, 400)
    assert past[-1] == ahead[0]
    assert past[-1][1] > int(threshold) > ahead[-1][1]
    assert [y for _, y in past + ahead] == sorted((y for _, y in past + ahead), reverse=True)
    for label in ("conviction", "if nothing changes", "threshold"):
        assert f"</svg> {label}</span>" in chart
    assert "style=" not in page.text


async def test_there_is_no_chart_before_the_first_stake_and_after_the_end(dao: StakingHarness) -> None:
    await dao.begin({"ada": 2_000})
    well = await dao.proposed(asks=1_000)
    async with reading_room(dao.harness) as room:
        assert not _CHART.search((await room.get(f"/proposals/{well}")).text)
        await dao.add("ada", well, "all")
        await dao.wait(timedelta(days=3))
        page = await room.get(f"/proposals/{well}")
    assert "How the vote ended" in page.words
    assert not _CHART.search(page.text)


async def test_a_chart_without_a_threshold_draws_none(dao: StakingHarness) -> None:
    await dao.begin({"ada": 2_000}, policy=POLICY.model_copy(update={"executor": None}))
    well = await dao.proposed(asks=0)
    await dao.add("ada", well, "all")
    await dao.wait(5 * HOUR)
    async with reading_room(dao.harness) as room:
        (chart,) = _CHART.findall((await room.get(f"/proposals/{well}")).text)
    assert "There is no threshold" in chart
    assert "threshold</span>" not in chart
    assert 'class="threshold"' not in chart


_STAKES = st.lists(st.tuples(st.integers(1, 10**38), st.integers(0, 100_000)), min_size=1, max_size=5)


@given(stakes=_STAKES, needed=st.none() | st.integers(0, 10**40))
def test_every_line_lies_within_the_drawing_from_edge_to_edge(
    stakes: list[tuple[int, int]], needed: int | None
) -> None:
    chart = chart_of(staked(*sorted(stakes, key=lambda stake: -stake[1]), needed=needed), SAY)
    assert chart is not None
    plot = plotted(chart)
    drawn = [tuple(map(int, point.split(","))) for point in f"{plot.past} {plot.ahead}".split()]
    assert all(0 <= x <= plot.width and 0 <= y <= plot.height for x, y in drawn)
    assert [x for x, _ in drawn] == sorted(x for x, _ in drawn)
    assert (drawn[0][0], drawn[-1][0]) == (0, plot.width)
    assert (plot.threshold is None) == (not needed)
    assert plot.threshold is None or 0 < plot.threshold <= plot.height
