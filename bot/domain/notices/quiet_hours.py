"""Hours of each day in which a member wants to hear nothing, by the clocks where they are."""

import re
from datetime import UTC, datetime, time, timedelta

import msgspec

from bot.domain.errors.notices import BadHour, QuietAllDay
from bot.domain.local_time import zone_named, zone_of

_HOUR = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_DAY = timedelta(days=1)
_INPUT_LIMIT = 60


class QuietHours(msgspec.Struct, frozen=True):
    """From `begins` up to `ends`, past midnight where that comes first. The two are never the same."""

    begins: time
    ends: time
    zone: str
    """A name of the IANA's time zone database such as `Europe/Berlin`, or what is added to UTC, such as `+05:30`."""

    def until(self, now: datetime) -> datetime | None:
        """When the quiet hours end that last now, in UTC; None while there are none.

        Where clocks are set forward over that time it is at most an hour later than they show it.
        """
        place = zone_of(self.zone)
        here = now.astimezone(place)
        clock = here.time()
        if not self._holds(clock):
            return None
        ends_today = clock < self.ends
        day = here.date() if ends_today else here.date() + _DAY
        for again in (0, 1):  # Where clocks are set back, the same time comes twice.
            end = datetime.combine(day, self.ends, tzinfo=place).replace(fold=again).astimezone(UTC)
            if end > now:
                return end
        return now.astimezone(UTC) + _DAY

    def _holds(self, clock: time) -> bool:
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def quiet_hours(begins: str, ends: str, zone: str) -> QuietHours:
    """As a member writes them: `22:00`, `7`, `Berlin`. Raises BadHour, QuietAllDay, UnknownZone."""
    found = QuietHours(_hour(begins), _hour(ends), zone_named(zone))
    if found.begins == found.ends:
        raise QuietAllDay
    return found


def _hour(text: str) -> time:
    match = _HOUR.fullmatch(text.strip()[:_INPUT_LIMIT])
    if match is None:
        raise BadHour(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        raise BadHour(text)
    return time(hour, minute)
