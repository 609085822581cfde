"""A vote that nobody can see doesn't run: it pauses while its card is missing, and the record says so."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.errors import CardMissing
from bot.domain.ids import ChannelId, MessageId, ProposalId
from bot.domain.proposals.standing import Unseen
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostCard, PostEvent, ReportUnseen
from bot.services.ports import Posted
from tests.harness import DISCUSSION, GRACE, GUILD, OTHER_GUILD, TIMELOCK, VOTING, ServiceHarness
from tests.services.voting.lost_cards import (
    ACTION,
    HOUR,
    KINDS,
    MINUTE,
    discussed,
    find,
    later,
    lose,
    visibility,
)

TOLERATED = HOUR
"""By the policies here, in which a tenth of the voting period is longer."""


# -- in the middle ------------------------------------------------------------------------------------------------


@visibility
@pytest.mark.parametrize("why", KINDS)
@pytest.mark.parametrize("missing", [2 * HOUR, 3 * VOTING], ids=["hours", "longer than the vote"])
async def test_a_vote_whose_card_is_missing_pauses_and_goes_on_with_the_lost_time(
    harness: ServiceHarness, why: Unseen, missing: timedelta
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    await later(harness, HOUR)
    await lose(harness, proposal, why)
    await later(harness, TOLERATED - timedelta(seconds=1))
    assert await harness.state(proposal) is State.VOTING
    await later(harness, timedelta(seconds=1))
    assert await harness.state(proposal) is State.PAUSED
    with pytest.raises(CardMissing):
        await harness.vote("ada", "For")
    await later(harness, missing - TOLERATED)
    assert await harness.state(proposal) is State.PAUSED
    await find(harness, proposal)
    assert (await harness.get(proposal)).ends_at(harness.clock.now()) == opening.ends_at + missing
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_short_loss_is_tolerated_and_moves_nothing(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    before = (await harness.get(proposal)).ends_at(harness.clock.now())
    await lose(harness, proposal)
    await later(harness, TOLERATED - MINUTE)
    await find(harness, proposal)
    assert (await harness.get(proposal)).ends_at(harness.clock.now()) == before
    assert await harness.state(proposal) is State.VOTING


@visibility
async def test_no_vote_closes_while_nobody_can_see_it(harness: ServiceHarness) -> None:
    """The card is lost minutes before the end: it is neither closed unseen nor is its last part lost."""
    proposal = await harness.opened(powers={"ada": 10, "ben": 20}, actions=ACTION)
    await harness.vote("ada", "For")
    await later(harness, VOTING - 10 * MINUTE)
    await lose(harness, proposal)
    await later(harness, 20 * MINUTE)
    assert (await harness.get(proposal)).closing is None
    await later(harness, 2 * HOUR)
    assert await harness.state(proposal) is State.PAUSED
    await find(harness, proposal)
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ben", "Against")
    assert not (await harness.close(proposal)).passed


async def test_a_vote_that_is_over_closes_as_soon_as_a_briefly_lost_card_is_back(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await later(harness, VOTING - MINUTE)
    await lose(harness, proposal)
    await later(harness, 5 * MINUTE)
    await find(harness, proposal)
    await harness.try_again()
    assert (await harness.get(proposal)).closing is not None


@visibility
async def test_an_optimistic_payment_never_passes_by_hiding_its_vote(harness: ServiceHarness) -> None:
    await harness.set_up(preset="optimistic")
    await harness.powers({"ada": 10, "ben": 4})
    proposal = await harness.submitted("ada", actions=ACTION)
    periods = (await harness.get(proposal)).policy.periods
    await harness.pass_time(periods.discussion)
    await harness.open_now(proposal)
    await lose(harness, proposal, Unseen.GONE)
    for _ in range(20):
        await later(harness, periods.voting)
    assert await harness.state(proposal) is State.PAUSED
    assert harness.safe.submitted == 0


@visibility
@pytest.mark.parametrize("hours", [1, 2, 24, 1000])
async def test_the_policy_says_how_long_a_card_may_be_missing(harness: ServiceHarness, hours: int) -> None:
    await harness.set_up(voting_period="30d")
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        periods = track.policy.periods.model_copy(update={"unseen_after": hours * HOUR})
        policy = track.policy.model_copy(update={"periods": periods})
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await lose(harness, proposal)
    # Never more than a tenth of the voting period, whatever the policy says.
    tolerated = min(hours * HOUR, timedelta(days=3))
    await later(harness, tolerated - timedelta(seconds=1))
    assert await harness.state(proposal) is State.VOTING
    await later(harness, timedelta(seconds=1))
    assert await harness.state(proposal) is State.PAUSED


@visibility
async def test_a_moderator_can_not_have_a_vote_go_on_that_nobody_can_see(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await lose(harness, proposal)
    await later(harness, 2 * HOUR)
    with pytest.raises(CardMissing):
        await harness.services.moderation.resume(harness.moderator(), proposal, "hurry up")
    assert await harness.state(proposal) is State.PAUSED


async def test_a_moderators_pause_outlasts_the_return_of_the_card(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    await lose(harness, proposal)
    await later(harness, 3 * HOUR)
    await find(harness, proposal)
    assert await harness.state(proposal) is State.PAUSED
    await harness.services.moderation.resume(harness.moderator(), proposal, "it is out")
    assert await harness.state(proposal) is State.VOTING


async def test_a_moderator_can_cancel_what_nobody_can_see(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await lose(harness, proposal)
    await later(harness, 2 * HOUR)
    await harness.services.moderation.cancel(harness.moderator(), proposal, "the channel is gone")
    await later(harness, 30 * HOUR)
    assert await harness.state(proposal) is State.CANCELLED
    assert await harness.live() == []


@visibility
async def test_losing_the_card_again_and_again_costs_the_vote_no_time(harness: ServiceHarness) -> None:
    """Each loss is counted once, also where one pause follows another."""
    proposal = await harness.opened(powers={"ada": 10})
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    for _ in range(5):
        await lose(harness, proposal)
        await later(harness, 3 * HOUR)
        await find(harness, proposal)
        await later(harness, HOUR)
    assert (await harness.get(proposal)).ends_at(harness.clock.now()) == opening.ends_at + 15 * HOUR


@visibility
async def test_a_card_deleted_by_its_enemies_is_posted_again_and_ballots_stay(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.notifications()
    await harness.vote("ada", "For")
    for _ in range(5):
        async with harness.services.uow.reading() as repositories:
            card = await repositories.messages.get(proposal, "card")
        assert card is not None
        await harness.services.cards.card_deleted(card.message)
        assert (await harness.get(proposal)).unseen_since is not None
        await harness.notifications()
        assert (await harness.get(proposal)).unseen_since is None
    assert (await harness.close(proposal)).scores == {"For": 10}


@visibility
async def test_a_deleted_card_that_can_not_be_posted_again_pauses_the_vote(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.notifications()
    async with harness.services.uow.reading() as repositories:
        card = await repositories.messages.get(proposal, "card")
    assert card is not None
    harness.handler.refuse(PostCard)
    await harness.services.cards.card_deleted(card.message)
    await later(harness, 2 * HOUR)
    await harness.notifications()
    assert await harness.state(proposal) is State.PAUSED
    assert [each.event for each in await harness.notified(PostEvent)] == ["opened", "unseen"]
    harness.handler.recover()
    await later(harness, HOUR)
    await harness.notifications()
    assert await harness.state(proposal) is State.VOTING
    assert [each.event for each in await harness.notified(PostEvent)] == ["opened", "unseen", "seen"]


@visibility
async def test_a_look_that_comes_late_revives_no_deleted_card(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    before = await harness.get(proposal)
    await harness.services.cards.card_deleted(await harness.post_card(proposal))
    await harness.services.card_visibility.seen(before)
    await harness.services.card_visibility.seen_again(proposal)
    assert (await harness.get(proposal)).unseen_since is not None


@visibility
async def test_an_outage_of_the_bot_takes_no_time_from_what_was_seen(harness: ServiceHarness) -> None:
    """The card stood there all the time: the promise to close within a minute of the start holds."""
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.pass_time(VOTING - HOUR)
    await harness.stop()
    await harness.pass_time(timedelta(hours=72))
    harness.start()
    await harness.sweep.run()
    assert (await harness.get(proposal)).closing is not None


@visibility
async def test_what_is_lost_stays_lost_through_a_restart(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await lose(harness, proposal)
    await harness.stop()
    await harness.pass_time(2 * VOTING)
    harness.start()
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PAUSED
    await find(harness, proposal)
    assert await harness.state(proposal) is State.VOTING


async def test_one_servers_lost_channel_pauses_no_other_vote(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    other = await harness.opened(powers={"ben": 10}, guild=OTHER_GUILD)
    await lose(harness, proposal)
    await later(harness, 2 * HOUR)
    assert await harness.state(proposal) is State.PAUSED
    assert await harness.state(other) is State.VOTING


@visibility
async def test_a_passed_proposal_is_carried_out_whatever_becomes_of_its_card(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await lose(harness, proposal, Unseen.GONE)
    await later(harness, TIMELOCK)
    assert len((await harness.get(proposal)).requests) == 1
    assert await harness.notified(ReportUnseen) == []


# -- the record ---------------------------------------------------------------------------------------------------


async def test_the_record_tells_when_the_card_stood_and_what_was_lost(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostCard)
    proposal = await discussed(harness)
    asked = harness.clock.now()
    await harness.sweep.run()
    await harness.pass_time(7 * HOUR)
    harness.handler.recover()
    await harness.open_now(proposal)
    opened = harness.clock.now()
    await lose(harness, proposal)
    await later(harness, TOLERATED)
    paused = harness.clock.now()
    await later(harness, 4 * HOUR)
    await find(harness, proposal)
    harness.proposal = proposal
    await harness.vote("ada", "For")
    await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    assert record["card"] == {"asked_at": asked.timestamp(), "stood_at": opened.timestamp()}
    assert record["opened_at"] == opened.timestamp()
    assert record["ended_at"] == (opened + VOTING + 5 * HOUR).timestamp()
    (pause,) = record["suspensions"]
    assert pause == {
        "by": None,
        "reason": "forbidden",
        "unseen_since": opened.timestamp(),
        "at": paused.timestamp(),
        "resumed_at": (opened + 5 * HOUR).timestamp(),
    }


Act = Callable[[ServiceHarness, ProposalId], Awaitable[object]]
ACTS: dict[str, Act] = {
    "lost twice": lambda harness, p: lose(harness, p),
    "lost for another reason": lambda harness, p: lose(harness, p, Unseen.AWAY),
    "told": lambda harness, p: harness.services.card_visibility.tell(p),
    "paused": lambda harness, p: harness.services.card_visibility.pause(p),
    "asked for": lambda harness, p: harness.services.card_visibility.ask(p),
    "seen": find,
    "posted": lambda harness, p: harness.post_card(p),
    "deleted": lambda harness, p: harness.services.cards.card_deleted(MessageId(7_000)),
}


@pytest.mark.attack("order")
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", [State.VOTING, State.DEFEATED, State.CANCELLED, State.PENDING])
async def test_news_of_a_card_in_any_order_and_state_stops_no_vote(
    harness: ServiceHarness, act: str, state: State
) -> None:
    if state is State.PENDING:
        proposal = await discussed(harness)
    else:
        proposal = await harness.opened(powers={"ada": 10, "ben": 4})
    if state is State.DEFEATED:
        await harness.close(proposal)
    if state is State.CANCELLED:
        await harness.services.moderation.cancel(harness.moderator(), proposal, "spam")
    for _ in range(3):
        await ACTS[act](harness, proposal)
        await later(harness, MINUTE)
    assert await harness.state(proposal) is state
    if state is State.VOTING:
        seen = Posted("card", ChannelId(1), MessageId(7_001))
        await harness.services.card_visibility.seen(await harness.get(proposal), seen)
        await harness.vote("ada", "For")
        await harness.end(proposal)
        await harness.try_again()
        assert (await harness.get(proposal)).closing is not None


def test_the_grace_is_shorter_than_any_patience_with_a_lost_card() -> None:
    assert GRACE < TOLERATED < DISCUSSION
