"""What moderators have their treasury look at."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from bot.domain.errors import BadSetting, NoCode, NotModerator, UnknownChain, WrongContract
from bot.domain.errors.treasury import (
    FeedForPieces,
    FeedNotInDollars,
    FeedWithoutPrice,
    NotWatched,
    TreasuryFull,
)
from bot.domain.treasury.positions import Erc20Position, Erc721Position, Erc1155Position, Erc4626Position
from bot.domain.treasury.prices import FeedUnread, NotPositive, Stale
from bot.domain.treasury.settings import MOST_WATCHED, USUAL_HEARTBEAT, TreasurySettings, Watched
from bot.services.treasury.watching import Wanted
from tests.fakes import MAINNET, account
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness

DOLLAR = Erc20Position(chain=MAINNET, contract=account("dollar"))
VAULT = Erc4626Position(chain=DOLLAR.chain, contract=DOLLAR.contract)
FEED = account("feed of the dollar")
WANTED = Wanted("erc20", "USDC", DOLLAR.contract, feed=FEED)


async def prepared(harness: ServiceHarness) -> None:
    """A token with a feed that tells a dollar, in a server."""
    await harness.set_up()
    harness.chain.tokens[DOLLAR.contract] = ("USDC", 6)
    harness.chain.tokens[FEED] = ("", 8)
    harness.treasury.hold(DOLLAR, account("nobody"), 0, "USDC", 6)
    harness.treasury.price(FEED, 1_00000000, harness.chain.newest_final(), "USDC / USD")


async def settings(harness: ServiceHarness) -> TreasurySettings:
    return await harness.services.watching.settings(GUILD)


async def test_what_is_named_is_kept_with_the_decimals_that_it_told(harness: ServiceHarness) -> None:
    await prepared(harness)
    made, description = await harness.services.watching.watch(harness.moderator(), WANTED)
    assert description == "USDC / USD"
    assert made.decimals == 6
    assert made.feed is not None
    assert (made.feed.decimals, made.feed.heartbeat) == (8, USUAL_HEARTBEAT)
    await harness.restart()
    assert (await settings(harness)).watched == (made,)


async def test_naming_the_same_again_takes_its_place(harness: ServiceHarness) -> None:
    await prepared(harness)
    moderator, watching = harness.moderator(), harness.services.watching
    await watching.watch(moderator, WANTED)
    made, _ = await watching.watch(moderator, replace(WANTED, symbol="Dollar", heartbeat="1h"))
    assert (await settings(harness)).watched == (made,)


@pytest.mark.attack("commands")
async def test_a_token_is_not_counted_twice_by_naming_it_as_a_vault_too(harness: ServiceHarness) -> None:
    """Who names a feed once more under another kind would double what the treasury is worth."""
    await prepared(harness)
    harness.treasury.hold(VAULT, account("nobody"), 0, "USDC", 6)
    moderator, watching = harness.moderator(), harness.services.watching
    await watching.watch(moderator, WANTED)
    made, _ = await watching.watch(moderator, replace(WANTED, kind="erc4626"))
    assert (await settings(harness)).watched == (made,)


async def test_what_is_forgotten_is_gone_and_every_change_is_in_the_log(harness: ServiceHarness) -> None:
    await prepared(harness)
    moderator, watching = harness.moderator(), harness.services.watching
    await watching.watch(moderator, WANTED)
    await watching.forget(moderator, " usdc ")
    assert (await settings(harness)).watched == ()
    log = await harness.services.public_log.newest(GUILD, limit=2)
    assert [(each.act, each.details["account"]) for each in log] == [
        ("treasury forget", DOLLAR.contract),
        ("treasury watch", DOLLAR.contract),
    ]
    with pytest.raises(NotWatched):
        await watching.forget(moderator, "USDC")


async def test_each_server_has_its_own(harness: ServiceHarness) -> None:
    await prepared(harness)
    await harness.set_up(guild=OTHER_GUILD)
    await harness.services.watching.watch(harness.moderator(), WANTED)
    assert (await harness.services.watching.settings(OTHER_GUILD)).watched == ()


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    ("answer", "age", "fault"),
    [(0, 0, NotPositive), (-5, 0, NotPositive), (1_00000000, 26 * 3_600, Stale), (None, 0, FeedUnread)],
    ids=["zero", "negative", "stale", "silent"],
)
async def test_a_feed_without_a_price_that_can_be_believed_is_not_named(
    harness: ServiceHarness, answer: int | None, age: int, fault: type
) -> None:
    await prepared(harness)
    at = harness.chain.newest_final()
    if answer is None:
        harness.treasury.feeds[FEED] = replace(
            await harness.treasury.feed(account("nothing"), at), description="USDC / USD"
        )
    else:
        harness.treasury.price(
            FEED, answer, dataclasses.replace(at, timestamp=at.timestamp - age), "USDC / USD"
        )
    with pytest.raises(FeedWithoutPrice) as refused:
        await harness.services.watching.watch(harness.moderator(), WANTED)
    assert isinstance(refused.value.why, fault)
    assert (await settings(harness)).watched == ()


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "description", ["", "USDC / ETH", "USDC / USDT", "USD / USDC", "USD", "/ USD of Zimbabwe"]
)
async def test_a_feed_that_tells_no_us_dollars_is_not_named(
    harness: ServiceHarness, description: str
) -> None:
    await prepared(harness)
    harness.treasury.price(FEED, 1_00000000, harness.chain.newest_final(), description)
    with pytest.raises(FeedNotInDollars):
        await harness.services.watching.watch(harness.moderator(), WANTED)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (replace(WANTED, contract=""), BadSetting),
        (replace(WANTED, contract=account("nobody here")), NoCode),
        (replace(WANTED, feed=account("nobody here")), NoCode),
        (replace(WANTED, chain="moon"), UnknownChain),
        (replace(WANTED, heartbeat="soon"), BadSetting),
        (replace(WANTED, heartbeat="59s"), BadSetting),
        (replace(WANTED, heartbeat="8d"), BadSetting),
        (replace(WANTED, token_id="7"), BadSetting),
        (replace(WANTED, symbol="US DC"), BadSetting),
        (replace(WANTED, symbol="@everyone"), BadSetting),
        (replace(WANTED, symbol="1000"), BadSetting),
        (replace(WANTED, kind="erc1155"), BadSetting),
        (replace(WANTED, kind="erc1155", token_id="-1"), BadSetting),
        (replace(WANTED, kind="erc1155", token_id=str(2**256)), BadSetting),
        (replace(WANTED, kind="erc721"), FeedForPieces),
        (replace(WANTED, contract=FEED), WrongContract),
    ],
)
async def test_what_can_not_be_looked_at_is_refused_and_nothing_is_kept(
    harness: ServiceHarness, wanted: Wanted, error: type[Exception]
) -> None:
    await prepared(harness)
    pieces = Erc721Position(chain=MAINNET, contract=DOLLAR.contract)
    harness.treasury.hold(pieces, account("nobody"), 0, "NFT", 0)
    with pytest.raises(error):
        await harness.services.watching.watch(harness.moderator(), wanted)
    assert (await settings(harness)).watched == ()


async def test_one_token_of_many_is_named_by_its_number(harness: ServiceHarness) -> None:
    await prepared(harness)
    position = Erc1155Position(chain=MAINNET, contract=DOLLAR.contract, token_id=7)
    harness.treasury.hold(position, account("nobody"), 0, "ITEM", 0)
    made, _ = await harness.services.watching.watch(
        harness.moderator(), Wanted("erc1155", "Item", DOLLAR.contract, "7")
    )
    assert made.position == position


@pytest.mark.attack("floods")
async def test_no_treasury_looks_at_more_than_a_bound(harness: ServiceHarness) -> None:
    await prepared(harness)
    many = tuple(
        Watched(
            position=Erc20Position(chain=MAINNET, contract=account(f"token {number}")), symbol=f"T{number}"
        )
        for number in range(MOST_WATCHED)
    )
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        await repositories.treasuries.set(space.id, TreasurySettings(watched=many), harness.clock.now())
    with pytest.raises(TreasuryFull):
        await harness.services.watching.watch(harness.moderator(), WANTED)


@pytest.mark.attack("commands")
async def test_nobody_but_moderators_says_what_is_looked_at(harness: ServiceHarness) -> None:
    await prepared(harness)
    watching = harness.services.watching
    with pytest.raises(NotModerator):
        await watching.watch(harness.actor("eve"), WANTED)
    await watching.watch(harness.moderator(), WANTED)
    with pytest.raises(NotModerator):
        await watching.forget(harness.actor("eve"), "USDC")
