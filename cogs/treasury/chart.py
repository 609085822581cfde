"""The chart of a treasury as a picture."""

import asyncio
import io
import threading

from bot.wording.treasury.holdings import TreasuryChart

FILE = "treasury.png"
_INK, _BAR, _PAPER = "#c9d1d9", "#3b82f6", "#1e2127"
_drawing = threading.Lock()
"""matplotlib draws one picture at a time."""


async def drawn(chart: TreasuryChart) -> bytes:
    """The chart as a PNG, 800 pixels wide; drawn in a thread, since it takes a good part of a second."""
    return await asyncio.to_thread(_draw, chart)


def _draw(chart: TreasuryChart) -> bytes:
    # Here, since importing it takes longer than everything else at the start, and many spaces never need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _drawing:
        height = 1 + 0.5 * len(chart.bars)
        figure = Figure(figsize=(8, height), dpi=100, facecolor=_PAPER, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(facecolor=_PAPER)
        bars = chart.bars[::-1]
        drawn_bars = axes.barh(
            range(len(bars)), [float(value) for _, value, _ in bars], color=_BAR, height=0.6
        )
        axes.bar_label(
            drawn_bars,
            # What others named is no markup of the picture.
            [_plain(worth) for _, _, worth in bars],
            padding=6,
            color=_INK,
            fontsize=15,
        )
        axes.set_yticks(range(len(bars)), [_plain(name) for name, _, _ in bars])
        axes.tick_params(colors=_INK, labelsize=15, length=0)
        axes.xaxis.set_visible(False)
        axes.margins(x=0.25)
        for spine in axes.spines.values():
            spine.set_visible(False)
        file = io.BytesIO()
        figure.savefig(file, format="png", facecolor=_PAPER)
    return file.getvalue()


def _plain(text: str) -> str:
    """A dollar begins a formula in matplotlib."""
    return text.replace("$", r"\$")
