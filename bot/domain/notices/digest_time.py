"""When a server's weekly digest is due."""

from datetime import datetime, time, timedelta

import msgspec

from bot.domain.local_time import Weekday, day_in, moment_at


class DigestTime(msgspec.Struct, frozen=True):
    """Once a week, by the clocks of a zone (see `local_time.zone_named`)."""

    weekday: Weekday
    hour: int
    zone: str

    def after(self, moment: datetime) -> datetime:
        """The first time that is later than this one, in UTC."""
        day = day_in(self.zone, moment)
        day += timedelta(days=(self.weekday - day.weekday()) % 7)
        due = moment_at(day, time(self.hour), self.zone)
        return due if due > moment else moment_at(day + timedelta(days=7), time(self.hour), self.zone)

    def newest(self, moment: datetime) -> datetime:
        """The last time that is not later than this one, in UTC."""
        return self.before(self.after(moment))

    def before(self, due: datetime) -> datetime:
        """The time a week before one at which it is due, in UTC."""
        day = day_in(self.zone, due) - timedelta(days=7)
        return moment_at(day, time(self.hour), self.zone)
