"""What a card says of stakes in every state, and the chart with its words."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.conviction.curve import ConvictionCurve, ConvictionRule
from bot.domain.conviction.pool import purse_of
from bot.domain.conviction.record import PoolReading
from bot.domain.conviction.staking import Staking, seconds
from bot.domain.ids import BlockHash, MemberId, ProposalId
from bot.services.conviction.chain_readings import Staked
from bot.wording.conviction.conviction_charts import chart_of
from bot.wording.conviction.stakes import open_line, stake_lines
from cogs.components.cards.conviction_chart import drawn
from tests.cogs.voting.samples import SAY, card_of, proposal_of
from tests.fakes import MAINNET
from tests.services.conviction.staking_harness import POLICY

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BLOCK = BlockRef(MAINNET, 7, BlockHash("0x" + "ab" * 32), seconds(NOW))
RULE = ConvictionRule.model_validate(POLICY.options)


def staked(*stakes: tuple[int, int], needed: int | None = 7_875, **fields: Any) -> Staked:
    """(amount, hours ago) of a member each."""
    stakings = [
        Staking(ProposalId(1), MemberId(who), amount, NOW - timedelta(hours=ago), who, 10**40)
        for who, (amount, ago) in enumerate(stakes, start=1)
    ]
    curve = ConvictionCurve.of(stakings, RULE)
    purse = purse_of(POLICY)
    assert purse is not None
    second = curve.passes_at(needed, seconds(NOW))
    given: dict[str, Any] = {
        "pool": PoolReading(purse, 15_000, 0, (BLOCK,)),
        "passes_at": None if second is None else datetime.fromtimestamp(second, UTC),
        **fields,
    }
    return Staked(NOW, curve, len(stakes), needed=needed, **given)


def said(what: Staked | None, *, requested: int = 1_000, **policy: Any) -> str:
    shown = card_of(proposal_of())
    opening = shown.proposal.opening
    assert opening is not None
    opening = replace(opening, policy=POLICY.model_copy(update=policy))
    content = replace(shown.proposal.content, requested=requested)
    shown = replace(shown, staked=what, proposal=replace(shown.proposal, opening=opening, content=content))
    return "\n".join([open_line(shown, SAY), *stake_lines(shown, SAY)]).replace("\u202f", " ")


def test_a_proposal_on_its_way_says_how_far_it_is_and_when_it_passes() -> None:
    text = said(staked((1_000, 5)))
    assert f"passes about <t:{seconds(NOW + timedelta(hours=10))}:R> if nothing changes" in text
    assert "**Conviction 52.0 % of the threshold**: 4 095, more than 7 875 needed" in text
    assert "1 member with 1 000 VOTE staked" in text


def test_a_proposal_with_too_little_on_it_says_that_it_never_gets_there() -> None:
    text = said(staked((700, 5)))
    assert "Open for stakes** · until it passes" in text
    assert "With what is staked now it never gets there." in text


def test_a_proposal_that_asks_for_too_much_says_how_much_would_do() -> None:
    text = said(staked((700, 5), needed=None), requested=3_000)
    assert "must ask for less than 20.0 % of the pool, and this one asks for 3 000 wei of 15 000 wei" in text


def test_before_the_pool_was_read_the_card_says_that_it_is_read() -> None:
    assert "The pool is being read" in said(staked((700, 5), needed=None, pool=None))


def test_a_track_without_a_safe_says_that_nothing_can_pass() -> None:
    assert "has no Safe" in said(staked((700, 5), needed=None, pool=None), executor=None)


def test_what_is_promised_to_others_is_told() -> None:
    purse = purse_of(POLICY)
    assert purse is not None
    text = said(staked((700, 5), pool=PoolReading(purse, 15_000, 5_000, (BLOCK,))))
    assert "10.0 % of the 10 000 wei in the pool (5 000 wei more are promised" in text


def test_a_proposal_that_asks_for_nothing_says_so() -> None:
    assert "It asks for nothing of the pool." in said(staked((700, 5)), requested=0)


def test_the_chart_leads_to_now_and_on_to_where_it_passes() -> None:
    chart = chart_of(staked((1_000, 5)), SAY)
    assert chart is not None
    assert chart.past[0] == (seconds(NOW - timedelta(hours=5)), 0)
    assert chart.past[-1] == chart.ahead[0]
    assert chart.past[-1][0] == seconds(NOW)
    assert chart.past[-1][1] < 100 < chart.ahead[-1][1]
    assert "It has reached 52.0 % of the threshold, and exceeds it about 2026-11-24 22:00 UTC" in chart.alt


def test_a_passing_far_away_does_not_make_the_past_a_point() -> None:
    chart = chart_of(staked((788, 1)), SAY)
    assert chart is not None
    assert chart.ahead[-1][0] - seconds(NOW) <= 6 * 3600


def test_without_a_threshold_the_chart_says_so() -> None:
    chart = chart_of(staked((1_000, 5), needed=None), SAY)
    assert chart is not None
    assert not chart.reachable
    assert "There is no threshold" in chart.alt


def test_where_nothing_was_ever_staked_there_is_no_chart() -> None:
    assert chart_of(staked(), SAY) is None


@pytest.mark.parametrize(
    "what",
    [
        staked((1_000, 5)),
        staked((1_000, 0)),
        staked((10**38, 5000), needed=10**39),
        staked((1, 5), needed=10**39),
        staked((1_000, 5), (3, 2), needed=None),
        staked((1_000, 90), needed=0),
    ],
)
async def test_any_chart_is_drawn_as_a_picture_without_holding_up_anybody(what: Staked) -> None:
    chart = chart_of(what, SAY)
    assert chart is not None
    ticks = 0

    async def others() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    running = asyncio.create_task(others())
    png = await drawn(chart)
    running.cancel()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (800, 400)
    assert ticks > 1
