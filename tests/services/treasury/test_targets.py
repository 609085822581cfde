"""The shares that a treasury is to have: who sets them, what is refused, and how it stands to them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.domain.errors import BadSetting, NotModerator
from bot.domain.errors.treasury import (
    ExpectedTargets,
    HasTarget,
    NameOfTarget,
    NeitherBandNorCalendar,
    TargetsNotWhole,
    TargetTwice,
    TargetUnknown,
    TargetWithoutFeed,
)
from bot.domain.fault import Fault
from bot.domain.treasury.balance import Balance, Unbalanced, Unread
from bot.domain.treasury.drift import BandKind, Trade
from bot.domain.treasury.positions import Erc20Position, Erc721Position
from bot.domain.treasury.prices import NotPositive, Stale
from bot.domain.treasury.valuation import Unvalued
from bot.services.treasury.holdings import AGAIN
from bot.services.treasury.targeting import WantedTargets
from bot.services.treasury.watching import Wanted
from tests.fakes import MAINNET, account
from tests.harness import GUILD, OTHER_GUILD, SAFE, ServiceHarness

QUARTERS = WantedTargets("ETH 25%, WBTC 25%, USDC 25%, DAI 25%", "5%")
HELD = {
    # Of $1,000,000: 19 %, 32 %, 48 % and 1 %.
    "ETH": (76 * 10**18, 18, 2_500_00000000),
    "WBTC": (533_333_333, 8, 60_000_00000000),
    "USDC": (480_000 * 10**6, 6, 1_00000000),
    "DAI": (10_000 * 10**18, 18, 1_00000000),
}
"""Base units, decimals, and what the feed tells."""


async def quarters(harness: ServiceHarness) -> None:
    """Four assets, each with its feed, as the treasury has drifted; no targets yet."""
    await harness.set_up()
    for symbol in HELD:
        await hold(harness, symbol)


async def hold(harness: ServiceHarness, symbol: str) -> None:
    amount, decimals, answer = HELD[symbol]
    position = Erc20Position(chain=MAINNET, contract=account(symbol))
    feed = account(f"feed of {symbol}")
    harness.chain.tokens[position.contract] = (symbol, decimals)
    harness.chain.tokens[feed] = ("", 8)
    harness.treasury.hold(position, SAFE, amount, symbol, decimals)
    harness.treasury.price(feed, answer, harness.chain.newest_final(), f"{symbol} / USD")
    await harness.services.watching.watch(
        harness.moderator(), Wanted("erc20", symbol, position.contract, feed=feed)
    )


async def target(harness: ServiceHarness, wanted: WantedTargets = QUARTERS) -> None:
    await harness.services.targeting.target(harness.moderator(), wanted)


async def stands(harness: ServiceHarness) -> Balance | Unbalanced | None:
    harness.clock.advance(AGAIN)
    return (await harness.services.treasuries.of(GUILD)).balance


async def test_four_quarters_that_drifted_to_19_32_48_and_1_are_brought_back(harness: ServiceHarness) -> None:
    await quarters(harness)
    assert await stands(harness) is None
    await target(harness)
    found = await stands(harness)
    assert isinstance(found, Balance)
    assert found.is_out
    assert [round(each.share * 100) for each in found.drifts] == [19, 32, 48, 1]
    sold_first = [(trade.symbol, trade.amount) for trade in found.rebalancing.trades]
    # A quarter of $999,999.9998 each: the WBTC that are there are worth 319,999.9998 dollars.
    assert sold_first == [
        ("USDC", -230_000_000_050),
        ("WBTC", -116_666_667),
        ("DAI", 239_999_999_950_000_000_000_000),
        ("ETH", 23_999_999_980_000_000_000),
    ]
    assert 0 <= found.rebalancing.left_over < 1


async def test_an_asset_of_which_nothing_is_there_is_bought_at_its_price(harness: ServiceHarness) -> None:
    await quarters(harness)
    dai = Erc20Position(chain=MAINNET, contract=account("DAI"))
    harness.treasury.hold(dai, SAFE, 0, "DAI", 18)
    await target(harness, WantedTargets("USDC 50%, DAI 50%", "5%"))
    found = await stands(harness)
    assert isinstance(found, Balance)
    assert found.rebalancing.trades == (
        Trade("USDC", -240_000 * 10**6, Fraction(-240_000)),
        Trade("DAI", 240_000 * 10**18, Fraction(240_000)),
    )


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    ("answer", "why"), [(0, NotPositive), (-1, NotPositive), (None, Stale)], ids=["zero", "negative", "stale"]
)
@pytest.mark.parametrize("symbol", HELD)
async def test_nothing_is_drafted_without_a_price_of_every_asset(
    harness: ServiceHarness, symbol: str, answer: int | None, why: type[Unvalued]
) -> None:
    await quarters(harness)
    await target(harness)
    at = harness.chain.newest_final()
    if answer is None:
        harness.clock.advance(AGAIN * 4_000)
        harness.chain.advance(12_000)
        for each in HELD:
            if each != symbol:
                harness.treasury.price(
                    account(f"feed of {each}"), HELD[each][2], harness.chain.newest_final(), f"{each} / USD"
                )
    else:
        harness.treasury.price(account(f"feed of {symbol}"), answer, at, f"{symbol} / USD")
    found = await stands(harness)
    assert isinstance(found, Unbalanced)
    (missing,) = found.missing
    assert missing.symbol == symbol
    assert isinstance(missing.why, why)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("symbol", HELD)
async def test_nothing_is_drafted_where_a_read_fails(harness: ServiceHarness, symbol: str) -> None:
    await quarters(harness)
    await target(harness)
    harness.treasury.unreadable.add(Erc20Position(chain=MAINNET, contract=account(symbol)))
    found = await stands(harness)
    assert isinstance(found, Unbalanced)
    assert [(each.symbol, each.why) for each in found.missing] == [(symbol, Unread())]


@pytest.mark.attack("rpc")
async def test_nothing_is_drafted_while_a_chain_is_silent(harness: ServiceHarness) -> None:
    await quarters(harness)
    await target(harness)
    harness.chain.silent = True
    found = await stands(harness)
    assert isinstance(found, Unbalanced)
    assert {each.symbol for each in found.missing} == set(HELD)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (WantedTargets("ETH 25%", "5%"), TargetsNotWhole(1, 4)),
        (WantedTargets("ETH 60%, USDC 60%", "5%"), TargetsNotWhole(6, 5)),
        (WantedTargets("ETH 50%, eth 50%", "5%"), TargetTwice("ETH")),
        (WantedTargets("ETH 50%, GOLD 50%", "5%"), TargetUnknown("GOLD", ("ETH",))),
        (WantedTargets("ETH 100%"), NeitherBandNorCalendar()),
        (WantedTargets("ETH", "5%"), ExpectedTargets(10)),
        (WantedTargets(", ;", "5%"), ExpectedTargets(10)),
        (WantedTargets("ETH 9%," * 11, "5%"), ExpectedTargets(10)),
    ],
)
async def test_targets_that_are_none_are_refused_with_why(
    harness: ServiceHarness, wanted: WantedTargets, fault: Fault
) -> None:
    await harness.set_up()
    await hold(harness, "ETH")
    if "USDC" in wanted.shares:
        await hold(harness, "USDC")
    with pytest.raises(BadSetting) as refused:
        await target(harness, wanted)
    assert refused.value.expected == fault


@pytest.mark.parametrize(
    "wanted",
    [
        WantedTargets("ETH 100%", "120%"),
        WantedTargets("ETH 100%", "-5%"),
        WantedTargets("ETH 100%", every="5m"),
        WantedTargets("ETH 100%", every="4000d"),
        WantedTargets("ETH 1/0", "5%"),
        WantedTargets("ETH 1e9%", "5%"),
    ],
)
@pytest.mark.attack("text")
async def test_shares_and_times_that_can_not_be_are_refused(
    harness: ServiceHarness, wanted: WantedTargets
) -> None:
    await harness.set_up()
    await hold(harness, "ETH")
    with pytest.raises(BadSetting):
        await target(harness, wanted)


async def test_a_target_is_for_what_a_feed_prices_by_the_unit(harness: ServiceHarness) -> None:
    await harness.set_up()
    badge = Erc721Position(chain=MAINNET, contract=account("badge"))
    harness.chain.tokens[badge.contract] = ("Badge", 0)
    harness.treasury.hold(badge, SAFE, 1, "Badge", 0)
    await harness.services.watching.watch(harness.moderator(), Wanted("erc721", "Badge", badge.contract))
    with pytest.raises(BadSetting) as refused:
        await target(harness, WantedTargets("Badge 100%", "5%"))
    assert refused.value.expected == TargetWithoutFeed("Badge")


@pytest.mark.attack("text")
async def test_no_other_token_takes_the_name_of_one_that_has_a_target(harness: ServiceHarness) -> None:
    await quarters(harness)
    await target(harness)
    fake = Erc20Position(chain=MAINNET, contract=account("another dollar"))
    harness.chain.tokens[fake.contract] = ("USDC", 6)
    harness.treasury.hold(fake, SAFE, 1, "USDC", 6)
    with pytest.raises(BadSetting) as refused:
        await harness.services.watching.watch(harness.moderator(), Wanted("erc20", "usdc", fake.contract))
    assert refused.value.expected == NameOfTarget()


async def test_what_has_a_target_is_not_forgotten_before_its_target(harness: ServiceHarness) -> None:
    await quarters(harness)
    await target(harness)
    with pytest.raises(HasTarget):
        await harness.services.watching.forget(harness.moderator(), "DAI")
    await harness.services.targeting.untarget(harness.moderator())
    assert await stands(harness) is None
    await harness.services.watching.forget(harness.moderator(), "DAI")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("name", ["ada", "ben"])
async def test_nobody_but_moderators_sets_targets(harness: ServiceHarness, name: str) -> None:
    await quarters(harness)
    with pytest.raises(NotModerator):
        await harness.services.targeting.target(harness.actor(name), QUARTERS)
    await target(harness)
    with pytest.raises(NotModerator):
        await harness.services.targeting.untarget(harness.actor(name))


async def test_a_relative_band_is_a_share_of_the_target(harness: ServiceHarness) -> None:
    await quarters(harness)
    await target(harness, WantedTargets("ETH 25%, WBTC 75%", "20%", BandKind.RELATIVE, "90d"))
    settings = await harness.services.watching.settings(GUILD)
    assert settings.targets is not None
    assert settings.targets.band is not None
    assert settings.targets.band.band.around(Fraction(1, 4)) == (Fraction(1, 5), Fraction(3, 10))


@pytest.mark.attack("visibility")
async def test_a_server_sees_nothing_of_anothers_targets(harness: ServiceHarness) -> None:
    await quarters(harness)
    await target(harness)
    await harness.set_up(guild=OTHER_GUILD)
    assert (await harness.services.treasuries.of(OTHER_GUILD)).balance is None
