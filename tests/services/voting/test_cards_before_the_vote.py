"""A vote opens when its card stands, and moderators are told where it can't."""

import itertools
import json
from datetime import timedelta

import pytest

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.proposals.standing import Unseen
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostCard, ReportUnseen, SubmitRequest, WarnModerators
from tests.harness import QUORUMS_ASKED, VOTING, ServiceHarness
from tests.services.voting.lost_cards import HOUR, KINDS, MINUTE, discussed, find, later, lose, visibility

EVERY_PRESET = ("token", "delegated", "quadratic", "reputation", "optimistic", "staged")


# -- the opening --------------------------------------------------------------------------------------------------


@visibility
@pytest.mark.parametrize("preset", EVERY_PRESET)
async def test_no_vote_opens_while_its_card_can_not_be_posted(harness: ServiceHarness, preset: str) -> None:
    harness.handler.refuse(PostCard)
    proposal = await discussed(harness, preset=preset, quorum=QUORUMS_ASKED.get(preset, ""))
    for _ in range(5):
        await harness.proceed()
        await harness.pass_time(VOTING)
    assert await harness.state(proposal) is State.PENDING
    assert (await harness.get(proposal)).opening is None
    assert await harness.notified(SubmitRequest) == []


@visibility
@pytest.mark.parametrize("after", [timedelta(0), MINUTE, VOTING, 9 * VOTING], ids=str)
async def test_the_voting_period_begins_when_the_card_stands(
    harness: ServiceHarness, after: timedelta
) -> None:
    harness.handler.refuse(PostCard)
    proposal = await discussed(harness)
    await harness.proceed()
    await harness.pass_time(after)
    harness.handler.recover()
    while await harness.state(proposal) is State.PENDING:
        await harness.proceed()
        await harness.pass_time(MINUTE)
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    card = (await harness.get(proposal)).card
    assert card is not None
    assert card.seen_at is not None
    assert opening.at >= card.seen_at
    assert opening.ends_at - opening.at == VOTING
    assert opening.snapshot[0].time <= opening.at
    assert opening.snapshot[0].time >= opening.at - HOUR


@visibility
async def test_a_card_that_is_lost_before_the_vote_opens_is_waited_for_again(harness: ServiceHarness) -> None:
    proposal = await discussed(harness)
    await harness.show_card(proposal)
    harness.chain.silent = True
    await harness.sweep.run()
    await lose(harness, proposal)
    harness.chain.silent = False
    await later(harness, HOUR)
    assert await harness.state(proposal) is State.PENDING
    await harness.show_card(proposal)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING


@visibility
async def test_a_vote_opens_only_on_a_card_that_shows_what_is_frozen(harness: ServiceHarness) -> None:
    """The author edits between the posting of the card and the snapshot."""
    proposal = await discussed(harness)
    await harness.show_card(proposal)
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "Another well", "Elsewhere.", "")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PENDING
    assert proposal in await harness.services.live_votes.touched()
    await find(harness, proposal)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING


@visibility
async def test_a_vote_opens_only_on_a_card_that_shows_its_rules(harness: ServiceHarness) -> None:
    proposal = await discussed(harness)
    await harness.show_card(proposal)
    await harness.set_up(quorum="77%")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PENDING
    await find(harness, proposal)
    await harness.sweep.run()
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert "77/100" in json.dumps(opening.policy.rules) or "0.77" in json.dumps(opening.policy.rules)


@visibility
async def test_a_restart_between_card_and_snapshot_loses_neither(harness: ServiceHarness) -> None:
    proposal = await discussed(harness)
    await harness.sweep.run()
    await harness.notifications()
    await harness.restart()
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    assert len(await harness.notified(PostCard)) == 1


async def test_the_card_is_asked_for_once_however_often_the_sweep_looks(harness: ServiceHarness) -> None:
    proposal = await discussed(harness)
    for _ in range(4):
        await harness.sweep.run()
        await harness.services.card_visibility.ask(proposal)
    assert len(await harness.notified(PostCard)) == 1


async def test_a_withdrawn_proposal_waits_for_no_card(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostCard)
    proposal = await discussed(harness)
    await harness.proceed()
    await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
    await later(harness, 3 * HOUR)
    assert await harness.notified(ReportUnseen) == []
    assert await harness.live() == []


@visibility
@pytest.mark.parametrize(
    ("error", "why"),
    [
        pytest.param(ServiceRefused("Discord", 400, "no"), Unseen.REFUSED, id="refused"),
        pytest.param(ServiceUnavailable("discord", "503"), Unseen.UNPOSTED, id="away"),
    ],
)
async def test_why_a_card_is_missing_is_kept_for_those_who_ask(
    harness: ServiceHarness, error: Exception, why: Unseen
) -> None:
    proposal = await discussed(harness)
    harness.handler.refuse(PostCard, error=error)
    await harness.proceed()
    if why is Unseen.REFUSED:
        await lose(harness, proposal, why)
    card = (await harness.get(proposal)).card
    assert card is not None
    assert card.why is why
    assert not card.stands


# -- telling ------------------------------------------------------------------------------------------------------


@visibility
@pytest.mark.parametrize("why", KINDS)
async def test_moderators_are_told_once_and_then_after_growing_pauses(
    harness: ServiceHarness, why: Unseen
) -> None:
    harness.handler.refuse(PostCard)
    proposal = await discussed(harness)
    await harness.proceed()
    await lose(harness, proposal, why)
    told = []
    began = harness.clock.now()
    # Three days, looked at more seldom as the pauses grow.
    for step in (HOUR / 2,) * 20 + (2 * HOUR,) * 31:
        await later(harness, step)
        told += [harness.clock.now()] * (len(await harness.notified(ReportUnseen)) - len(told))
    pauses = [(b - a) for a, b in itertools.pairwise(told)]
    assert told[0] - began <= HOUR / 2
    assert pauses == sorted(pauses)
    assert pauses[0] >= HOUR
    assert len(told) <= 7
    assert len(await harness.notified(WarnModerators)) == len(told)


async def test_a_card_that_is_back_within_a_minute_is_no_news(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await lose(harness, proposal, Unseen.GONE)
    await later(harness, timedelta(seconds=50))
    await find(harness, proposal)
    await later(harness, HOUR)
    assert await harness.notified(ReportUnseen) == []


async def test_a_second_loss_is_told_as_early_as_the_first(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    for times in (1, 2):
        await lose(harness, proposal)
        await later(harness, 2 * MINUTE)
        assert len(await harness.notified(ReportUnseen)) == times
        await find(harness, proposal)
