"""Charts one above the other, as one picture."""

from functools import partial
from typing import Any

from bot.wording.statistics.charts import BarChart, Chart, LineChart, Picture
from cogs.components import drawing
from cogs.statistics.drawing import bars, lines, matrix

FILE = "statistics.png"


async def drawn(picture: Picture) -> bytes:
    """The picture as a PNG, 800 pixels wide."""
    heights = [_height(each) for each in picture.charts]
    return await drawing.drawn(partial(_draw, picture, heights), sum(heights))


def _draw(picture: Picture, heights: list[float], figure: Any) -> None:
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
    panels = figure.subplots(
        len(heights), 1, squeeze=False, height_ratios=heights, subplot_kw={"facecolor": drawing.PAPER}
    )
    for chart, (axes,) in zip(picture.charts, panels, strict=True):
        _draw_chart(axes, chart)


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
