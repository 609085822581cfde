"""What accounts hold at one block, and what feeds say of it, on a real chain."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Self

import pytest

from bot.chain.chains import EvmChain
from bot.chain.treasury.reading import EvmTreasuryReader
from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.ids import Address, ChainId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.holdings import ChainHoldings
from bot.domain.treasury.positions import (
    AnyPosition,
    CoinPosition,
    Erc20Position,
    Erc721Position,
    Erc1155Position,
    Erc4626Position,
)
from bot.domain.treasury.prices import FeedUnread, Stale
from bot.domain.treasury.settings import ChainFeeds, Feed, TreasurySettings, Watched
from bot.domain.treasury.valuation import (
    NoDecimals,
    NoFeed,
    OtherTokenDecimals,
    Row,
    Unvalued,
    Valuation,
    valuation,
)
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
SAFE = Address("0x00000000000000000000000000000000000005aF")
OTHER_SAFE = Address("0x00000000000000000000000000000000000005B0")
COIN = CoinPosition(chain=CHAIN)
HOUR = timedelta(hours=1)


def at(contract: Contract) -> Address:
    return Address(contract.address)


@dataclass
class Vaults:
    """1.5 ETH at 2,500 dollars, 3,000 USDC at 0.999 (and 1,000 in a vault), three badges and ten of item 7."""

    local: LocalChain
    usdc: Contract
    vault: Contract
    badges: Contract
    items: Contract
    hostile: Contract
    eth_feed: Contract
    usdc_feed: Contract
    feeds: dict[Address | None, Address] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.feeds = {None: at(self.eth_feed), at(self.usdc): at(self.usdc_feed)}

    def on(self, chain: LocalChain) -> Self:
        contracts = (
            self.usdc,
            self.vault,
            self.badges,
            self.items,
            self.hostile,
            self.eth_feed,
            self.usdc_feed,
        )
        return type(self)(chain, *(each.on(chain) for each in contracts))

    @property
    def usdc_position(self) -> Erc20Position:
        return Erc20Position(chain=CHAIN, contract=at(self.usdc))

    @property
    def hostile_position(self) -> Erc20Position:
        return Erc20Position(chain=CHAIN, contract=at(self.hostile))

    @property
    def positions(self) -> list[AnyPosition]:
        return [
            COIN,
            self.usdc_position,
            Erc4626Position(chain=CHAIN, contract=at(self.vault)),
            Erc721Position(chain=CHAIN, contract=at(self.badges)),
            Erc1155Position(chain=CHAIN, contract=at(self.items), token_id=7),
        ]

    async def told(self, contract: Contract, function: str, *arguments: object) -> None:
        await contract.send(function, *arguments, sender=self.local.deployer)


async def built(local: LocalChain) -> Vaults:
    deployer = local.deployer
    usdc = await local.deploy("PlainToken", "USD Coin", "USDC", 6)
    vault = await local.deploy("Vault", usdc.address, "Staked USDC", "sUSDC")
    badges, items = await local.deploy("BadgeNFT", "Badge", "BDG"), await local.deploy("Items", "")
    hostile = await local.deploy("HostileToken")
    eth_feed = await local.deploy("PriceFeed", "ETH / USD", 8, 2_500_00000000)
    usdc_feed = await local.deploy("PriceFeed", "USDC / USD", 8, 99_900_000)
    await local.fund(SAFE, 1_500_000_000_000_000_000)
    await usdc.send("mint", SAFE, 2_000_000_000, sender=deployer)
    await usdc.send("mint", OTHER_SAFE, 1_000_000_000, sender=deployer)
    await usdc.send("mint", deployer.address, 1_000_000_000, sender=deployer)
    await usdc.send("approve", vault.address, 1_000_000_000, sender=deployer)
    await vault.send("deposit", 1_000_000_000, SAFE, sender=deployer)
    await badges.send("airdrop", [SAFE, SAFE, OTHER_SAFE], [1, 2, 3], sender=deployer)
    await items.send("mint", SAFE, 7, 10, sender=deployer)
    await hostile.send("mint", SAFE, 5 * 10**18, sender=deployer)
    await local.mine(3)
    return Vaults(local, usdc, vault, badges, items, hostile, eth_feed, usdc_feed)


BUILT = BuiltOnce(built, genesis_time=1_700_000_000)


@pytest.fixture
async def vaults() -> AsyncIterator[Vaults]:
    async with BUILT.served() as found:
        yield found


@pytest.fixture
async def chain(vaults: Vaults) -> AsyncIterator[EvmChain]:
    async with evm_chain(vaults.local.url) as chain:
        yield chain


async def holdings(
    vaults: Vaults, chain: EvmChain, *more: AnyPosition, block: BlockRef | None = None
) -> ChainHoldings:
    reader = EvmTreasuryReader({CHAIN: chain})
    block = block or await chain.latest()
    return await reader.read([SAFE, OTHER_SAFE], [*vaults.positions, *more], vaults.feeds, None, block)


def settings_of(vaults: Vaults, *more: Watched) -> TreasurySettings:
    """The coin and USDC by their feeds, of which each is renewed within the hour."""
    return TreasurySettings(
        watched=(
            Watched(
                position=COIN,
                symbol="ETH",
                decimals=18,
                feed=Feed(contract=at(vaults.eth_feed), heartbeat=HOUR),
            ),
            Watched(
                position=vaults.usdc_position,
                symbol="USDC",
                decimals=6,
                feed=Feed(contract=at(vaults.usdc_feed), heartbeat=HOUR, decimals=8),
            ),
            *more,
        )
    )


async def valued(
    vaults: Vaults, chain: EvmChain, *more: AnyPosition, settings: TreasurySettings | None = None
) -> Valuation:
    found = await holdings(vaults, chain, *more)
    return valuation([found], settings or settings_of(vaults), {}, {})


def row(found: Valuation, position: AnyPosition) -> Row:
    (each,) = [row for row in found.rows if row.position == position]
    return each


async def why(vaults: Vaults, chain: EvmChain, position: AnyPosition) -> Unvalued | None:
    return row(await valued(vaults, chain), position).unvalued


async def test_each_account_has_what_it_holds_of_every_kind(vaults: Vaults, chain: EvmChain) -> None:
    found = await holdings(vaults, chain)
    amounts = {(each.position.kind, each.account): each.amount for each in found.holdings}
    assert amounts == {
        ("coin", SAFE): Value(15 * 10**17),
        ("coin", OTHER_SAFE): Value(0),
        ("erc20", SAFE): Value(2_000_000_000),
        ("erc20", OTHER_SAFE): Value(1_000_000_000),
        ("erc4626", SAFE): Value(1_000_000_000),
        ("erc4626", OTHER_SAFE): Value(0),
        ("erc721", SAFE): Value(2),
        ("erc721", OTHER_SAFE): Value(1),
        ("erc1155", SAFE): Value(10),
        ("erc1155", OTHER_SAFE): Value(0),
    }


async def test_a_treasury_is_worth_what_its_feeds_say_exactly(vaults: Vaults, chain: EvmChain) -> None:
    found = await valued(vaults, chain)
    values = [(row.symbol, row.value) for row in found.rows if row.value is not None]
    assert values == [
        ("ETH", Fraction(3_750)),
        ("USDC", Fraction(2_997)),
        ("sUSDC", Fraction(999)),
    ]
    assert found.total == 7_746
    assert {row.position.kind for row in found.rows if row.value is None} == {"erc721", "erc1155"}
    assert found.unvalued == ()


async def test_shares_in_a_vault_are_worth_what_they_are_redeemed_for(
    vaults: Vaults, chain: EvmChain
) -> None:
    await vaults.told(vaults.usdc, "mint", vaults.vault.address, 500_000_000)
    position = Erc4626Position(chain=CHAIN, contract=at(vaults.vault))
    found = row(await valued(vaults, chain), position)
    # OpenZeppelin's vaults round down, by their virtual share: 1,000 shares of 1,500 USDC.
    assert found.value == Fraction(1_499_999_999 * 999, 10**9)
    assert found.price is not None
    assert found.price.feed == at(vaults.usdc_feed)


async def test_holdings_are_those_of_the_block_and_not_of_later(vaults: Vaults, chain: EvmChain) -> None:
    block = await chain.latest()
    await vaults.told(vaults.usdc, "mint", SAFE, 1)
    before = await holdings(vaults, chain, block=block)
    after = await holdings(vaults, chain)
    held = [
        [each.amount for each in found.holdings if each.position.kind == "erc20" and each.account == SAFE]
        for found in (before, after)
    ]
    assert held == [[Value(2_000_000_000)], [Value(2_000_000_001)]]


async def test_what_nobody_named_a_feed_for_is_unvalued_and_not_worth_nothing(
    vaults: Vaults, chain: EvmChain
) -> None:
    only_coin = TreasurySettings(watched=settings_of(vaults).watched[:1])
    found = await valued(vaults, chain, settings=only_coin)
    usdc = row(found, vaults.usdc_position)
    assert (usdc.value, usdc.unvalued) == (None, NoFeed())
    assert found.total == 3_750
    assert [each.symbol for each in found.unvalued] == ["USDC", "sUSDC"]


async def test_the_operators_feed_prices_what_the_server_named_none_for(
    vaults: Vaults, chain: EvmChain
) -> None:
    found = await holdings(vaults, chain)
    operator = ChainFeeds(coin=Feed(contract=at(vaults.eth_feed), heartbeat=HOUR))
    assert valuation([found], TreasurySettings(), {CHAIN: operator}, {}).total == 3_750


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("mode", [1, 2, 3, 4, 5], ids=["reverts", "burns gas", "nothing", "short", "long"])
async def test_a_feed_that_gives_no_round_prices_nothing_and_spoils_nothing_else(
    vaults: Vaults, chain: EvmChain, mode: int
) -> None:
    await vaults.told(vaults.eth_feed, "setMode", mode)
    found = await valued(vaults, chain)
    assert isinstance(row(found, COIN).unvalued, FeedUnread)
    assert found.total == 2_997 + 999


@pytest.mark.attack("rpc")
async def test_a_price_that_nobody_renewed_is_refused(vaults: Vaults, chain: EvmChain) -> None:
    newest = await vaults.local.block()
    await vaults.local.mine(1, newest.timestamp + 2 * 3_600)
    assert isinstance(await why(vaults, chain, COIN), Stale)


@pytest.mark.attack("rpc")
async def test_a_feed_without_code_prices_nothing(vaults: Vaults, chain: EvmChain) -> None:
    vaults.feeds[None] = OTHER_SAFE
    feed = Feed(contract=OTHER_SAFE, heartbeat=HOUR)
    settings = TreasurySettings(watched=(Watched(position=COIN, symbol="ETH", feed=feed),))
    found = await valued(vaults, chain, settings=settings)
    assert isinstance(row(found, COIN).unvalued, FeedUnread)


@pytest.mark.attack("rpc")
async def test_prices_of_a_layer_two_that_stands_still_are_refused(vaults: Vaults, chain: EvmChain) -> None:
    uptime = await vaults.local.deploy("PriceFeed", "L2 Sequencer Uptime Status Feed", 0, 1)
    reader = EvmTreasuryReader({CHAIN: chain})
    block = await chain.latest()
    found = await reader.read([SAFE], vaults.positions, vaults.feeds, at(uptime), block)
    operator = ChainFeeds(sequencer=at(uptime))
    assert valuation([found], settings_of(vaults), {CHAIN: operator}, {}).total == 0


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "mode",
    [1, 2, 3, 4, 5, 6, 7],
    ids=["reverts", "panics", "burns gas", "nothing", "short", "long", "maximum"],
)
async def test_a_token_that_gives_no_balance_is_unread_and_spoils_nothing_else(
    vaults: Vaults, chain: EvmChain, mode: int
) -> None:
    await vaults.told(vaults.hostile, "setMode", mode)
    found = await holdings(vaults, chain, vaults.hostile_position)
    hostile = [each for each in found.holdings if each.position == vaults.hostile_position]
    assert all(isinstance(each.amount, Undetermined) for each in hostile)
    watched = Watched(position=vaults.hostile_position, symbol="HOST")
    worth = valuation([found], settings_of(vaults, watched), {}, {})
    assert worth.total == 7_746
    assert [each.symbol for each in worth.unread] == ["HOST"]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("decimals", [0, 6, 17, 77])
async def test_a_token_that_tells_other_decimals_than_when_it_was_named_has_no_value(
    vaults: Vaults, chain: EvmChain, decimals: int
) -> None:
    await vaults.told(vaults.hostile, "setDecimals", decimals)
    feed = Feed(contract=at(vaults.usdc_feed), heartbeat=HOUR)
    watched = Watched(position=vaults.hostile_position, symbol="HOST", decimals=18, feed=feed)
    settings = settings_of(vaults, watched)
    found = await valued(vaults, chain, vaults.hostile_position, settings=settings)
    assert row(found, vaults.hostile_position).unvalued == OtherTokenDecimals(18, decimals)
    assert found.total == 7_746


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("decimals", [78, 255])
async def test_decimals_that_no_token_can_have_are_none(
    vaults: Vaults, chain: EvmChain, decimals: int
) -> None:
    await vaults.told(vaults.hostile, "setDecimals", decimals)
    found = await valued(vaults, chain, vaults.hostile_position)
    hostile = row(found, vaults.hostile_position)
    assert (hostile.decimals, hostile.unvalued) == (None, NoDecimals())


@pytest.mark.attack("rpc")
async def test_a_token_that_nobody_named_is_worth_nothing_whatever_it_calls_itself(
    vaults: Vaults, chain: EvmChain
) -> None:
    false = await vaults.local.deploy("PlainToken", "USD Coin", "USDC", 6)
    await vaults.told(false, "mint", SAFE, 10**15)
    position = Erc20Position(chain=CHAIN, contract=at(false))
    found = await valued(vaults, chain, position)
    assert not row(found, position).listed
    assert found.total == 7_746


@pytest.mark.attack("rpc")
async def test_what_a_node_answers_for_another_block_is_unread(vaults: Vaults, chain: EvmChain) -> None:
    block = await chain.latest()
    other = BlockRef(CHAIN, block.number, block.hash, block.timestamp - 12)
    found = valuation([await holdings(vaults, chain, block=other)], settings_of(vaults), {}, {})
    assert found.total == 0
    assert [row.symbol for row in found.unread] == ["ETH", "USDC"]


@pytest.mark.attack("rpc")
async def test_a_vault_that_names_no_asset_has_no_value(vaults: Vaults, chain: EvmChain) -> None:
    position = Erc4626Position(chain=CHAIN, contract=at(vaults.usdc))
    found = await valued(vaults, chain, position)
    assert row(found, position).value is None
    assert row(found, vaults.usdc_position).value == 2_997


async def test_the_same_asset_on_no_chain_is_another_one(vaults: Vaults) -> None:
    assert COIN.asset == AssetRef(CHAIN)
    assert vaults.usdc_position.asset != AssetRef(ChainId(1), at(vaults.usdc))


async def test_every_kind_answers_when_it_is_named(vaults: Vaults, chain: EvmChain) -> None:
    reader, block = EvmTreasuryReader({CHAIN: chain}), await chain.latest()
    told = {each.kind: await reader.about(each, block) for each in vaults.positions}
    assert all(isinstance(answer, Value) for _, answer in told.values())
    assert {kind: (about.symbol, about.decimals) for kind, (about, _) in told.items()} == {
        "coin": ("ETH", 18),
        "erc20": ("USDC", 6),
        "erc4626": ("sUSDC", 6),
        "erc721": ("BDG", 0),
        "erc1155": ("", 0),
    }
