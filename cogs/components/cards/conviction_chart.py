"""The chart of a proposal's conviction as a picture."""

from datetime import UTC
from fractions import Fraction
from functools import partial
from typing import Any

from bot.wording.conviction.conviction_charts import ConvictionChart
from cogs.components import drawing

FILE = "conviction.png"
_INK, _LINE, _GOAL = "#8b949e", "#3b82f6", "#f59e0b"


async def drawn(chart: ConvictionChart) -> bytes:
    """The chart as a PNG of 800 × 400 pixels."""
    return await drawing.drawn(partial(_draw, chart), 4)


def _draw(chart: ConvictionChart, figure: Any) -> None:
    # Here, as matplotlib is loaded only where a picture is drawn.
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes = figure.add_subplot(facecolor=drawing.PAPER)
    axes.plot(*_places(chart.past), color=_LINE, linewidth=3.5, label=chart.conviction)
    axes.plot(
        *_places(chart.ahead),
        color=_LINE,
        linewidth=3,
        linestyle=(0, (2, 1.5)),
        label=chart.if_nothing_changes,
    )
    if chart.reachable:
        axes.axhline(100, color=_GOAL, linewidth=3, label=chart.threshold)
    top = max(float(value) for _, value in (*chart.past, *chart.ahead))
    axes.set_ylim(0, max(top, 100.0 if chart.reachable else 0.0) * 1.12)
    axes.set_xlim(_day(chart.past[0][0]), _day(chart.ahead[-1][0]))
    locator = AutoDateLocator(tz=UTC, minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    dates = ConciseDateFormatter(locator, tz=UTC)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(dates)
    axes.xaxis.get_offset_text().set(color=_INK, size=13)
    if chart.reachable:
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    else:
        axes.yaxis.set_major_formatter(lambda value, _: "")
    axes.tick_params(colors=_INK, labelsize=15)
    axes.grid(visible=True, axis="y", color=_INK, alpha=0.25)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_INK)
    axes.legend(loc="upper left", fontsize=14, labelcolor=_INK, frameon=False, ncols=3)


def _day(second: int) -> float:
    """A time as matplotlib has it: days since 1970."""
    return second / 86_400


def _places(points: tuple[tuple[int, Fraction], ...]) -> tuple[list[float], list[float]]:
    return [_day(second) for second, _ in points], [float(value) for _, value in points]
