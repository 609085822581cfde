"""Shares of each beside each other: the number stands in its field, which is the brighter the greater it is."""

from typing import Any

from bot.wording.statistics.charts import MatrixChart
from cogs.components.drawing import PAPER, plain
from cogs.statistics.drawing.style import INK, TEXT, bare, titled

_DARK, _BRIGHT = (0.11, 0.20, 0.29), (0.95, 0.89, 0.26)
_LIGHT = 0.18
"""From this luminance on black letters are read more easily than white ones: either way at 4.5 to 1."""
_WEIGHTS, _GAMMA = (0.2126, 0.7152, 0.0722), 2.2
"""Of the relative luminance of sRGB (WCAG 2), as near as it is needed here."""


def height(chart: MatrixChart) -> float:
    """Inches."""
    return 1.1 + 0.5 * len(chart.names)


def draw(axes: Any, chart: MatrixChart) -> None:
    titled(axes, chart.title)
    number = len(chart.names)
    for row, cells in enumerate(chart.cells):
        for column, share in enumerate(cells):
            if share is None or row == column:
                shown, colour, ink = "" if row == column else "·", PAPER, INK
            else:
                shown, (colour, ink) = f"{int(share * 100)}", _colours(float(share))
            axes.fill_between(
                (column - 0.48, column + 0.48), row - 0.46, row + 0.46, color=colour, linewidth=0
            )
            axes.text(column, row, shown, ha="center", va="center", color=ink, fontsize=TEXT)
    names = [plain(name) for name in chart.names]
    axes.set_xticks(range(number), names)
    axes.set_yticks(range(number), names)
    axes.set_xlim(-0.5, number - 0.5)
    axes.set_ylim(number - 0.5, -0.5)
    bare(axes)
    axes.tick_params(length=0)


def _colours(value: float) -> tuple[Any, str]:
    """That of the field, and that of what stands in it."""
    field = tuple(low + (high - low) * value for low, high in zip(_DARK, _BRIGHT, strict=True))
    luminance = sum(weight * part**_GAMMA for weight, part in zip(_WEIGHTS, field, strict=True))
    return field, "#000000" if luminance > _LIGHT else "#ffffff"
