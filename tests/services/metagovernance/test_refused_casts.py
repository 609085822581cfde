"""Votes elsewhere on which nobody can decide here, or not any more."""

from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadAction,
    CannotCast,
    CastsNothing,
    NoCastingHere,
)
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.metagovernance.casting import FRACTIONAL, Cast
from bot.domain.policy.opening_days import EVERY_DAY, OpeningDays
from bot.domain.proposals.state import State
from tests.fakes import GOVERNOR, account
from tests.harness import ServiceHarness
from tests.services.metagovernance.metagovernance import (
    LINE,
    PERIODS,
    change,
    convene,
    decided,
)


async def test_a_vote_elsewhere_is_refused_on_a_track_that_acts(harness: ServiceHarness) -> None:
    await harness.set_up()
    with pytest.raises(NoCastingHere):
        await harness.drafted(actions=LINE)


@pytest.mark.parametrize(
    "lines",
    ["", f"{LINE}\ntransfer 5 to {account('thief')}", f"{LINE}\ngrant 5 reputation to <@101>"],
)
@pytest.mark.attack("actions")
async def test_a_track_that_casts_takes_nothing_but_one_vote_elsewhere(
    harness: ServiceHarness, lines: str
) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(CastsNothing):
        await harness.drafted(actions=lines)


@pytest.mark.parametrize(
    "line",
    [
        "cast",
        "cast 7",
        f"cast {GOVERNOR}",
        f"cast {GOVERNOR} -7",
        f"cast {GOVERNOR} 07",
        f"cast {GOVERNOR} 0x7",
        f"cast {GOVERNOR} 7.0",
        f"cast {GOVERNOR} ٧",
        f"cast {GOVERNOR} {2**256}",
        f"cast {GOVERNOR} 7 8",
        f"cast {GOVERNOR[:-1]} 7",
        f"{LINE}\n{LINE}",
        f"{LINE}\ncast {account('another governor')} 8",
    ],
)
@pytest.mark.attack("actions")
async def test_a_line_that_names_no_one_vote_is_refused(harness: ServiceHarness, line: str) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(BadAction):
        await harness.drafted(actions=line)


REFUSED = [
    ({"name": "defeated"}, NotCast.OVER),
    ({"name": "executed"}, NotCast.OVER),
    ({"name": "canceled"}, NotCast.OVER),
    ({"name": "expired"}, NotCast.OVER),
    ({"voted": True}, NotCast.VOTED),
    ({"votes": 0}, NotCast.NO_VOTES),
]


@pytest.mark.parametrize(("changes", "why"), REFUSED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_is_refused_as_a_draft(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.__dict__.update(changes)
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=LINE)
    assert refused.value.why is why


@pytest.mark.attack("actions")
async def test_a_vote_that_the_governor_does_not_know_is_refused(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=f"cast {GOVERNOR} 8")
    assert refused.value.why is NotCast.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"fractional": False}, NotCast.WHOLE_ONLY), ({"votes": 2**128}, NotCast.TOO_MANY)],
)
@pytest.mark.attack("actions")
async def test_a_split_that_the_governor_would_not_take_is_refused(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10}, casts="split")
    vote.__dict__.update(changes)
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=LINE)
    assert refused.value.why is why


async def test_as_many_votes_as_a_governor_can_split_are_split(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10}, casts="split")
    vote.votes = 2**128 - 1
    proposal = await decided(harness, {"ada": "For"})
    assert (await harness.get(proposal)).cast == Cast(FRACTIONAL, (0, 2**128 - 1, 0))


async def test_a_vote_that_begins_later_may_be_drafted_and_opens_no_vote_before(
    harness: ServiceHarness,
) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.name, vote.votes = "pending", None
    proposal = await harness.submitted(actions=LINE)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.NOT_BEGUN
    vote.name, vote.votes = "active", 1_000
    assert await harness.services.opening.open(proposal) is not None


@pytest.mark.parametrize(("changes", "why"), REFUSED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_any_more_opens_no_vote(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    vote.__dict__.update(changes)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is why
    assert await harness.state(proposal) is State.PENDING


@pytest.mark.attack("time")
async def test_a_vote_here_that_ends_after_the_one_there_is_not_submitted(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    draft = await harness.drafted(actions=LINE)
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting
    with pytest.raises(CannotCast) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    assert refused.value.why is NotCast.TOO_LATE
    assert refused.value.ends_at == vote.ends_at


@pytest.mark.attack("time")
async def test_a_vote_here_that_waits_for_its_opening_day_beyond_the_one_there_is_not_submitted(
    harness: ServiceHarness,
) -> None:
    vote = await convene(harness, {"ada": 10})
    draft = await harness.drafted(actions=LINE)
    over = harness.clock.now() + PERIODS.discussion
    opens = OpeningDays(days=(EVERY_DAY[(over.weekday() + 3) % 7],), at="12:00", zone="UTC")
    await change(harness, periods=PERIODS.model_copy(update={"opens": opens}))
    vote.ends_at = over + PERIODS.voting + timedelta(hours=30)
    preview = await harness.services.previews.show(harness.actor("ada"), draft)
    assert preview.time_to_sign == vote.ends_at - (opens.first(over) + PERIODS.voting) < timedelta(0)
    with pytest.raises(CannotCast) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    assert refused.value.why is NotCast.TOO_LATE


@pytest.mark.attack("time")
async def test_a_vote_here_that_would_end_too_late_by_a_longer_discussion_does_not_open(
    harness: ServiceHarness,
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting
    await harness.pass_time(PERIODS.discussion + timedelta(hours=1))
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.TOO_LATE


async def test_a_draft_says_how_long_signers_have(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting + timedelta(hours=30)
    draft = await harness.drafted(actions=LINE)
    preview = await harness.services.previews.show(harness.actor("ada"), draft)
    assert preview.time_to_sign == timedelta(hours=30)


@pytest.mark.attack("order")
async def test_a_track_that_acts_since_opens_no_vote_on_a_vote_elsewhere(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    await change(harness, casts=None)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(NoCastingHere):
        await harness.open_now(proposal)
