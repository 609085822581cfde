"""Times of day where people are, and when those come."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import IntEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors.notices import UnknownZone

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_FURTHEST = timedelta(hours=14)
"""No place's clocks are further from UTC."""
LONGEST_ZONE = 60


class Weekday(IntEnum):
    """As `datetime.date.weekday` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


def zone_named(text: str) -> str:
    """The zone's own name, such as `Europe/Berlin` or `+05:30`, by how people write it: by that, by the last part of it
    (`berlin`), or by what is added to UTC (`UTC+2`). Raises UnknownZone."""
    wanted = text.strip()[:LONGEST_ZONE].casefold().replace(" ", "_")
    if (offset := _OFFSET.fullmatch(text.strip())) is not None:
        sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
        if minutes > 59 or timedelta(hours=hours, minutes=minutes) > _FURTHEST:
            raise UnknownZone(text)
        return f"{sign}{hours:02}:{minutes:02}"
    if (name := _names().get(wanted)) is None:
        raise UnknownZone(text)
    return name


NO_PLACES = frozenset({"localtime", "Factory"})
"""Listed on some machines: the first is the zone of the machine itself, which is another one elsewhere."""


@cache
def _names() -> dict[str, str]:
    """Zones by how people write them. A city that two zones are called after names neither of them."""
    whole = {name.casefold(): name for name in sorted(available_timezones() - NO_PLACES)}
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
    """The zone of a name that `zone_named` gave. UTC for one that this machine doesn't know any more."""
    if (offset := _OFFSET.fullmatch(name)) is not None:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(away if offset[1] == "+" else -away)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return UTC


def moment_at(day: date, clock: time, zone: str) -> datetime:
    """When the clocks of a zone show this time on this day, in UTC.

    As RFC 5545 has it (3.3.5): of a time that comes twice, since clocks are set back, the first; one that is skipped,
    since they are set forward, is as much later as they skip.
    """
    return datetime.combine(day, clock, tzinfo=zone_of(zone)).astimezone(UTC)


def day_in(zone: str, moment: datetime) -> date:
    """Which day it is in a zone at this time."""
    return moment.astimezone(zone_of(zone)).date()
