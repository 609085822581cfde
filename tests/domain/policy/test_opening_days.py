"""Votes open on the days and at the time that a policy names: never before their discussion is over, and as soon as
they may."""

from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any, get_args
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadPolicy
from bot.domain.errors.governance.policy_fields import ExpectedClock, ExpectedDate, ExpectedZone
from bot.domain.local_time import NO_PLACES, zone_of
from bot.domain.policy.model import Policy, preset
from bot.domain.policy.opening_days import EVERY_DAY, OpeningDays, WeekdayName
from bot.domain.policy.toml.file import read_policy

TOKEN = (resources.files("bot.domain.policy") / "presets" / "token.toml").read_text("utf-8")

MOMENTS = st.integers(1_000_000_000, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DAYS = st.lists(st.sampled_from(get_args(WeekdayName)), min_size=1, max_size=7, unique=True)


@st.composite
def opening_days(draw: st.DrawFn) -> tuple[OpeningDays, datetime]:
    """With a time around which some holidays lie."""
    moment = draw(MOMENTS)
    around = st.integers(-3, 30).map(lambda days: moment.date() + timedelta(days=days))
    opens = OpeningDays(
        days=tuple(draw(DAYS)),
        at=draw(st.times()).isoformat("minutes")[:5],
        zone=draw(st.sampled_from([*sorted(available_timezones() - NO_PLACES), "+05:30", "-03:00"])),
        holidays=tuple(draw(st.lists(around, max_size=20))),
    )
    return opens, moment


def allowed(opens: OpeningDays, around: date) -> list[datetime]:
    """Every time at which a vote may open in half a year, found by looking at each day."""
    found = []
    for number in range(-5, 200):
        day = around + timedelta(days=number)
        if EVERY_DAY[day.weekday()] in opens.days and day not in opens.holidays:
            clock = datetime.combine(day, time.fromisoformat(opens.at), zone_of(opens.zone))
            found.append(clock.astimezone(UTC))
    return found


SKIPPED = OpeningDays(days=("sunday",), at="02:30", zone="Europe/Berlin", holidays=())
ALL_CLOSED = OpeningDays(
    days=("friday",),
    at="15:00",
    zone="Europe/Berlin",
    holidays=tuple(date(2026, 12, 25) + timedelta(days=7 * week) for week in range(20)),
)


@given(opening_days())
@example((SKIPPED, datetime(2026, 3, 28, 12, tzinfo=UTC)))
@example((ALL_CLOSED, datetime(2026, 12, 20, tzinfo=UTC)))
def test_a_vote_opens_at_the_first_allowed_time_after_its_discussion(
    case: tuple[OpeningDays, datetime],
) -> None:
    opens, over = case
    found = opens.first(over)
    assert found >= over
    assert found == min(each for each in allowed(opens, over.date()) if each >= over)


@pytest.mark.parametrize(
    ("days", "at", "over", "opens"),
    [
        # Mondays at 15:00 in Berlin, in winter and in summer, and exactly then.
        (("monday",), "15:00", "2026-03-25T10:00+00:00", "2026-03-30T13:00+00:00"),
        (("monday",), "15:00", "2026-11-30T14:00+00:00", "2026-11-30T14:00+00:00"),
        (("monday",), "15:00", "2026-11-30T14:00:01+00:00", "2026-12-07T14:00+00:00"),
        # The night in which an hour is skipped: as much later as clocks skip.
        (("sunday",), "02:30", "2026-03-28T12:00+00:00", "2026-03-29T01:30+00:00"),
        # The night in which an hour comes twice: the first of the two, and a week later after it.
        (("sunday",), "02:30", "2026-10-24T12:00+00:00", "2026-10-25T00:30+00:00"),
        (("sunday",), "02:30", "2026-10-25T01:00+00:00", "2026-11-01T01:30+00:00"),
        # A holiday on a Friday.
        (("friday",), "15:00", "2026-12-21T00:00+00:00", "2027-01-01T14:00+00:00"),
    ],
)
def test_in_berlin(days: tuple[WeekdayName, ...], at: str, over: str, opens: str) -> None:
    rule = OpeningDays(days=days, at=at, zone="berlin", holidays=(date(2026, 12, 25),))
    assert rule.first(datetime.fromisoformat(over)) == datetime.fromisoformat(opens)


@given(opening_days())
def test_the_rule_is_the_same_when_it_is_read_again(case: tuple[OpeningDays, datetime]) -> None:
    opens, _ = case
    policy = preset("token")
    policy = policy.model_copy(update={"periods": policy.periods.model_copy(update={"opens": opens})})
    again = Policy.model_validate_json(policy.model_dump_json())
    assert again == policy
    assert again.hash == policy.hash != preset("token").hash


def test_a_policy_that_says_nothing_of_it_opens_when_the_discussion_is_over() -> None:
    policy, now = preset("token"), datetime(2026, 12, 25, tzinfo=UTC)
    assert policy.opens_at(now, now) == now + policy.periods.discussion
    assert "opens" not in preset("token").document()["periods"]


def in_file(**changed: Any) -> bytes:
    fields = {"days": '["monday"]', "at": '"15:00"', "zone": '"Europe/Berlin"', "holidays": '["2026-12-25"]'}
    lines = "".join(f"{name} = {value}\n" for name, value in {**fields, **changed}.items())
    return f"{TOKEN}\n[periods.opens]\n{lines}".encode()


def test_a_file_says_it() -> None:
    opens = read_policy(in_file(holidays="[2026-12-25, 2027-01-01]", zone='"utc+2"')).policy.periods.opens
    assert opens == OpeningDays(
        days=("monday",), at="15:00", zone="+02:00", holidays=(date(2026, 12, 25), date(2027, 1, 1))
    )


@pytest.mark.attack("input")
@pytest.mark.parametrize(
    ("field", "value", "place", "fault"),
    [
        ("at", '"25:00"', "periods.opens.at", ExpectedClock()),
        ("at", "15", "periods.opens.at", ExpectedClock()),
        ("at", '"10+02"', "periods.opens.at", ExpectedClock()),
        ("at", '"1000Z"', "periods.opens.at", ExpectedClock()),
        ("zone", '"Atlantis"', "periods.opens.zone", ExpectedZone()),
        ("zone", '"localtime"', "periods.opens.zone", ExpectedZone()),
        ("zone", f'"{"x" * 5000}"', "periods.opens.zone", ExpectedZone()),
        ("holidays", '["2026-02-30"]', "periods.opens.holidays[1]", ExpectedDate()),
        ("holidays", "[2026-12-25T10:00:00]", "periods.opens.holidays[1]", ExpectedDate()),
        ("holidays", str(["2026-12-25"] * 41), "periods.opens.holidays", None),
        ("days", "[]", "periods.opens.days", None),
        ("days", '["someday"]', "periods.opens.days[1]", None),
    ],
)
def test_what_names_no_time_is_refused_at_its_place(field: str, value: str, place: str, fault: Any) -> None:
    with pytest.raises(BadPolicy) as refused:
        read_policy(in_file(**{field: value}))
    found, *_ = refused.value.faults
    assert found.field == place
    assert fault is None or found.fault == fault
