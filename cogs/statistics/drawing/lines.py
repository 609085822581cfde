"""Lines over time."""

from datetime import UTC
from typing import Any

from bot.wording.statistics.charts import LineChart
from cogs.components.drawing import plain
from cogs.statistics.drawing.style import COLOURS, INK, LINES, MARKERS, TEXT, bare, legend, titled

HEIGHT = 3.2
"""Inches."""
_ALL = 100
_MARGIN = 0.03
"""Of what is shown, on either side."""
_ABOVE = 1.2
"""So high is what is shown, relative to the highest value: a mark's name stands above it."""
_AROUND_ONE = 2
"""Days that are shown on either side where all is of one time."""
_MARKED = 40
"""Points of a line that are marked one by one."""


def draw(axes: Any, chart: LineChart) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    several = len(chart.series) > 1
    titled(axes, chart.title, legend=several)
    scale = 100 if chart.percent else 1
    highest = 0.0
    for place, series in enumerate(chart.series):
        values = [float(value * scale) for _, value in series.points]
        highest = max(highest, *values)
        axes.plot(
            [date2num(at) for at, _ in series.points],  # type: ignore[no-untyped-call]
            values,
            color=COLOURS[place],
            linestyle=LINES[place],
            linewidth=2.5,
            marker=MARKERS[place],
            markersize=5 if len(values) <= _MARKED else 0,
            label=plain(series.name),
        )
    times = chart.span or [at for series in chart.series for at, _ in series.points]
    first, last = (date2num(at) for at in (min(times), max(times)))  # type: ignore[no-untyped-call]
    margin = (last - first) * _MARGIN or _AROUND_ONE
    axes.set_xlim(first - margin, last + margin)
    if chart.boundary is not None:
        at, label = chart.boundary
        place_of = date2num(at)  # type: ignore[no-untyped-call]
        axes.axvline(place_of, color=INK, linewidth=1.2, linestyle=(0, (2, 2)))
        left = place_of - first < last - place_of
        axes.annotate(
            plain(label),
            (place_of, 1),
            xycoords=("data", "axes fraction"),
            xytext=(6 if left else -6, -4),
            textcoords="offset points",
            ha="left" if left else "right",
            va="top",
            annotation_clip=True,
            color=INK,
            fontsize=TEXT,
        )
    locator = AutoDateLocator(tz=UTC, minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=UTC))  # type: ignore[no-untyped-call]
    axes.xaxis.get_offset_text().set(color=INK, size=TEXT)
    top = highest * _ABOVE or 1
    if chart.percent:
        top = min(top, _ALL * (1 + _MARGIN))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
    else:
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "\u202f"))
    axes.set_ylim(-top * _MARGIN, top)
    axes.grid(visible=True, axis="y", color=INK, alpha=0.25)
    bare(axes, "bottom")
    if several:
        legend(axes, len(chart.series))
