"""A part of the DAO has a treasury of its own: what its Safe has, spends and may spend, seen from its channels."""

from __future__ import annotations

import pytest

from bot.domain.errors import NotModerator
from bot.domain.treasury.balance import Balance
from bot.domain.treasury.positions import CoinPosition, Erc20Position
from bot.domain.treasury.spending import SpentBy
from bot.services.delivery.notifications import ReportDrift
from bot.services.treasury.holdings import AGAIN
from bot.services.treasury.targeting import WantedTargets
from bot.services.treasury.watching import Wanted
from bot.wording.treasury.spending import space_budget_lines
from tests.fakes import MAINNET, account
from tests.harness import GUILD, SAFE, ServiceHarness
from tests.services.execution.asking import SAY
from tests.services.server_acts.parts import NEWS, Part, grants
from tests.services.server_acts.test_space_limits import TEN, asked, ends, paying

ETHER = 10**18
COIN = CoinPosition(chain=MAINNET)
FEED, OWN_FEED = account("feed of ether"), account("the part's feed of ether")


async def with_money(harness: ServiceHarness) -> Part:
    """The Safe of the whole has two ether, that of Grants one, and the whole has named a feed."""
    part = await grants(harness, TEN)
    harness.treasury.hold(COIN, SAFE, 2 * ETHER, "ETH")
    harness.treasury.hold(COIN, part.safe.address, ETHER, "ETH")
    for feed, answer in ((FEED, 2_500), (OWN_FEED, 3_000)):
        harness.chain.tokens[feed] = ("", 8)
        harness.treasury.price(feed, answer * 10**8, harness.chain.newest_final())
    await harness.services.watching.watch(harness.moderator(), Wanted("coin", "ETH", feed=FEED))
    return part


async def totals(harness: ServiceHarness, part: Part) -> list[int]:
    """What the whole is worth, and the part."""
    harness.clock.advance(AGAIN)
    found = [await harness.services.treasuries.of(GUILD, each) for each in (None, part.talk)]
    return [int(each.valuation.total) for each in found]


async def test_a_part_sees_what_its_own_safe_has_by_the_feeds_of_the_whole_and_its_own_first(
    harness: ServiceHarness,
) -> None:
    part = await with_money(harness)
    assert await totals(harness, part) == [5_000, 2_500]
    await harness.services.watching.watch(part.moderator, Wanted("coin", "Ether", feed=OWN_FEED))
    assert await totals(harness, part) == [5_000, 3_000]
    settings = [await harness.services.watching.settings(GUILD, each) for each in (None, part.talk)]
    assert [[each.symbol for each in one.watched] for one in settings] == [["ETH"], ["Ether"]]
    (entry,) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["space"]) == ("treasury watch", "Grants")


@pytest.mark.attack("commands")
async def test_nobody_says_what_the_treasury_of_another_space_looks_at(harness: ServiceHarness) -> None:
    part = await with_money(harness)
    wanted = WantedTargets("ETH 100%", "5%")
    for actor in (part.member("mo"), part.member()):
        with pytest.raises(NotModerator):
            await harness.services.watching.watch(actor, Wanted("coin", "ETH", feed=OWN_FEED))
        with pytest.raises(NotModerator):
            await harness.services.targeting.target(actor, wanted)
    await harness.services.targeting.target(harness.moderator(), wanted)
    assert (await harness.services.watching.settings(GUILD, part.talk)).targets is None


async def test_a_part_sees_what_it_has_spent_what_waits_and_what_it_may_still_spend(
    harness: ServiceHarness,
) -> None:
    part = await with_money(harness)
    spending = harness.services.treasury_spending
    first, second = await part.all_passed(paying(4), paying(3))
    for each in (first, second):
        assert await asked(harness, each)
    await ends(part, first)
    found = await spending.spending(GUILD, SpentBy.TRACK, part.talk)
    assert [each.amount for each in found.sums] == [4]
    _, (waiting,) = await spending.requests(GUILD, part.talk)
    assert waiting.proposal.id == second
    (left,) = (await spending.budgets(GUILD, part.talk)).above
    assert (left.of, left.spent, left.spending.per_period) == ("Grants", 7, 10)
    said = "\n".join(space_budget_lines(await spending.budgets(GUILD, part.talk), SAY))
    assert "in Grants and below: 0.000000000000000003 of" in said
    whole = await spending.spending(GUILD, SpentBy.TRACK)
    assert (whole.sums, (await spending.requests(GUILD))[1]) == ((), [])
    assert (await spending.budgets(GUILD)).above == ()


async def test_the_drift_of_a_parts_treasury_is_told_of_that_part(harness: ServiceHarness) -> None:
    part = await with_money(harness)
    dollar = Erc20Position(chain=MAINNET, contract=account("dollar"))
    harness.chain.tokens[dollar.contract] = ("USDC", 6)
    harness.treasury.hold(dollar, part.safe.address, 500 * 10**6, "USDC", 6)
    harness.chain.tokens[FEED] = ("", 8)
    harness.treasury.price(OWN_FEED, 10**8, harness.chain.newest_final())
    watching = harness.services.watching
    await watching.watch(part.moderator, Wanted("coin", "ETH", feed=FEED))
    await watching.watch(part.moderator, Wanted("erc20", "USDC", dollar.contract, feed=OWN_FEED))
    await harness.services.targeting.target(part.moderator, WantedTargets("ETH 50%, USDC 50%", "5%"))
    await harness.sweep.run()
    (told,) = await harness.notified(ReportDrift)
    assert told.space == (await part.space()).id
    found = await harness.services.treasuries.of_notified(GUILD, told.space)
    assert found.space.announcements == NEWS
    assert isinstance(found.balance, Balance)
    # $2,500 and $500: a thousand goes from the one to the other.
    assert [int(each.value) for each in found.balance.rebalancing.trades] == [-1_000, 1_000]
    # What stood in the outbox before there were treasuries of parts is about the whole.
    assert (await harness.services.treasuries.of_notified(GUILD, None)).space.parent is None
