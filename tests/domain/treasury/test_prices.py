"""When a price may be believed."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.ids import Address, BlockHash, ChainId
from bot.domain.treasury.prices import (
    AbsurdPrice,
    FeedUnread,
    FromTheFuture,
    IncompleteRound,
    NotPositive,
    OtherDecimals,
    Price,
    PriceFault,
    Round,
    Stale,
    price_of,
    sequencer_is_up,
)

NOW = 1_800_000_000
AT = BlockRef(ChainId(1), 100, BlockHash("0x"), NOW)
FEED = Address("0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419")
HOUR = timedelta(hours=1)
HONEST = Round(7, 2_500_00000000, NOW - 60, NOW - 60, 7, 8)


def price(told: Round | Undetermined, decimals: int | None = 8) -> Price | PriceFault:
    return price_of(told, FEED, HOUR, AT, decimals)


def test_a_price_is_what_the_feed_answered_in_its_decimals() -> None:
    found = price(HONEST)
    assert isinstance(found, Price)
    assert found.dollars == 2_500
    assert found.value(1_500_000_000_000_000_000, 18) == 3_750


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (replace(HONEST, answer=0), NotPositive(0)),
        (replace(HONEST, answer=-1), NotPositive(-1)),
        (replace(HONEST, answer=-(2**255)), NotPositive(-(2**255))),
        (replace(HONEST, updated_at=NOW - 3_601), Stale(timedelta(seconds=3_601), HOUR)),
        (replace(HONEST, updated_at=1), Stale(timedelta(seconds=NOW - 1), HOUR)),
        (replace(HONEST, updated_at=0), IncompleteRound()),
        (replace(HONEST, started_at=0), IncompleteRound()),
        (replace(HONEST, answered_in=6), IncompleteRound()),
        (replace(HONEST, updated_at=NOW + 1), FromTheFuture()),
        (replace(HONEST, updated_at=2**256 - 1), FromTheFuture()),
        (replace(HONEST, decimals=18), OtherDecimals(8, 18)),
        (replace(HONEST, decimals=0), OtherDecimals(8, 0)),
        (replace(HONEST, answer=2**255 - 1), AbsurdPrice(2**255 - 1, 8)),
        (replace(HONEST, answer=10**20 + 1), AbsurdPrice(10**20 + 1, 8)),
        (Undetermined("it reverted"), FeedUnread("it reverted")),
    ],
    ids=lambda each: type(each).__name__ if not isinstance(each, Round) else str(each.answer)[:6],
)
def test_a_feed_that_lies_prices_nothing(told: Round | Undetermined, fault: PriceFault) -> None:
    assert price(told) == fault


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("decimals", [39, 77, 255])
def test_absurd_decimals_of_a_feed_price_nothing(decimals: int) -> None:
    told = replace(HONEST, decimals=decimals)
    assert price(told, None) == AbsurdPrice(HONEST.answer, decimals)


def test_a_price_is_believed_until_its_heartbeat_is_over() -> None:
    assert isinstance(price(replace(HONEST, updated_at=NOW - 3_600)), Price)


@given(
    st.integers(-(2**255), 2**255 - 1),
    st.integers(0, 2**256 - 1),
    st.integers(0, 2**256 - 1),
    st.integers(0, 255),
)
def test_whatever_a_feed_says_a_price_is_positive_fresh_and_bounded(
    answer: int, started: int, updated: int, decimals: int
) -> None:
    found = price(Round(7, answer, started, updated, 7, decimals), None)
    if isinstance(found, Price):
        assert 0 < found.dollars <= 10**12
        assert NOW - 3_600 <= found.updated_at <= NOW


@given(st.integers(0, 2**128), st.integers(0, 77), st.integers(1, 10**20), st.integers(0, 38))
def test_a_value_is_exact(amount: int, token: int, answer: int, decimals: int) -> None:
    value = Price(answer, decimals, FEED, NOW).value(amount, token)
    assert value == Fraction(amount, 10**token) * Fraction(answer, 10**decimals)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "told",
    [
        Round(1, 1, NOW - 9_000, NOW, 1, 0),
        Round(1, 0, NOW - 3_599, NOW, 1, 0),
        Round(1, 0, 0, NOW, 1, 0),
        Round(1, 2, NOW - 9_000, NOW, 1, 0),
        Round(1, 0, NOW + 100, NOW, 1, 0),
        Undetermined("silent"),
    ],
    ids=["down", "back too short a time", "never began", "neither", "of the future", "silent"],
)
def test_a_layer_two_that_stood_still_gives_no_prices(told: Round | Undetermined) -> None:
    assert not sequencer_is_up(told, AT)


def test_a_layer_two_that_runs_for_an_hour_gives_prices() -> None:
    assert sequencer_is_up(Round(1, 0, NOW - 3_600, NOW - 3_600, 1, 0), AT)
