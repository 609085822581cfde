"""The chart of a proposal's conviction: the line so far, where it goes if nothing changes, and what it must exceed."""

import asyncio
import io
import threading
from dataclasses import dataclass
from datetime import UTC, timedelta
from fractions import Fraction

from bot.domain.conviction.curve import ConvictionCurve
from bot.domain.conviction.staking import seconds
from bot.services.conviction.chain_readings import Staked
from bot.wording.conviction.conviction_charts import (
    ahead_label,
    chart_words,
    conviction_label,
    threshold_label,
)
from bot.wording.language import Language

FILE = "conviction.png"
_SAMPLES = 72
_AHEAD = Fraction(1, 3)
"""How much of the time behind is shown ahead, where nothing passes."""
_SHORTEST = timedelta(hours=1) // timedelta(seconds=1)
_INK, _LINE, _GOAL, _PAPER = "#8b949e", "#3b82f6", "#f59e0b", "#1e2127"
_drawing = threading.Lock()
"""matplotlib draws one picture at a time."""


@dataclass(frozen=True)
class ConvictionChart:
    """What is drawn: points of (second, percent of what is needed; of the greatest value where nothing is)."""

    past: tuple[tuple[int, Fraction], ...]
    ahead: tuple[tuple[int, Fraction], ...]
    reachable: bool
    """Whether there is a threshold; it stands at 100 % then."""
    alt: str
    """The chart in words."""
    conviction: str
    if_nothing_changes: str
    threshold: str
    """What stands beside its lines."""


def chart_of(staked: Staked, say: Language) -> ConvictionChart | None:
    """The chart of a proposal, None while nothing was ever staked on it."""
    curve = staked.curve
    if not curve.points:
        return None
    now = seconds(staked.at)
    start = min(curve.points[0][0], now - 1)
    behind = max(now - start, _SHORTEST)
    end = now + max(int(behind * _AHEAD), _SHORTEST)
    if staked.passes_at is not None:
        # Not so far ahead that what has been would be a point.
        end = min(max(seconds(staked.passes_at) + behind // 10, now + 1), now + 6 * behind)
    past, ahead = _sampled(curve, start, now), _sampled(curve, now, end)
    whole = staked.needed or max([1, *(value for _, value in past + ahead)])
    return ConvictionChart(
        tuple((second, Fraction(100 * value, whole)) for second, value in past),
        tuple((second, Fraction(100 * value, whole)) for second, value in ahead),
        bool(staked.needed),
        chart_words(staked, say),
        conviction_label(say),
        ahead_label(say),
        threshold_label(say),
    )


def _sampled(curve: ConvictionCurve, start: int, end: int) -> list[tuple[int, int]]:
    """Evenly spaced points, and one at each change between them where there are few."""
    places = {start + (end - start) * place // _SAMPLES for place in range(_SAMPLES + 1)}
    changes = [point[0] for point in curve.points if start <= point[0] <= end]
    return [(second, curve.at(second)) for second in sorted(places | set(changes[-_SAMPLES:]))]


async def drawn(chart: ConvictionChart) -> bytes:
    """The chart as a PNG of 800 × 400 pixels; drawn in a thread, since it takes a good part of a second."""
    return await asyncio.to_thread(_draw, chart)


def _draw(chart: ConvictionChart) -> bytes:
    # Here, since importing it takes longer than everything else at the start, and many spaces never need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure

    with _drawing:
        figure = Figure(figsize=(8, 4), dpi=100, facecolor=_PAPER, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(facecolor=_PAPER)
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
        file = io.BytesIO()
        figure.savefig(file, format="png", facecolor=_PAPER)
    return file.getvalue()


def _day(second: int) -> float:
    """A time as matplotlib has it: days since 1970."""
    return second / 86_400


def _places(points: tuple[tuple[int, Fraction], ...]) -> tuple[list[float], list[float]]:
    return [_day(second) for second, _ in points], [float(value) for _, value in points]
