"""Ballots that can't be changed, and the last part of a vote, which takes only objections."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import OnlyObjections, VotedAlready
from bot.services.ballot_batch import Receipt
from bot.services.notices import TellMember
from tests.assembly import TICK, Assembly
from tests.services.ending import HOUR, MAJORITY, before_end, end_of, opened

POWERS = {"ada": 1, "ben": 1, "cleo": 1}
FINAL = {**MAJORITY, "revote": False}


async def told(assembly: Assembly) -> list[tuple[str, int]]:
    return [(notice.error, notice.member) for notice in await assembly.told(TellMember)]


async def test_a_second_ballot_is_refused_where_the_first_counts(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=FINAL)
    await assembly.vote("ada", "For")
    await assembly.pass_time(HOUR)
    with pytest.raises(VotedAlready) as refused:
        await assembly.vote("ada", "Against")
    assert refused.value.choice == "For"
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_of_two_ballots_of_one_moment_the_first_counts(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=FINAL)
    both = [assembly.ballot("ada", choice) for choice in ("For", "Against")]
    cast = assembly.folkmoot.voting.cast
    answers = await asyncio.gather(*(cast(vote) for vote in both), return_exceptions=True)
    assert [type(answer) for answer in answers] == [Receipt, VotedAlready]
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_the_same_click_delivered_twice_is_no_second_ballot(assembly: Assembly) -> None:
    await opened(assembly, POWERS, rules=FINAL)
    click = assembly.interaction()
    first, again = [await assembly.vote("ada", "For", interaction=click) for _ in range(2)]
    assert first.code == again.code


async def test_a_refused_ballot_takes_no_further_wallet_into_the_vote(assembly: Assembly) -> None:
    assembly.hold("ada/2", 50)
    proposal = await opened(assembly, POWERS, rules=FINAL)
    await assembly.vote("ada", "For")
    await assembly.link("ada", "ada/2")
    with pytest.raises(VotedAlready):
        await assembly.vote("ada", "Against")
    assert (await assembly.close(proposal)).scores == {"For": 1}


async def test_a_reaction_on_top_of_a_final_ballot_is_refused_in_private(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=FINAL)
    await assembly.post_card(proposal)
    await assembly.react("ada", "👍")
    await assembly.react("ada", "👎")
    assert await assembly.stored(proposal) == {"ada": 1}
    assert await told(assembly) == [("VotedAlready", assembly.member("ada"))]


async def test_a_final_ballot_is_not_withdrawn_by_taking_its_reaction_back(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=FINAL)
    await assembly.post_card(proposal)
    await assembly.react("ada", "👍")
    await assembly.react("ada", "👍", added=False)
    assert await assembly.stored(proposal) == {"ada": 1}
    assert await told(assembly) == [("VotedAlready", assembly.member("ada"))]


async def test_until_the_last_part_every_choice_is_accepted_and_from_then_on_only_against(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, POWERS, objection=2 * HOUR)
    await before_end(assembly, proposal, 2 * HOUR + TICK)
    await assembly.vote("ada", "For")
    await assembly.pass_time(TICK)
    for choice in ("For", "Abstain"):
        with pytest.raises(OnlyObjections) as refused:
            await assembly.vote("ben", choice)
    assert refused.value.choices == ("Against",)
    assert refused.value.since == await end_of(assembly, proposal) - 2 * HOUR
    await assembly.vote("cleo", "Against")
    assert (await assembly.close(proposal)).scores == {"For": 1, "Against": 1}


async def test_in_the_last_part_who_was_for_it_may_object_and_nobody_may_take_an_objection_back(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, POWERS, objection=2 * HOUR)
    await assembly.post_card(proposal)
    await assembly.react("ada", "👍")
    await assembly.react("ben", "👎")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ada", "Against")
    await assembly.react("ben", "👎", added=False)
    assert await told(assembly) == [("OnlyObjections", assembly.member("ben"))]
    assert (await assembly.close(proposal)).scores == {"Against": 2}


async def test_a_click_made_before_the_last_part_counts_though_it_arrives_in_it(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, objection=2 * HOUR)
    await before_end(assembly, proposal, 2 * HOUR)
    clicked = assembly.clock.now() - TICK
    await assembly.pass_time(timedelta(seconds=2))
    await assembly.vote("ada", "For", at=clicked)
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_a_pause_moves_the_last_part_with_the_end(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, objection=2 * HOUR)
    await before_end(assembly, proposal, 3 * HOUR)
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "The token was paused.")
    await assembly.pass_time(2 * HOUR)
    await assembly.folkmoot.moderation.resume(assembly.moderator(), proposal, "It goes on.")
    await assembly.vote("ada", "For")
    assert await assembly.stored(proposal) == {"ada": 1}
