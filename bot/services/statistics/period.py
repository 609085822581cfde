"""The time that figures are of."""

from datetime import datetime, timedelta

import msgspec

_MOMENT = timedelta(microseconds=1)


class Period(msgspec.Struct, frozen=True):
    since: datetime
    until: datetime
    """The first moment that isn't in it any more."""

    @classmethod
    def before(cls, now: datetime, days: int) -> "Period":
        """So many days, of which now is the last moment."""
        until = now + _MOMENT
        return cls(until - timedelta(days=days), until)

    @property
    def earlier(self) -> "Period":
        """The time of the same length before it."""
        return Period(self.since - (self.until - self.since), self.since)
