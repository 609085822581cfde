"""When weekly digests are due, by the clocks of a place: also where those are set forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.local_time import NO_PLACES, Weekday, zone_of
from bot.domain.notices.digest_time import DigestTime

MOMENTS = st.integers(0, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TIMES = st.builds(
    DigestTime,
    st.sampled_from(Weekday),
    st.integers(0, 23),
    st.sampled_from([*sorted(available_timezones() - NO_PLACES), "+05:30", "-03:00"]),
)


@given(time=TIMES, now=MOMENTS)
def test_the_next_one_comes_within_a_week_and_the_newest_before_it(time: DigestTime, now: datetime) -> None:
    due, newest = time.after(now), time.newest(now)
    # Clocks may be set by an hour or two in between; a few places have skipped or repeated a day.
    assert now < due <= now + timedelta(days=8, hours=2)
    assert due - timedelta(days=8, hours=2) <= newest < due
    assert time.before(due) == newest
    assert due.tzinfo is UTC


@given(time=TIMES, now=MOMENTS)
def test_it_is_due_at_its_hour_on_its_day(time: DigestTime, now: datetime) -> None:
    here = time.after(now).astimezone(zone_of(time.zone))
    if here.fold == 0 and here.replace(tzinfo=UTC).hour == time.hour:
        assert (here.weekday(), here.minute) == (time.weekday, 0)
    else:  # Clocks skip that hour, or a whole day.
        assert here - timedelta(days=1, hours=1) < here


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-27T12:00+00:00", "2026-03-29T07:00+00:00"),  # Sunday, 9 in the summer that just began.
        ("2026-03-29T07:00+00:00", "2026-04-05T07:00+00:00"),  # At that time itself: the one after it.
        ("2026-10-24T12:00+00:00", "2026-10-25T08:00+00:00"),
    ],
)
def test_in_berlin_it_follows_the_clocks(now: str, due: str) -> None:
    sundays = DigestTime(Weekday.SUNDAY, 9, "Europe/Berlin")
    assert sundays.after(datetime.fromisoformat(now)) == datetime.fromisoformat(due)
