"""How long a treasury lasts: by hand-computed cases, and by rules that hold always."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.outlays import Outlay
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId, TrackId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions import CoinPosition
from bot.domain.treasury.prices import Price
from bot.domain.treasury.runway import MONTH, SHORTEST, Runway, runway
from bot.domain.treasury.spending import Spent
from bot.domain.treasury.valuation import Row, Valuation

MAIN = ChainId(1)
FEED, ADA, SAFE = (Address("0x" + digit * 40) for digit in "123")
TOKEN = Address("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48")
NOW = datetime(2026, 7, 1, tzinfo=UTC)
ETHER = 10**18
VALUED = Valuation(
    {MAIN: BlockRef(MAIN, 1, "0x" + "0" * 64, 1)},
    (
        Row(
            CoinPosition(chain=MAIN),
            "ETH",
            True,
            True,
            18,
            100 * ETHER,
            (),
            price=Price(2_500_00000000, 8, FEED, 0),
            value=Fraction(250_000),
        ),
    ),
)


def paid(amount: int, days_ago: int = 1, to: Address = ADA, asset: Address | None = None) -> Spent:
    return Spent(TrackId(1), MAIN, Outlay(asset, amount, to), NOW - timedelta(days=days_ago))


def lasts(*spent: Spent, over: timedelta = 3 * MONTH) -> Runway | None:
    return runway(spent, VALUED, {(MAIN, SAFE)}, NOW - over, NOW)


def test_a_hundred_ether_last_ten_months_if_thirty_went_out_in_three() -> None:
    found = lasts(paid(12 * ETHER), paid(18 * ETHER, days_ago=60))
    assert found is not None
    assert (found.outgoing, found.a_month, found.months) == (75_000, 25_000, 10)


def test_what_went_out_before_the_time_counts_for_nothing() -> None:
    found = lasts(paid(ETHER), paid(50 * ETHER, days_ago=92))
    assert found is not None
    assert found.outgoing == 2_500


def test_what_goes_between_accounts_of_the_space_is_still_there() -> None:
    found = lasts(paid(50 * ETHER, to=SAFE))
    assert found is not None
    assert (found.outgoing, found.months) == (0, None)


def test_what_has_no_price_is_named_and_in_no_figure() -> None:
    found = lasts(paid(ETHER), paid(10**30, asset=TOKEN))
    assert found is not None
    assert (found.outgoing, found.unpriced) == (2_500, {AssetRef(MAIN, TOKEN)})


def test_less_than_thirty_days_say_nothing_of_a_month() -> None:
    assert lasts(paid(ETHER), over=SHORTEST - timedelta(seconds=1)) is None
    assert lasts(paid(ETHER), over=SHORTEST) is not None


def test_a_month_is_a_twelfth_of_a_year() -> None:
    assert timedelta(days=365.25) == 12 * MONTH


@given(
    st.lists(st.integers(0, 10**24), min_size=1, max_size=10),
    st.integers(30, 366),
)
def test_so_many_months_of_what_goes_out_are_all_that_is_there(amounts: list[int], days: int) -> None:
    found = lasts(*map(paid, amounts), over=timedelta(days=days))
    assert found is not None
    if found.months is None:
        assert not any(amounts)
    else:
        assert found.months * found.a_month == found.total


@pytest.mark.attack("actions")
@given(st.integers(0, 10**60))
def test_a_payment_of_a_worthless_token_makes_no_treasury_last_shorter(amount: int) -> None:
    found, alone = lasts(paid(ETHER), paid(amount, asset=TOKEN)), lasts(paid(ETHER))
    assert found is not None
    assert alone is not None
    assert found.months == alone.months
