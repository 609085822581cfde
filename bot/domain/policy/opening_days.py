"""On which days votes open, and at which time: by the clocks of one place, without its holidays."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from bot.domain.errors import UnknownZone
from bot.domain.errors.governance.policy_fields import ExpectedClock, ExpectedDate, ExpectedZone
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel
from bot.domain.local_time import LONGEST_ZONE, Weekday, day_in, moment_at, zone_named
from bot.domain.policy.bounds import MOST_HOLIDAYS

_DAY = timedelta(days=1)
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)
"""Alone: `10+02` and `1000Z` are times with a place's offset, which `zone` says."""
_DATE = 10

WeekdayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EVERY_DAY: tuple[WeekdayName, ...] = get_args(WeekdayName)


def _clock(value: Any) -> str:
    try:
        if isinstance(value, str) and _CLOCK.fullmatch(value):
            return time.fromisoformat(value).isoformat("minutes")
    except ValueError:
        pass
    raise Unfit(ExpectedClock())


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and len(value) == _DATE:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Unfit(ExpectedDate())


def _zone(value: Any) -> str:
    try:
        if isinstance(value, str) and len(value) <= LONGEST_ZONE:
            return zone_named(value)
    except UnknownZone:
        pass
    raise Unfit(ExpectedZone())


class OpeningDays(FrozenModel):
    """A vote opens at the first of these times at which its discussion is over."""

    days: tuple[WeekdayName, ...] = Field(default=EVERY_DAY, min_length=1, max_length=len(EVERY_DAY))
    at: Annotated[str, BeforeValidator(_clock)]
    """A time of day, such as `15:00`."""
    zone: Annotated[str, BeforeValidator(_zone)]
    """See `local_time.zone_named`."""
    holidays: tuple[Annotated[date, BeforeValidator(_day)], ...] = Field(default=(), max_length=MOST_HOLIDAYS)
    """Days on which no vote opens."""

    def first(self, moment: datetime) -> datetime:
        """The first time at which a vote may open that isn't earlier than this one, in UTC.

        Where clocks skip that time of day, see `local_time.moment_at`.
        """
        weekdays = {Weekday[day.upper()] for day in self.days}
        clock, closed = time.fromisoformat(self.at), frozenset(self.holidays)
        # A time of yesterday may be one of today where clocks skip it.
        day = day_in(self.zone, moment) - _DAY
        while True:
            if day.weekday() in weekdays and day not in closed:
                found = moment_at(day, clock, self.zone)
                if found >= moment:
                    return found
            day += _DAY
