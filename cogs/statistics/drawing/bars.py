"""Bars that lie, of one part or of several."""

from typing import Any

from bot.wording.markup.plain_text import cut
from bot.wording.statistics.charts import BarChart
from cogs.components.drawing import PAPER, plain
from cogs.statistics.drawing.style import COLOURS, HATCHES, INK, NAME_LIMIT, TEXT, bare, titled


def height(chart: BarChart) -> float:
    """Inches."""
    return 0.9 + 0.42 * len(chart.bars) + (0.4 if chart.legend else 0)


def draw(axes: Any, chart: BarChart) -> None:
    titled(axes, chart.title)
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
    axes.set_xlim(0, max(ends) * 1.32 or 1)
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
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.02),
            fontsize=TEXT,
            labelcolor=INK,
            frameon=False,
            ncols=len(chart.legend),
            handlelength=2.2,
            handleheight=1.2,
        )
