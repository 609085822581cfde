"""What is kept for some minutes under a token: for its owner, within bounds, and once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.expiring import Expiring, ExpiringLimits
from tests.fakes import ManualClock

LIFETIME = timedelta(minutes=15)
LIMITS = ExpiringLimits(LIFETIME, of_one=3, most=5)


def kept() -> tuple[ManualClock, Expiring[str, str]]:
    clock = ManualClock()
    return clock, Expiring(clock, LIMITS)


def test_a_thing_is_found_until_its_time_is_over() -> None:
    clock, expiring = kept()
    token = expiring.keep("ada", "link")
    clock.advance(LIFETIME - timedelta(seconds=1))
    assert expiring.found(token) == "link"
    clock.advance(timedelta(seconds=1))
    assert expiring.found(token) is None
    assert len(expiring) == 0


@pytest.mark.attack("web")
def test_a_thing_is_taken_once() -> None:
    _, expiring = kept()
    token = expiring.keep("ada", "link")
    assert expiring.take(token) == "link"
    assert expiring.take(token) is None
    assert expiring.found(token) is None


@pytest.mark.attack("web")
def test_an_owner_who_keeps_much_drops_their_own_oldest() -> None:
    _, expiring = kept()
    bens = expiring.keep("ben", "his")
    adas = [expiring.keep("ada", str(number)) for number in range(10)]
    assert [expiring.found(token) for token in adas] == [None] * 7 + ["7", "8", "9"]
    assert expiring.found(bens) == "his"


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 20), st.booleans()), max_size=60))
def test_whatever_is_kept_there_are_never_more_than_the_limits_allow(
    acts: list[tuple[str, int, bool]],
) -> None:
    clock, expiring = kept()
    tokens: list[tuple[str, str]] = []
    for owner, minutes, takes in acts:
        clock.advance(timedelta(minutes=minutes))
        tokens.append((owner, expiring.keep(owner, owner)))
        if takes:
            assert expiring.take(tokens[-1][1]) == owner
        assert len(expiring) <= LIMITS.most
    for owner in "abcdefgh":
        theirs = [expiring.found(token) for each, token in tokens if each == owner]
        assert len([found for found in theirs if found]) <= LIMITS.of_one
        assert set(theirs) <= {owner, None}


@given(st.text(max_size=60))
def test_what_was_never_given_finds_nothing(token: str) -> None:
    _, expiring = kept()
    expiring.keep("ada", "link")
    assert expiring.found(token) is None
