"""The charts of figures: drawn whatever they hold, 800 pixels wide, and told apart by more than their colours."""

import io
import struct
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from matplotlib.image import imread

from bot.wording.statistics.charts import Bar, BarChart, Chart, LineChart, MatrixChart, Picture, Series
from cogs.components.drawing import PAPER
from cogs.statistics.drawing import style
from cogs.statistics.drawing.picture import drawn

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HALF = Fraction(1, 2)
CHARTS: dict[str, Chart] = {
    "lines of shares": LineChart(
        "Of all power",
        (
            Series("a", tuple((NOON + timedelta(days=day), Fraction(day, 9)) for day in range(9))),
            Series("b", ((NOON, Fraction(1)), (NOON + timedelta(days=9), HALF))),
        ),
        percent=True,
        span=(NOON, NOON + timedelta(days=30)),
        boundary=(NOON + timedelta(days=4), "this time"),
    ),
    "one point of nothing": LineChart("None", (Series("none", ((NOON, Fraction(0)),)),)),
    "parts of bars": BarChart(
        "Proposals by track",
        tuple(Bar(f"track {n}", tuple(map(Fraction, (n, 2, 1, 0))), str(n + 3)) for n in range(4)),
        ("passed", "defeated", "stopped", "open"),
    ),
    "bars of nothing with hostile names": BarChart(
        "$\\frac{", (Bar("$x^" * 40, (Fraction(0),), "$1_000 $"),)
    ),
    "a matrix": MatrixChart("Together", ("1", "2"), ((Fraction(1), HALF), (HALF, None))),
    "long names, labels and legends": BarChart(
        "Wer was beschließt",
        (
            Bar("Bundesverband der Brunnenbauer", tuple(map(Fraction, (9, 1, 1, 1))), "12 345 678 901.5 UNI"),
            Bar("kurz", tuple(map(Fraction, (12, 0, 0, 0))), "100.0 % · 12 345 678.9 UNI"),
        ),
        ("angenommen", "abgelehnt", "zurückgenommen", "offen"),
    ),
    "a mark at the end and a long legend": LineChart(
        "Nach Köpfen",
        tuple(
            Series(name, ((NOON, HALF), (NOON + timedelta(days=9), HALF)))
            for name in ("Mitglieder mit einer verknüpften Wallet", "Abstimmende")
        ),
        boundary=(NOON + timedelta(days=9), "diese Zeit"),
    ),
    "a matrix of one": MatrixChart("Alone", ("1",), ((None,),)),
}


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("name", list(CHARTS))
async def test_each_chart_is_drawn_eight_hundred_pixels_wide(name: str) -> None:
    width, height = size(await drawn(Picture((CHARTS[name],), name)))
    assert width == 800
    assert 100 < height < 1_200


@pytest.mark.parametrize("name", list(CHARTS))
async def test_nothing_is_cut_at_the_edge(name: str) -> None:
    picture = imread(io.BytesIO(await drawn(Picture((CHARTS[name],), name))))
    paper = [round(int(PAPER[place : place + 2], 16) / 255, 3) for place in (1, 3, 5)]
    for edge in (picture[:, 0], picture[:, -1], picture[0], picture[-1]):
        assert {tuple(round(float(part), 3) for part in pixel[:3]) for pixel in edge} == {tuple(paper)}


async def test_charts_stand_one_above_the_other() -> None:
    charts = tuple(CHARTS.values())
    together = size(await drawn(Picture(charts, "all")))
    alone = [size(await drawn(Picture((chart,), "one"))) for chart in charts]
    assert together[0] == 800
    assert abs(together[1] - sum(height for _, height in alone)) <= len(charts)


def test_no_two_parts_or_lines_are_told_apart_by_colour_alone() -> None:
    number = len(style.COLOURS)
    assert number >= 4, "outcomes have four"
    for others in (style.HATCHES, style.LINES, style.MARKERS):
        assert len(set(others)) == len(others) == number
