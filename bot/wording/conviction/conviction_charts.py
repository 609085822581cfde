"""The chart of a proposal's conviction: the line so far, where it goes if nothing changes, what it must exceed, and all
of it in words."""

from datetime import timedelta
from fractions import Fraction

import msgspec

from bot.domain.conviction.curve import ConvictionCurve
from bot.domain.conviction.staking import seconds
from bot.services.conviction.chain_readings import Staked
from bot.wording.language import Language
from bot.wording.markup.plain_text import one_line

_SAMPLES = 72
_AHEAD = Fraction(1, 3)
"""How much of the time behind is shown ahead, where nothing passes."""
_SHORTEST = timedelta(hours=1) // timedelta(seconds=1)


class ConvictionChart(msgspec.Struct, frozen=True):
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
        _chart_words(staked, say),
        say.pgettext("chart", "conviction"),
        say.pgettext("chart", "if nothing changes"),
        say.pgettext("chart", "threshold"),
    )


def _sampled(curve: ConvictionCurve, start: int, end: int) -> list[tuple[int, int]]:
    """Evenly spaced points, and one at each change between them where there are few."""
    places = {start + (end - start) * place // _SAMPLES for place in range(_SAMPLES + 1)}
    changes = [point[0] for point in curve.points if start <= point[0] <= end]
    return [(second, curve.at(second)) for second in sorted(places | set(changes[-_SAMPLES:]))]


def _chart_words(staked: Staked, say: Language) -> str:
    """What the chart shows, for those who can't see it."""
    if staked.needed is None:
        return say._("Chart: the conviction over time. There is no threshold that it could exceed now.")
    reached = one_line(say.percent(staked.conviction, staked.needed))
    if staked.passes_at is None:
        return say._(
            "Chart: the conviction over time. It has reached {share} of the threshold, and with these stakes it never "
            "exceeds it."
        ).format(share=reached)
    return say._(
        "Chart: the conviction over time. It has reached {share} of the threshold, and exceeds it about {moment} UTC "
        "if nothing changes."
    ).format(share=reached, moment=f"{staked.passes_at:%Y-%m-%d %H:%M}")
