"""Numbers as figures show them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from fractions import Fraction

from bot.domain.statistics.distribution import Distribution
from bot.services.statistics.period import Period
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut
from bot.wording.statistics.charts import Chart, Picture

_ALT = 1_000
_NAME = 60


def number(value: Fraction, say: Language) -> str:
    """With one decimal, cut, where it isn't whole."""
    return say.tokens(int(value * 10), 1)


def coefficient(value: Fraction, say: Language) -> str:
    """With three decimals, cut."""
    return say.tokens(int(value * 1000), 3)


def percent(share: Fraction, say: Language) -> str:
    return say.percent(share, 1)


def length(period: Period, say: Language) -> str:
    return say.duration(timedelta(days=(period.until - period.since).days))


def named(name: str, say: Language) -> str:
    return say.markup.name(name, _NAME)


def measures(found: Distribution, say: Language) -> str:
    """The usual measures in one line."""
    return say._(
        "Gini **{gini}** · Herfindahl **{herfindahl}** · the largest **{largest}** · the top ten **{top}**"
    ).format(
        gini=coefficient(found.gini, say),
        herfindahl=coefficient(found.herfindahl, say),
        largest=percent(found.largest, say),
        top=percent(found.of_top, say),
    )


def majority_line(found: Distribution, say: Language) -> str:
    """How few of the voters held more than half; one alone is a danger."""
    if found.nakamoto == 1:
        return say._("⚠️ **One voter alone** held more than half of what was cast.")
    return say.ngettext(
        "**{nakamoto} of {number} voter** held more than half of what was cast.",
        "**{nakamoto} of {number} voters** held more than half of what was cast.",
        found.holders,
    ).format(nakamoto=say.number(found.nakamoto), number=say.number(found.holders))


def picture(
    charts: Sequence[Chart], lines: Callable[[Language], Sequence[str]], say: Language
) -> Picture | None:
    """The charts with what `lines` says beside them; None where there is none."""
    if not charts:
        return None
    return Picture(tuple(charts), cut(" ".join(lines(say.plain())), _ALT))
