"""On which days votes open."""

from babel.dates import format_date

from bot.domain.local_time import Weekday
from bot.domain.policy.opening_days import OpeningDays
from bot.wording.language import Language
from bot.wording.weekdays import weekday_words


def opening_days_line(opens: OpeningDays, say: Language) -> str:
    """All of it: a change of any day is told by this sentence."""
    weekdays = [weekday for weekday in Weekday if weekday.name.lower() in opens.days]
    words = say._(
        "**Opening days**: votes open each {days} at {clock} ({zone}), when their discussion is over."
    )
    line = words.format(
        days=say.pgettext("each", "day")
        if len(weekdays) == len(Weekday)
        else say.both([weekday_words(weekday, say) for weekday in weekdays]),
        clock=opens.at,
        zone=say.markup.code(opens.zone),
    )
    if not opens.holidays:
        return line
    days = [format_date(day, "medium", locale=say.locale) for day in sorted(set(opens.holidays))]
    return f"{line} {say._('Not on {days}.').format(days=say.both(days))}"
