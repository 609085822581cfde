"""Charts one above the other, as one picture."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.wording.statistics.charts import BarChart, Chart, LineChart, Picture
from cogs.statistics.drawing import bars, lines, matrix
from cogs.statistics.drawing.style import PAPER

FILE = "statistics.png"
_WIDTH = 8
"""Inches of 100 pixels."""
_drawing = ThreadPoolExecutor(1, "drawing")
"""matplotlib draws one picture at a time, in a thread of its own: who waits for a picture takes no other thread,
such as one in which a vote is counted."""


async def drawn(picture: Picture) -> bytes:
    """The picture as a PNG, 800 pixels wide; drawn in a thread, since it takes a good part of a second."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, _draw, picture)


def _draw(picture: Picture) -> bytes:
    # Here, since importing it takes longer than everything else at the start, and many spaces never need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [_height(each) for each in picture.charts]
    figure = Figure(figsize=(_WIDTH, sum(heights)), dpi=100, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)  # type: ignore[union-attr,call-arg]
    panels = figure.subplots(
        len(heights), 1, squeeze=False, height_ratios=heights, subplot_kw={"facecolor": PAPER}
    )
    for chart, (axes,) in zip(picture.charts, panels, strict=True):
        _draw_chart(axes, chart)
    file = io.BytesIO()
    figure.savefig(file, format="png", facecolor=PAPER)
    return file.getvalue()


def _height(chart: Chart) -> float:
    if isinstance(chart, LineChart):
        return lines.HEIGHT
    return bars.height(chart) if isinstance(chart, BarChart) else matrix.height(chart)


def _draw_chart(axes: Any, chart: Chart) -> None:
    if isinstance(chart, LineChart):
        lines.draw(axes, chart)
    elif isinstance(chart, BarChart):
        bars.draw(axes, chart)
    else:
        matrix.draw(axes, chart)
