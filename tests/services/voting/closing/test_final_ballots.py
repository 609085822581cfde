"""Ballots that can't be changed, and the last part of a vote, which takes only objections."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import OnlyObjections, VotedAlready
from bot.services.delivery.notifications import NotifyMember
from bot.services.voting.casting.receipt import Receipt
from tests.harness import TICK, ServiceHarness
from tests.services.voting.ending import HOUR, MAJORITY, before_end, end_of, opened

POWERS = {"ada": 1, "ben": 1, "cleo": 1}
FINAL = {**MAJORITY, "revote": False}


async def told(harness: ServiceHarness) -> list[tuple[str, int]]:
    return [
        (notification.error, notification.member) for notification in await harness.notified(NotifyMember)
    ]


async def test_a_second_ballot_is_refused_where_the_first_counts(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=FINAL)
    await harness.vote("ada", "For")
    await harness.pass_time(HOUR)
    with pytest.raises(VotedAlready) as refused:
        await harness.vote("ada", "Against")
    assert refused.value.choice == "For"
    assert await harness.stored(proposal) == {"ada": 1}


async def test_of_two_ballots_of_one_moment_the_first_counts(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=FINAL)
    both = [harness.ballot("ada", choice) for choice in ("For", "Against")]
    cast = harness.services.voting.cast
    answers = await asyncio.gather(*(cast(vote) for vote in both), return_exceptions=True)
    assert [type(answer) for answer in answers] == [Receipt, VotedAlready]
    assert await harness.stored(proposal) == {"ada": 1}


async def test_the_same_click_delivered_twice_is_no_second_ballot(harness: ServiceHarness) -> None:
    await opened(harness, POWERS, rules=FINAL)
    click = harness.interaction()
    first, again = [await harness.vote("ada", "For", interaction=click) for _ in range(2)]
    assert first.code == again.code


async def test_a_refused_ballot_takes_no_further_wallet_into_the_vote(harness: ServiceHarness) -> None:
    harness.hold("ada/2", 50)
    proposal = await opened(harness, POWERS, rules=FINAL)
    await harness.vote("ada", "For")
    await harness.link("ada", "ada/2")
    with pytest.raises(VotedAlready):
        await harness.vote("ada", "Against")
    assert (await harness.close(proposal)).scores == {"For": 1}


async def test_a_reaction_on_top_of_a_final_ballot_is_refused_in_private(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=FINAL)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    await harness.react("ada", "👎")
    assert await harness.stored(proposal) == {"ada": 1}
    assert await told(harness) == [("VotedAlready", harness.member("ada"))]


async def test_a_final_ballot_is_not_withdrawn_by_taking_its_reaction_back(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=FINAL)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    await harness.react("ada", "👍", added=False)
    assert await harness.stored(proposal) == {"ada": 1}
    assert await told(harness) == [("VotedAlready", harness.member("ada"))]


async def test_until_the_last_part_every_choice_is_accepted_and_from_then_on_only_against(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, objection=2 * HOUR)
    await before_end(harness, proposal, 2 * HOUR + TICK)
    await harness.vote("ada", "For")
    await harness.pass_time(TICK)
    for choice in ("For", "Abstain"):
        with pytest.raises(OnlyObjections) as refused:
            await harness.vote("ben", choice)
    assert refused.value.choices == ("Against",)
    assert refused.value.since == await end_of(harness, proposal) - 2 * HOUR
    await harness.vote("cleo", "Against")
    assert (await harness.close(proposal)).scores == {"For": 1, "Against": 1}


async def test_in_the_last_part_who_was_for_it_may_object_and_nobody_may_take_an_objection_back(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, objection=2 * HOUR)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    await harness.react("ben", "👎")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ada", "Against")
    await harness.react("ben", "👎", added=False)
    assert await told(harness) == [("OnlyObjections", harness.member("ben"))]
    assert (await harness.close(proposal)).scores == {"Against": 2}


async def test_a_click_made_before_the_last_part_counts_though_it_arrives_in_it(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, objection=2 * HOUR)
    await before_end(harness, proposal, 2 * HOUR)
    clicked = harness.clock.now() - TICK
    await harness.pass_time(timedelta(seconds=2))
    await harness.vote("ada", "For", at=clicked)
    assert await harness.stored(proposal) == {"ada": 1}


async def test_a_pause_moves_the_last_part_with_the_end(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, objection=2 * HOUR)
    await before_end(harness, proposal, 3 * HOUR)
    await harness.services.moderation.pause(harness.moderator(), proposal, "The token was paused.")
    await harness.pass_time(2 * HOUR)
    await harness.services.moderation.resume(harness.moderator(), proposal, "It goes on.")
    await harness.vote("ada", "For")
    assert await harness.stored(proposal) == {"ada": 1}
