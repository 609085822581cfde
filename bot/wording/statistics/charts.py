"""What the charts of figures show, with the words that stand in them: plain text, without marks."""

from datetime import datetime
from fractions import Fraction

import msgspec


class Series(msgspec.Struct, frozen=True):
    """One line; its points in the order of their times."""

    name: str
    points: tuple[tuple[datetime, Fraction], ...]


class LineChart(msgspec.Struct, frozen=True):
    """Lines over time. With `percent`, values are shares of 1."""

    title: str
    series: tuple[Series, ...]
    percent: bool = False
    span: tuple[datetime, datetime] | None = None
    """What is shown, so that charts above each other have the same; None: from the first point to the last."""
    boundary: tuple[datetime, str] | None = None
    """A time that is marked, and what begins there."""


class Bar(msgspec.Struct, frozen=True):
    name: str
    parts: tuple[Fraction, ...]
    """One after the other; the first ones of each bar mean the same."""
    label: str
    """What stands at its end."""


class BarChart(msgspec.Struct, frozen=True):
    """Bars that lie, the first one on top."""

    title: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    """What the parts mean, where there are several."""


class MatrixChart(msgspec.Struct, frozen=True):
    """Shares of 1 of each beside each other; None where nothing is said of two."""

    title: str
    names: tuple[str, ...]
    cells: tuple[tuple[Fraction | None, ...], ...]


Chart = LineChart | BarChart | MatrixChart


class Picture(msgspec.Struct, frozen=True):
    """Charts one above the other."""

    charts: tuple[Chart, ...]
    alt: str
    """All of it in words."""


class StatisticsWords(msgspec.Struct, frozen=True):
    """An answer: what is to be looked at first comes first."""

    title: str
    lines: tuple[str, ...]
    foot: tuple[str, ...]
    """What the figures are of, and what isn't in them."""
    picture: Picture | None
