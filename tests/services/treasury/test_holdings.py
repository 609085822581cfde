"""The treasury of a space: all its executors, all its chains, one time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from fractions import Fraction

import pytest
from msgspec.structs import replace

from bot.domain.blocks import Undetermined
from bot.domain.ids import Address, ChainId
from bot.domain.treasury.positions import CoinPosition, Erc20Position
from bot.domain.treasury.settings import ChainFeeds, Feed
from bot.services.governance.policies.policy_changes import Changes
from bot.services.remembered import Remembered
from bot.services.treasury.holdings import AGAIN, MOST_HINTED, Treasury
from bot.services.treasury.watching import Wanted
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.treasury.holdings import treasury_words
from tests.fakes import MAINNET, FakeChain, account
from tests.harness import GUILD, OTHER_GUILD, SAFE, TOKEN, ServiceHarness
from tests.harness.setting import SAFES

COIN = CoinPosition(chain=MAINNET)
DOLLAR = Erc20Position(chain=MAINNET, contract=account("dollar"))
FEED, DOLLAR_FEED = account("feed of the coin"), account("feed of the dollar")
HOUR = timedelta(hours=1)
ETHER = 10**18


async def shown(harness: ServiceHarness) -> Treasury:
    return await harness.services.treasuries.of(GUILD)


async def endowed(harness: ServiceHarness) -> None:
    """The Safe has 2 ETH at 2,500 dollars and 1,000 dollars, which the server watches."""
    await harness.set_up()
    harness.chain.tokens[DOLLAR.contract] = ("USDC", 6)
    for feed in (FEED, DOLLAR_FEED):
        harness.chain.tokens[feed] = ("", 8)
    harness.treasury.hold(COIN, SAFE, 2 * ETHER, "ETH")
    harness.treasury.hold(DOLLAR, SAFE, 1_000_000_000, "USDC", 6)
    votes = Erc20Position(chain=MAINNET, contract=TOKEN.contract)
    harness.treasury.hold(votes, SAFE, 0, "VOTE", 0)
    at = harness.chain.newest_final()
    harness.treasury.price(FEED, 2_500_00000000, at)
    harness.treasury.price(DOLLAR_FEED, 1_00000000, at, "USDC / USD")
    moderator, watching = harness.moderator(), harness.services.watching
    await watching.watch(moderator, Wanted("coin", "ETH", feed=FEED, heartbeat="2h"))
    await watching.watch(moderator, Wanted("erc20", "USDC", DOLLAR.contract, feed=DOLLAR_FEED))


async def test_a_treasury_is_what_its_safe_holds_at_what_the_feeds_say(harness: ServiceHarness) -> None:
    await endowed(harness)
    found = await shown(harness)
    assert [(row.symbol, row.value) for row in found.valuation.rows] == [
        ("ETH", Fraction(5_000)),
        ("USDC", Fraction(1_000)),
    ]
    assert found.accounts == ((MAINNET, SAFE),)
    assert found.valuation.total == 6_000


async def test_all_tracks_count_those_that_are_retired_too_and_each_executor_once(
    harness: ServiceHarness,
) -> None:
    await endowed(harness)
    other = account("another safe")
    harness.safes.add(type(harness.safe)(other, harness.safe.owners))
    moderator, tracks = harness.moderator(), harness.services.tracks
    await tracks.add(moderator, "grants", "token", Changes(executor=other))
    await tracks.add(moderator, "again", "token", Changes(executor=SAFE))
    await tracks.retire(moderator, "grants")
    harness.treasury.hold(COIN, other, ETHER, "ETH")
    found = await shown(harness)
    assert set(found.accounts) == {(MAINNET, SAFE), (MAINNET, other)}
    assert found.valuation.total == 8_500


async def test_two_chains_are_read_at_one_time(harness: ServiceHarness) -> None:
    gnosis = ChainId(100)
    other = FakeChain(harness.clock, id=gnosis, name="gnosis", native="XDAI")
    harness.other_chains = [other]
    await endowed(harness)
    await harness.restart()
    moderator = harness.moderator()
    await harness.services.tracks.add(moderator, "elsewhere", "token", Changes(executor=SAFE, chain="gnosis"))
    harness.clock.advance(timedelta(minutes=5))
    other.advance(3)
    found = await shown(harness)
    blocks = found.valuation.blocks
    assert set(blocks) == {MAINNET, gnosis}
    assert blocks[gnosis].time <= blocks[MAINNET].time


async def test_a_chain_that_is_silent_is_said_and_its_money_is_in_no_total(harness: ServiceHarness) -> None:
    await endowed(harness)
    harness.chain.silent = True
    found = await shown(harness)
    assert list(found.silent) == [MAINNET]
    assert found.valuation.rows == ()
    assert found.valuation.total == 0


async def test_a_read_that_fails_is_said_and_not_zero(harness: ServiceHarness) -> None:
    await endowed(harness)
    harness.treasury.unreadable.add(DOLLAR)
    found = await shown(harness)
    (row,) = found.valuation.unread
    assert row.symbol == "USDC"
    assert isinstance(row.unread[0][1], Undetermined)
    assert found.valuation.total == 5_000


async def test_a_name_of_the_address_book_that_is_no_token_is_not_missed(harness: ServiceHarness) -> None:
    await endowed(harness)
    await harness.services.address_book.add(harness.moderator(), "ada", account("wallet of ada"))
    assert (await shown(harness)).valuation.unread == ()


async def test_a_token_of_the_address_book_is_shown_by_its_name_there(harness: ServiceHarness) -> None:
    await endowed(harness)
    river = Erc20Position(chain=MAINNET, contract=account("river"))
    harness.treasury.hold(river, SAFE, 5, "USDC", 0)
    await harness.services.address_book.add(harness.moderator(), "RIVER", river.contract)
    (row,) = [row for row in (await shown(harness)).valuation.rows if row.position == river]
    assert (row.symbol, row.listed) == ("RIVER", True)


@pytest.mark.attack("floods")
async def test_ten_thousand_tokens_that_somebody_sends_move_nothing_and_cost_a_bound(
    harness: ServiceHarness,
) -> None:
    await endowed(harness)
    spam = [Address(f"0x{number:040x}") for number in range(1, 10_001)]
    harness.safes.said_to_hold = spam
    for token in spam:
        harness.treasury.hold(Erc20Position(chain=MAINNET, contract=token), SAFE, 10**24, "USDC")
    found = await shown(harness)
    assert found.valuation.total == 6_000
    assert len([row for row in found.valuation.rows if not row.listed]) == MOST_HINTED
    assert found.unseen == 10_000 - MOST_HINTED
    assert sum(len(positions) for _, positions in harness.treasury.reads) < 2 * MOST_HINTED


@pytest.mark.attack("safe_service")
async def test_a_service_that_is_down_hides_nothing_that_the_server_knows(harness: ServiceHarness) -> None:
    await endowed(harness)
    harness.safes.down = True
    assert (await shown(harness)).valuation.total == 6_000


async def test_who_asks_while_a_treasury_is_read_gets_the_same(harness: ServiceHarness) -> None:
    await endowed(harness)
    before = len(harness.treasury.reads)
    first, second = await asyncio.gather(shown(harness), shown(harness))
    assert first is second
    assert len(harness.treasury.reads) == before + 1


async def test_a_treasury_is_read_again_after_a_while_and_at_once_when_its_settings_change(
    harness: ServiceHarness,
) -> None:
    await endowed(harness)
    first = await shown(harness)
    await harness.services.watching.forget(harness.moderator(), "usdc")
    second = await shown(harness)
    assert (first.valuation.total, second.valuation.total) == (6_000, 5_000)
    harness.treasury.hold(COIN, SAFE, 4 * ETHER, "ETH")
    assert (await shown(harness)) is second
    harness.clock.advance(AGAIN)
    assert (await shown(harness)).valuation.total == 10_000


async def test_the_operators_feed_prices_for_every_server_and_the_servers_own_comes_first(
    harness: ServiceHarness,
) -> None:
    harness.prices = {MAINNET: ChainFeeds(coin=Feed(contract=account("operators feed"), heartbeat=HOUR))}
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.restart()
    at = harness.chain.newest_final()
    harness.chain.tokens[FEED] = ("", 8)
    harness.treasury.price(account("operators feed"), 1_000_00000000, at)
    harness.treasury.price(FEED, 2_000_00000000, at)
    for safe in (SAFE, SAFES[OTHER_GUILD]):
        harness.treasury.hold(COIN, safe, ETHER, "ETH")
    await harness.services.watching.watch(harness.moderator(), Wanted("coin", "ETH", feed=FEED))
    assert (await shown(harness)).valuation.total == 2_000
    assert (await harness.services.treasuries.of(OTHER_GUILD)).valuation.total == 1_000


async def test_what_is_on_a_chain_that_the_operator_took_away_is_said_to_be_in_no_total(
    harness: ServiceHarness,
) -> None:
    await endowed(harness)
    found = await replace(harness.services.treasuries, chains={}, _read=Remembered(1)).of(GUILD)
    assert (found.accounts, found.valuation.total, list(found.silent)) == ((), 0, [MAINNET])
    words = treasury_words(found, {}, language(markup=DISCORD))
    assert "can't be read now" in words.dangers[0]
    assert "operator has taken that chain away" in words.dangers[0]
    assert words.total == ("**$0**, as far as it could be read and valued",)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("told", [True, False], ids=["told by the service", "hidden by the service"])
async def test_a_token_that_the_operator_prices_is_counted_whatever_the_safes_service_says_of_it(
    harness: ServiceHarness, told: bool
) -> None:
    harness.prices = {MAINNET: ChainFeeds(tokens={DOLLAR.contract: Feed(contract=DOLLAR_FEED)})}
    await harness.set_up()
    await harness.restart()
    harness.chain.tokens[DOLLAR.contract] = ("USDC", 6)
    harness.treasury.price(DOLLAR_FEED, 1_00000000, harness.chain.newest_final())
    harness.treasury.hold(DOLLAR, SAFE, 1_000_000_000, "USDC", 6)
    if told:
        harness.safes.said_to_hold = [DOLLAR.contract]
    assert (await shown(harness)).valuation.total == 1_000


async def test_a_server_whose_tracks_pay_nothing_has_an_empty_treasury(harness: ServiceHarness) -> None:
    await harness.set_up(executor="", proved=False)
    found = await shown(harness)
    assert (found.accounts, found.valuation.rows) == ((), ())
