"""What is done about a member's role: nothing by guess, nothing at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holder_roles.rule import UNREAD_AGAIN, HeldRole, Step, step, unread_again
from bot.domain.ids import MemberId, RoleRuleId

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def held(given_at: datetime | None = NOW - HOUR, takes_at: datetime | None = None) -> HeldRole:
    return HeldRole(RoleRuleId(1), MemberId(101), given_at, takes_at)


@pytest.mark.parametrize(
    ("before", "met", "expected"),
    [
        (None, True, Step.GIVE),
        (None, False, Step.NOTHING),
        (held(), True, Step.NOTHING),
        (held(given_at=None), True, Step.GIVE),
        (held(), False, Step.WARN),
        (held(takes_at=NOW + HOUR), False, Step.NOTHING),
        (held(takes_at=NOW), False, Step.TAKE),
        (held(takes_at=NOW + HOUR), True, Step.KEEP),
        (held(takes_at=NOW - HOUR), True, Step.KEEP),
        (held(takes_at=NOW - HOUR), None, Step.WAIT),
    ],
)
def test_a_step_follows_from_what_was_and_what_is(
    before: HeldRole | None, met: bool | None, expected: Step
) -> None:
    assert step(before, met=met, now=NOW) is expected


_HELD = st.none() | st.builds(
    held,
    st.none() | st.just(NOW - HOUR),
    st.none() | st.integers(-48, 48).map(lambda hours: NOW + HOUR * hours),
)


@given(_HELD, st.sampled_from([True, False, None]))
def test_nothing_is_taken_but_after_a_time_of_grace_and_by_what_was_read(
    before: HeldRole | None, met: bool | None
) -> None:
    found = step(before, met=met, now=NOW)
    over = before is not None and before.takes_at is not None and before.takes_at <= NOW
    assert (found is Step.TAKE) == (over and met is False)
    assert met is not None or found in (Step.NOTHING, Step.WAIT)
    assert found is not Step.GIVE or met


@given(st.lists(st.integers(0, 3_599_999), min_size=1))
def test_who_waits_is_looked_at_once_an_hour_however_often_they_were(milliseconds: list[int]) -> None:
    times = [NOW + timedelta(milliseconds=each) for each in milliseconds]
    assert {unread_again(each) for each in times} == {NOW + UNREAD_AGAIN}
