"""The chart of a treasury as a picture."""

from functools import partial
from typing import Any

from bot.wording.treasury.holdings import TreasuryChart
from cogs.components import drawing

FILE = "treasury.png"
_INK, _BAR = "#c9d1d9", "#3b82f6"


async def drawn(chart: TreasuryChart) -> bytes:
    """The chart as a PNG, 800 pixels wide."""
    return await drawing.drawn(partial(_draw, chart), 1 + 0.5 * len(chart.bars))


def _draw(chart: TreasuryChart, figure: Any) -> None:
    axes = figure.add_subplot(facecolor=drawing.PAPER)
    bars = chart.bars[::-1]
    drawn_bars = axes.barh(range(len(bars)), [float(value) for _, value, _ in bars], color=_BAR, height=0.6)
    axes.bar_label(
        drawn_bars,
        # What others named is no markup of the picture.
        [drawing.plain(worth) for _, _, worth in bars],
        padding=6,
        color=_INK,
        fontsize=15,
    )
    axes.set_yticks(range(len(bars)), [drawing.plain(name) for name, _, _ in bars])
    axes.tick_params(colors=_INK, labelsize=15, length=0)
    axes.xaxis.set_visible(False)
    axes.margins(x=0.25)
    for spine in axes.spines.values():
        spine.set_visible(False)
