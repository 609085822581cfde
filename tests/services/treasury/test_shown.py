"""What members are shown of a treasury: how long it lasts, its chart, and who was paid how much from where."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec.structs import replace

from bot.domain.treasury.runway import MONTH
from bot.domain.treasury.spending import SpentBy
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.treasury.holdings import treasury_chart, treasury_words
from bot.wording.treasury.spending import spending_lines
from tests.fakes import MAINNET, account
from tests.harness import GUILD, ServiceHarness
from tests.services.treasury.test_holdings import DOLLAR_FEED, ETHER, FEED, endowed, shown

DIGGER = account("the well digger")
SAY = language(markup=DISCORD)
CHAINS = {MAINNET: "local"}


async def paid(harness: ServiceHarness) -> datetime:
    """An ether for the digger was voted for, and carried out; when that was."""
    proposal = await harness.opened({"ada": 10}, actions=f"transfer {ETHER} to {DIGGER}")
    await harness.passed(proposal)
    await harness.prepared(proposal)
    harness.safes.end(harness.safe, await harness.requested(proposal), "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(proposal)
    (request,) = (await harness.get(proposal)).standing
    assert request.execution is not None
    return request.execution.at


async def test_how_long_it_lasts_is_shown_by_what_was_carried_out(harness: ServiceHarness) -> None:
    """$6,000 are there, and $2,500 went out in two months."""
    await endowed(harness)
    assert (await shown(harness)).runway is None
    paid_at = await paid(harness)
    harness.clock.advance(paid_at + 2 * MONTH - harness.clock.now())
    harness.chain.advance(harness.chain.finality + 1)
    at = harness.chain.newest_final()
    harness.treasury.price(FEED, 2_500_00000000, at)
    harness.treasury.price(DOLLAR_FEED, 1_00000000, at, "USDC / USD")
    found = await shown(harness)
    assert found.runway is not None
    assert (found.runway.since, found.runway.outgoing, found.runway.total) == (paid_at, 2_500, 6_000)
    said = "\n".join(treasury_words(found, CHAINS, SAY).balance)
    assert "**Lasts 4.8 months** if $1\u202f250 go out in a month" in said


async def test_the_chart_has_a_bar_for_each_of_the_largest_and_one_for_the_rest(
    harness: ServiceHarness,
) -> None:
    await endowed(harness)
    found = await shown(harness)
    ether, *_ = found.valuation.rows
    rows = tuple(replace(ether, symbol=f"T{place}", value=Fraction(1_000 - place)) for place in range(11))
    worthless = replace(ether, symbol="NIL", value=None)
    many = replace(found, valuation=replace(found.valuation, rows=(*rows, worthless)))
    chart = treasury_chart(many, SAY)
    assert chart is not None
    assert [(name, value) for name, value, _ in chart.bars] == [
        *((f"T{place}", 1_000 - place) for place in range(8)),
        ("others", 992 + 991 + 990),
    ]
    assert chart.bars[0][2] == "$1\u202f000"
    assert "T0 $1\u202f000, T1 $999" in chart.alt
    assert "others $2\u202f973" in chart.alt
    none = replace(found, valuation=replace(found.valuation, rows=(worthless,)))
    assert treasury_chart(none, SAY) is None


async def test_what_was_spent_is_shown_by_track_month_and_recipient(harness: ServiceHarness) -> None:
    await endowed(harness)
    at = await paid(harness)
    for by, head, key in (
        (SpentBy.TRACK, "by track**", "main"),
        (SpentBy.MONTH, "by month**", f"{at:%B %Y}"),
        (SpentBy.RECIPIENT, "by recipient**", DIGGER[-4:]),
    ):
        found = await harness.services.treasury_spending.spending(GUILD, by)
        first, line, *_ = spending_lines(found, CHAINS, SAY)
        assert head in first
        assert key in line
        assert line.endswith(": **1 ETH** in 1 payment")
