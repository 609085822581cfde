"""What a treasury holds now, and what went out of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from babel.dates import format_skeleton

from bot.services.statistics.treasury import MonthSpent, TreasuryNumbers
from bot.services.treasury.spending import MOST_SPENT
from bot.wording.language import Language
from bot.wording.statistics.charts import Bar, BarChart, Chart, StatisticsWords
from bot.wording.statistics.numbers import picture
from bot.wording.treasury.balance import runway_lines
from bot.wording.treasury.holdings import total_lines, treasury_chart, treasury_title
from bot.wording.treasury.prices import dollars


def treasury_numbers_words(found: TreasuryNumbers, say: Language) -> StatisticsWords:
    """What is there, and what went out by month."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    return StatisticsWords(
        treasury_title(found.treasury, say),
        tuple(lines(say)),
        (
            say._("What went out is valued at the prices of today. Nothing older than a year is looked at."),
            say._("`/treasury show` tells what is there, asset by asset."),
        ),
        picture(_charts(found, say.plain()), lines, say),
    )


def _lines(found: TreasuryNumbers, say: Language) -> list[str]:
    lines = [*total_lines(found.treasury, say), *runway_lines(found.treasury.runway, say)]
    if found.spending.cut:
        lines.append(
            say._("⚠️ Only the newest {number} payments are added up.").format(number=say.number(MOST_SPENT))
        )
    if not found.months:
        return [*lines, say._("Nothing that passed here was carried out in that time.")]
    out = sum((each.dollars for each in found.months), Fraction(0))
    lines.append(
        say._("**{dollars}** went out since {when}.").format(
            dollars=dollars(out, say), when=say.moment(found.spending.since)
        )
    )
    if unpriced := sum(each.unpriced for each in found.months):
        lines.append(
            say.ngettext(
                "⚠️ {number} payment is in no figure: nothing says what it is worth.",
                "⚠️ {number} payments are in no figure: nothing says what they are worth.",
                unpriced,
            ).format(number=say.number(unpriced))
        )
    return lines


def _charts(found: TreasuryNumbers, say: Language) -> list[Chart]:
    charts: list[Chart] = []
    if (held := treasury_chart(found.treasury, say)) is not None:
        bars = tuple(Bar(name, (value,), worth) for name, value, worth in held.bars)
        charts.append(BarChart(say.pgettext("chart", "What is there"), bars))
    if any(each.dollars for each in found.months):
        charts.append(
            BarChart(say.pgettext("chart", "What went out, by month"), tuple(_bars(found.months, say)))
        )
    return charts


def _bars(months: Sequence[MonthSpent], say: Language) -> list[Bar]:
    bars = []
    for each in months:
        first = datetime(*each.month, 1, tzinfo=UTC)
        name = format_skeleton("yMMM", first, locale=say.locale)
        bars.append(Bar(name, (each.dollars,), dollars(each.dollars, say)))
    return bars
