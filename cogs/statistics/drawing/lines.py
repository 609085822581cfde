"""Lines over time."""

from datetime import UTC
from typing import Any

from bot.wording.statistics.charts import LineChart
from cogs.components.drawing import plain
from cogs.statistics.drawing.style import COLOURS, INK, LINES, MARKERS, TEXT, bare, titled

HEIGHT = 3.2
"""Inches."""
_ALL = 100
_MARGIN = 0.03
"""Of what is shown, on either side."""
_MARKED = 40
"""Points of a line that are marked one by one."""


def draw(axes: Any, chart: LineChart) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    titled(axes, chart.title)
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
    if chart.boundary is not None:
        at, label = chart.boundary
        place_of = date2num(at)  # type: ignore[no-untyped-call]
        axes.axvline(place_of, color=INK, linewidth=1.2, linestyle=(0, (2, 2)))
        axes.annotate(
            plain(label),
            (place_of, 1),
            xycoords=("data", "axes fraction"),
            xytext=(6, -4),
            textcoords="offset points",
            va="top",
            annotation_clip=True,
            color=INK,
            fontsize=TEXT,
        )
    if chart.span is not None and chart.span[0] < chart.span[1]:
        first, last = (date2num(at) for at in chart.span)  # type: ignore[no-untyped-call]
        margin = (last - first) * _MARGIN
        axes.set_xlim(first - margin, last + margin)
    locator = AutoDateLocator(tz=UTC, minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=UTC))  # type: ignore[no-untyped-call]
    axes.xaxis.get_offset_text().set(color=INK, size=TEXT)
    axes.set_ylim(0, highest * 1.3 or 1)
    if chart.percent:
        # Above everything there is only the legend.
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %" if value <= _ALL else "")
    else:
        axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(visible=True, axis="y", color=INK, alpha=0.25)
    bare(axes, "bottom")
    if len(chart.series) > 1:
        axes.legend(
            loc="upper left",
            fontsize=TEXT,
            labelcolor=INK,
            frameon=False,
            ncols=len(chart.series),
            handlelength=3,
        )
