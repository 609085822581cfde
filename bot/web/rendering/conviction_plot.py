"""The chart of a proposal's conviction as the lines of a drawing that fills the width of a page."""

from fractions import Fraction

import msgspec

from bot.wording.conviction.conviction_charts import ConvictionChart

_WIDTH, _HEIGHT = 1000, 400
_ROOM_ABOVE = Fraction(112, 100)


class Plot(msgspec.Struct, frozen=True):
    """In units of the drawing, from its upper left corner."""

    past: str
    """`x,y` of each point, as SVG wants them."""
    ahead: str
    threshold: int | None
    """How far down its line is; None where there is none."""
    width: int = _WIDTH
    height: int = _HEIGHT


def plotted(chart: ConvictionChart) -> Plot:
    """Every point lies within the drawing, the first at its left edge and the last at its right one."""
    points = (*chart.past, *chart.ahead)
    threshold = Fraction(100 if chart.reachable else 0)
    top = max(threshold, *(value for _, value in points)) * _ROOM_ABOVE or Fraction(1)
    first, last = points[0][0], points[-1][0]

    def down(value: Fraction) -> int:
        return _HEIGHT - int(_HEIGHT * value / top)

    def line(part: tuple[tuple[int, Fraction], ...]) -> str:
        return " ".join(
            f"{_WIDTH * (second - first) // (last - first)},{down(value)}" for second, value in part
        )

    return Plot(line(chart.past), line(chart.ahead), down(threshold) if chart.reachable else None)
