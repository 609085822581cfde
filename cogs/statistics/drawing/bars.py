"""Bars that lie, of one part or of several."""

from collections.abc import Sequence
from typing import Any

from bot.wording.markup.plain_text import cut
from bot.wording.statistics.charts import BarChart
from cogs.components.drawing import PAPER, WIDTH, plain
from cogs.statistics.drawing.style import COLOURS, HATCHES, INK, NAME_LIMIT, TEXT, bare, legend, titled

_LETTER = 0.105
"""Inches that a letter of a label takes, on average."""
_EDGES = 0.35
"""Inches around the chart, and before a label."""
_MOST_LABEL = 0.8
"""Of the chart's width a label gets no more: something of the bars is left."""


def height(chart: BarChart) -> float:
    """Inches."""
    return 0.62 + 0.42 * len(chart.bars) + (0.3 if chart.legend else 0)


def draw(axes: Any, chart: BarChart) -> None:
    titled(axes, chart.title, legend=bool(chart.legend))
    bars = chart.bars
    rows = range(len(bars))
    ends = [0.0] * len(bars)
    drawn = None
    for place in range(max(len(each.parts) for each in bars)):
        widths = [float(each.parts[place]) for each in bars]
        drawn = axes.barh(
            rows,
            widths,
            left=ends,
            height=0.66,
            color=COLOURS[place],
            hatch=HATCHES[place],
            edgecolor=PAPER,
            linewidth=0.8,
            label=plain(chart.legend[place]) if chart.legend else None,
        )
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    assert drawn is not None
    axes.set_xlim(0, _span(chart, ends) or 1)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for row, (each, end) in enumerate(zip(bars, ends, strict=True)):
        axes.annotate(
            plain(each.label),
            (end, row),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=TEXT,
        )
    axes.set_yticks(rows, [plain(cut(each.name, NAME_LIMIT)) for each in bars])
    axes.xaxis.set_visible(False)
    bare(axes)
    axes.tick_params(length=0)
    if chart.legend:
        legend(axes, len(chart.legend))


def _span(chart: BarChart, ends: Sequence[float]) -> float:
    """How far the scale goes, so that behind each bar there is room for its label."""
    names = max(min(len(each.name), NAME_LIMIT) for each in chart.bars)
    width = WIDTH - _EDGES - names * _LETTER
    room = (width - min(_EDGES + len(each.label) * _LETTER, width * _MOST_LABEL) for each in chart.bars)
    return max(end * width / left for end, left in zip(ends, room, strict=True))
