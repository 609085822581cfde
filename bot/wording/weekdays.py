"""The days of the week."""

from bot.domain.local_time import Weekday
from bot.wording.language import Language


def weekday_words(weekday: Weekday, say: Language) -> str:
    """As the second part of `each …`."""
    return {
        Weekday.MONDAY: say.pgettext("each", "Monday"),
        Weekday.TUESDAY: say.pgettext("each", "Tuesday"),
        Weekday.WEDNESDAY: say.pgettext("each", "Wednesday"),
        Weekday.THURSDAY: say.pgettext("each", "Thursday"),
        Weekday.FRIDAY: say.pgettext("each", "Friday"),
        Weekday.SATURDAY: say.pgettext("each", "Saturday"),
        Weekday.SUNDAY: say.pgettext("each", "Sunday"),
    }[weekday]
