"""How far a treasury has drifted, and what brings it back: by hand-computed cases, and by rules that hold always."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Address
from bot.domain.treasury.drift import (
    Band,
    BandKind,
    Target,
    Trade,
    by_bands,
    by_calendar,
    drifts,
    rebalancing,
)
from bot.domain.treasury.prices import Price

FEED = Address("0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419")
FIVE_POINTS = Band(BandKind.ABSOLUTE, Fraction(5, 100))
ASSETS = ("ETH", "WBTC", "USDC", "DAI")
QUARTERS = tuple(Target(symbol, Fraction(1, 4), FIVE_POINTS) for symbol in ASSETS)


def dollars(*amounts: int) -> dict[str, Fraction]:
    return {symbol: Fraction(amount) for symbol, amount in zip(ASSETS, amounts, strict=True)}


def price(answer: int) -> Price:
    return Price(answer, 8, FEED, 0)


def test_four_quarters_that_drifted_to_19_32_48_and_1_come_back_to_25_each() -> None:
    """Of $ 1,000,000: 190,000, 320,000, 480,000 and 10,000. Back to 250,000 each."""
    found = drifts(dollars(190_000, 320_000, 480_000, 10_000), QUARTERS)
    assert [each.share * 100 for each in found] == [19, 32, 48, 1]
    assert [each.change for each in found] == [60_000, -70_000, -230_000, 240_000]
    assert all(each.out_of_band for each in found)
    prices = {
        "ETH": (price(2_500_00000000), 18),
        "WBTC": (price(60_000_00000000), 8),
        "USDC": (price(1_00000000), 6),
        "DAI": (price(1_00000000), 18),
    }
    plan = rebalancing(found, prices)
    # 230,000 USDC and 70,000 / 60,000 = 1.1666… WBTC are sold, of which the last satoshi is rounded up.
    assert plan.trades == (
        Trade("USDC", -230_000_000_000, Fraction(-230_000)),
        Trade("WBTC", -116_666_667, Fraction(-700_000_002, 10_000)),
        Trade("DAI", 240_000 * 10**18, Fraction(240_000)),
        Trade("ETH", 24 * 10**18, Fraction(60_000)),
    )
    assert plan.left_over == Fraction(2, 10_000)


def test_four_quarters_of_which_none_left_its_band_stay() -> None:
    found = drifts(dollars(21, 29, 30, 20), QUARTERS)
    assert not by_bands(found)


@pytest.mark.parametrize(
    ("kind", "width", "target", "least", "most"),
    [
        (BandKind.ABSOLUTE, Fraction(5, 100), Fraction(1, 4), Fraction(20, 100), Fraction(30, 100)),
        (BandKind.RELATIVE, Fraction(20, 100), Fraction(1, 4), Fraction(20, 100), Fraction(30, 100)),
        (BandKind.RELATIVE, Fraction(5, 100), Fraction(1, 4), Fraction(2375, 10_000), Fraction(2625, 10_000)),
        (BandKind.ABSOLUTE, Fraction(5, 100), Fraction(2, 100), Fraction(0), Fraction(7, 100)),
        (BandKind.ABSOLUTE, Fraction(10, 100), Fraction(95, 100), Fraction(85, 100), Fraction(1)),
    ],
)
def test_a_band_is_absolute_in_points_or_relative_to_its_target(
    kind: BandKind, width: Fraction, target: Fraction, least: Fraction, most: Fraction
) -> None:
    assert Band(kind, width).around(target) == (least, most)


def test_a_share_at_the_edge_of_its_band_is_within_it() -> None:
    found = drifts(dollars(20, 30, 25, 25), QUARTERS)
    assert not by_bands(found)
    assert by_bands(drifts(dollars(199, 301, 250, 250), QUARTERS))


def test_a_tight_relative_band_is_left_where_a_wide_absolute_one_is_not() -> None:
    relative = tuple(
        Target(symbol, Fraction(1, 4), Band(BandKind.RELATIVE, Fraction(5, 100))) for symbol in ASSETS
    )
    values = dollars(23, 27, 25, 25)
    assert by_bands(drifts(values, relative))
    assert not by_bands(drifts(values, QUARTERS))


def test_the_calendar_asks_for_it_whatever_the_shares_are() -> None:
    last = datetime(2026, 1, 1, tzinfo=UTC)
    quarter = timedelta(days=91)
    assert not by_calendar(last, quarter, last + quarter - timedelta(seconds=1))
    assert by_calendar(last, quarter, last + quarter)


def test_a_treasury_of_nothing_has_no_shares() -> None:
    assert drifts({}, QUARTERS) == ()


@pytest.mark.parametrize("shares", [(Fraction(1, 4),) * 3, (Fraction(1, 4),) * 5, ()])
def test_targets_that_make_no_whole_are_refused(shares: tuple[Fraction, ...]) -> None:
    with pytest.raises(ValueError, match="one"):
        drifts({}, [Target(str(place), share, FIVE_POINTS) for place, share in enumerate(shares)])


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[int]]:
    """Held base units, answers of feeds, decimals and weights of some assets."""
    count = draw(st.integers(1, 8))
    many = {"min_size": count, "max_size": count}
    return (
        draw(st.lists(st.integers(0, 10**30), **many)),
        draw(st.lists(st.integers(1, 10**15), **many)),
        draw(st.lists(st.integers(0, 24), **many)),
        draw(st.lists(st.integers(0, 100), **many).filter(any)),
    )


@given(portfolios())
def test_rebalancing_conserves_what_there_is(
    portfolio: tuple[list[int], list[int], list[int], list[int]],
) -> None:
    held, answers, decimals, weights = portfolio
    names = [str(place) for place in range(len(held))]
    prices = {
        name: (price(answer), places) for name, answer, places in zip(names, answers, decimals, strict=True)
    }
    values = {
        name: prices[name][0].value(amount, prices[name][1]) for name, amount in zip(names, held, strict=True)
    }
    targets = [
        Target(name, Fraction(weight, sum(weights)), FIVE_POINTS)
        for name, weight in zip(names, weights, strict=True)
    ]
    found = drifts(values, targets)
    assert sum((each.change for each in found), Fraction(0)) == 0
    assert not found or sum(each.share for each in found) == 1
    plan = rebalancing(found, prices)
    units = {name: prices[name][0].value(1, prices[name][1]) for name in names}
    # Nothing is bought for which nothing was sold, nothing is sold that isn't there, and what is left over is dust.
    assert 0 <= plan.left_over <= sum(units.values())
    had = dict(zip(names, held, strict=True))
    after = dict(values)
    for trade in plan.trades:
        assert trade.amount >= -had[trade.symbol]
        assert trade.value == trade.amount * units[trade.symbol]
        after[trade.symbol] += trade.value
    for each in found:
        exact = each.value + each.change
        assert abs(after[each.target.symbol] - exact) < units[each.target.symbol]


@given(portfolios())
def test_a_treasury_that_was_rebalanced_asks_for_nothing_more(
    portfolio: tuple[list[int], list[int], list[int], list[int]],
) -> None:
    held, _, _, weights = portfolio
    total = Fraction(sum(held))
    names = [str(place) for place in range(len(held))]
    targets = [
        Target(name, Fraction(weight, sum(weights)), FIVE_POINTS)
        for name, weight in zip(names, weights, strict=True)
    ]
    exact = {each.symbol: each.share * total for each in targets}
    assert all(each.change == 0 for each in drifts(exact, targets))
    assert not by_bands(drifts(exact, targets))
