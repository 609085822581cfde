"""Hours of each day in which a member wants to hear nothing, by the clocks where they are."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors.notices import BadHour, QuietAllDay, UnknownZone

_HOUR = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_FURTHEST = timedelta(hours=14)
"""No place's clocks are further from UTC."""
_DAY = timedelta(days=1)
_INPUT_LIMIT = 60


@dataclass(frozen=True)
class QuietHours:
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
    found = QuietHours(_hour(begins), _hour(ends), _zone_named(zone))
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


def _zone_named(text: str) -> str:
    """The zone's own name: by that, by the last part of it (`berlin`), or by what is added to UTC (`UTC+2`)."""
    wanted = text.strip()[:_INPUT_LIMIT].casefold().replace(" ", "_")
    if (offset := _OFFSET.fullmatch(text.strip())) is not None:
        sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
        if minutes > 59 or timedelta(hours=hours, minutes=minutes) > _FURTHEST:
            raise UnknownZone(text)
        return f"{sign}{hours:02}:{minutes:02}"
    if (name := _names().get(wanted)) is None:
        raise UnknownZone(text)
    return name


@cache
def _names() -> dict[str, str]:
    """Zones by how people write them. A city that two zones are called after names neither of them."""
    whole = {name.casefold(): name for name in sorted(available_timezones())}
    cities: dict[str, set[str]] = {}
    for spelt, name in whole.items():
        if name.startswith(_PLACES):
            cities.setdefault(spelt.rpartition("/")[2], set()).add(name)
    return {city: names.pop() for city, names in cities.items() if len(names) == 1} | whole


_PLACES = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zone_of(name: str) -> tzinfo:
    """The zone of a name that `quiet_hours` gave. UTC for one that this machine doesn't know any more."""
    if (offset := _OFFSET.fullmatch(name)) is not None:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(away if offset[1] == "+" else -away)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return UTC
