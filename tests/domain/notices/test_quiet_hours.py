"""Quiet hours by the clocks where a member is: over midnight, where clocks are set forward and back, in any zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadHour, QuietAllDay, UnknownZone
from bot.domain.local_time import NO_PLACES, zone_of
from bot.domain.notices.quiet_hours import QuietHours, quiet_hours

HOURS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
MOMENTS = st.integers(0, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.sampled_from([*sorted(available_timezones() - NO_PLACES), "+05:30", "-03:00", "+14:00"])


@st.composite
def quiet(draw: st.DrawFn) -> QuietHours:
    begins = draw(HOURS)
    return QuietHours(begins, draw(HOURS.filter(lambda each: each != begins)), draw(ZONES))


@given(hours=quiet(), now=MOMENTS)
def test_they_end_later_than_now_and_within_a_day(hours: QuietHours, now: datetime) -> None:
    until = hours.until(now)
    if until is not None:
        # A few places have skipped or repeated a day.
        assert now < until <= now + timedelta(hours=49)
        assert until.tzinfo is UTC


@given(hours=quiet(), now=MOMENTS)
def test_nothing_is_postponed_for_ever(hours: QuietHours, now: datetime) -> None:
    """What waits for their end is told then, but where an hour is repeated in which they begin."""
    times = 0
    while (until := hours.until(now)) is not None:
        now, times = until, times + 1
        assert times <= 2


@given(hours=quiet(), now=MOMENTS)
def test_it_is_quiet_by_the_clocks_of_the_place_and_at_no_other_time(
    hours: QuietHours, now: datetime
) -> None:
    clock = now.astimezone(zone_of(hours.zone)).time()
    over_midnight = hours.begins > hours.ends
    inside = (
        (clock >= hours.begins or clock < hours.ends) if over_midnight else hours.begins <= clock < hours.ends
    )
    assert (hours.until(now) is not None) == inside


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-28T22:30+00:00", "2026-03-29T05:00+00:00"),  # The night in which an hour is skipped.
        ("2026-10-24T21:30+00:00", "2026-10-25T06:00+00:00"),  # The night in which one is repeated.
        ("2026-07-01T04:59+00:00", "2026-07-01T05:00+00:00"),
        ("2026-07-01T05:00+00:00", None),
        ("2026-07-01T19:59+00:00", None),
        ("2026-07-01T20:00+00:00", "2026-07-02T05:00+00:00"),
    ],
)
def test_a_night_in_berlin_ends_at_seven(now: str, until: str | None) -> None:
    found = quiet_hours("22:00", "7", "berlin").until(datetime.fromisoformat(now))
    assert found == (datetime.fromisoformat(until) if until else None)


def test_an_end_that_clocks_skip_comes_at_most_an_hour_later() -> None:
    hours = quiet_hours("22:00", "02:30", "Europe/Berlin")
    assert hours.until(datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("UTC+2", "+02:00"),
        ("gmt -3", "-03:00"),
        ("+5:30", "+05:30"),
        ("UTC+14", "+14:00"),
    ],
)
def test_a_zone_is_named_by_a_city_or_by_what_is_added_to_utc(written: str, zone: str) -> None:
    assert quiet_hours("22:00", "07:00", written) == QuietHours(time(22), time(7), zone)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "written", ["", "Atlantis", "../etc/passwd", "UTC+15", "+99:99", "UTC+2:75", "\0", "x" * 9999]
)
def test_what_is_no_zone_is_refused(written: str) -> None:
    with pytest.raises(UnknownZone):
        quiet_hours("22:00", "07:00", written)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "written", ["", "25:00", "24:01", "7:60", "-1", "seven", "٧:٠٠", "22:00:00", "1" * 9999]
)
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(BadHour):
        quiet_hours(written, "07:00", "UTC")


def test_a_day_has_hours_that_are_not_quiet() -> None:
    with pytest.raises(QuietAllDay):
        quiet_hours("24:00", "0", "UTC")


@given(text=st.text(max_size=80))
def test_whatever_is_written_is_taken_or_refused(text: str) -> None:
    for written in ((text, "07:00", "UTC"), ("22:00", text, "UTC"), ("22:00", "07:00", text)):
        try:
            hours = quiet_hours(*written)
        except (BadHour, QuietAllDay, UnknownZone):
            continue
        assert hours.begins != hours.ends
