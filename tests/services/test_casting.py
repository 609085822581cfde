"""Casting ballots: what counts, when, and what is answered."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ballot import Way
from bot.domain.errors import (
    NotOnBallot,
    NoWallet,
    ProposalUnknown,
    ReactionsOff,
    Refused,
    TextTooLong,
    VotingNotOpen,
    VotingOver,
    VotingPaused,
)
from bot.services.ballot_batch import REASON_LIMIT, Receipt
from bot.services.notices import PostReason
from tests.assembly import GRACE, GUILD, OTHER_GUILD, TICK, VOTING, Assembly


async def test_the_last_ballot_counts(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.pass_time(TICK)
    receipt = await assembly.vote("ada", "Against")
    assert receipt.before is not None
    assert receipt.before.choice == 1
    assert (await assembly.close(proposal)).scores == {"Against": 10}


async def test_the_last_ballot_is_the_last_by_discords_time_not_by_arrival(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    early = assembly.clock.now() + timedelta(seconds=1)
    await assembly.pass_time(timedelta(seconds=2))
    await assembly.vote("ada", "Against")
    await assembly.vote("ada", "For", at=early)
    assert (await assembly.standing(proposal)).scores == (0, 10, 0)
    assert await assembly.stored(proposal) == {"ada": 2}
    assert (await assembly.close(proposal)).scores == {"Against": 10}


async def test_every_ballot_is_kept(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    for choice in ("For", "Against", "For"):
        await assembly.pass_time(TICK)
        await assembly.vote("ada", choice)
    async with assembly.folkmoot.uow.reading() as facts:
        kept = await facts.ballots.of_member(proposal, assembly.member("ada"))
    assert [ballot.choice for ballot in kept] == [1, 2, 1]


async def test_a_ballot_made_before_the_end_that_arrives_within_the_grace_counts(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.pass_time(VOTING + GRACE - TICK)
    await assembly.vote("ada", "For", at=assembly.clock.now() - GRACE)
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_ballot_made_at_the_end_is_too_late(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.pass_time(VOTING)
    with pytest.raises(VotingOver) as refused:
        await assembly.vote("ada", "For")
    assert refused.value.ended_at == assembly.clock.now()
    assert await assembly.stored(proposal) == {}


async def test_a_ballot_that_arrives_after_the_closing_is_refused_whenever_it_was_made(
    assembly: Assembly,
) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    in_time = assembly.clock.now() + timedelta(hours=1)
    await assembly.close(proposal)
    with pytest.raises(VotingOver):
        await assembly.vote("ada", "For", at=in_time)
    assert await assembly.stored(proposal) == {}


async def test_a_ballot_that_waits_while_the_vote_is_closed_is_told_that_it_is_over(
    assembly: Assembly,
) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    await assembly.vote("ada", "For")
    in_time = assembly.clock.now() + timedelta(hours=1)
    await assembly.end(proposal)
    closing = asyncio.create_task(assembly.folkmoot.closing.close(proposal))
    answers: list[object] = []
    while not closing.done():
        late = asyncio.create_task(assembly.vote("ben", "Against", at=in_time))
        late.add_done_callback(lambda task: answers.append(task.exception() or task.result()))
        await asyncio.sleep(0)
    await assembly.folkmoot.voting.drained()
    closed = await closing
    assert closed is not None
    assert not any(isinstance(answer, ProposalUnknown) for answer in answers)
    assert any(isinstance(answer, VotingOver) for answer in answers)
    counted = closed.result["scores"][1] == "5"
    assert counted == any(isinstance(answer, Receipt) for answer in answers)


async def test_one_interaction_delivered_twice_is_one_ballot(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    interaction = assembly.interaction()
    receipts = [await assembly.vote("ada", "For", interaction=interaction) for _ in range(2)]
    assert receipts[0].code == receipts[1].code
    async with assembly.folkmoot.uow.reading() as facts:
        assert len(await facts.ballots.of_member(proposal, assembly.member("ada"))) == 1


async def test_one_interaction_delivered_twice_at_once_is_one_ballot(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    interaction = assembly.interaction()
    await asyncio.gather(*(assembly.vote("ada", "For", interaction=interaction) for _ in range(2)))
    async with assembly.folkmoot.uow.reading() as facts:
        assert len(await facts.ballots.of_member(proposal, assembly.member("ada"))) == 1


async def test_the_reason_of_an_interaction_delivered_twice_is_told_once(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    interaction = assembly.interaction()
    for _ in range(2):
        await assembly.vote("ada", "For", interaction=interaction, reason="Water!")
    assert [notice.reason for notice in await assembly.told(PostReason)] == ["Water!"]


async def test_a_reason_is_told_in_the_thread_with_the_choice(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "Against", reason="Too dear.")
    (told,) = await assembly.told(PostReason)
    assert (told.member, told.choice, told.reason) == (assembly.member("ada"), "Against", "Too dear.")


async def test_a_reason_that_is_too_long_is_refused_and_one_as_long_as_the_limit_is_not(
    assembly: Assembly,
) -> None:
    await assembly.opened(powers={"ada": 10})
    with pytest.raises(TextTooLong):
        await assembly.vote("ada", "For", reason="x" * (REASON_LIMIT + 1))
    await assembly.vote("ada", "For", reason="x" * REASON_LIMIT)


@pytest.mark.parametrize("reason", ["\ud800", "a\0b", "\u202eevil", "\uffff", "😀" * 100])
async def test_an_odd_reason_spoils_neither_its_own_ballot_nor_others(
    assembly: Assembly, reason: str
) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5})
    await asyncio.gather(assembly.vote("ada", "For", reason=reason), assembly.vote("ben", "Against"))
    assert await assembly.stored(proposal) == {"ada": 1, "ben": 2}
    assert len(await assembly.told(PostReason)) == 1
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_many_voters_in_one_batch_each_get_their_own_answer(assembly: Assembly) -> None:
    names = [f"voter {number}" for number in range(40)]
    await assembly.opened(powers={name: number for number, name in enumerate(names, 1)})
    ballots = [assembly.ballot(name, number % 3 + 1) for number, name in enumerate(names)]
    receipts = await asyncio.gather(*(assembly.folkmoot.voting.cast(ballot) for ballot in ballots))
    for number, (receipt, ballot) in enumerate(zip(receipts, ballots, strict=True), 1):
        assert (receipt.ballot.member, receipt.ballot.choice) == (ballot.member, ballot.choice)
        assert receipt.power.total == number


async def test_one_bad_ballot_in_a_batch_spoils_no_other(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10, "ben": 5, "cleo": 3})
    ballots = [
        assembly.ballot("ada", "For"),
        assembly.ballot("ben", 7),
        assembly.ballot("dan", "For"),
        assembly.ballot("cleo", "For", guild=OTHER_GUILD),
        assembly.ballot("cleo", "Abstain"),
        assembly.ballot("eve", "For", at=assembly.clock.now() - timedelta(days=30)),
    ]
    answers = await asyncio.gather(
        *(assembly.folkmoot.voting.cast(ballot) for ballot in ballots), return_exceptions=True
    )
    kinds = [type(answer) for answer in answers]
    assert kinds == [Receipt, NotOnBallot, NoWallet, ProposalUnknown, Receipt, VotingNotOpen]
    assert await assembly.stored(proposal) == {"ada": 1, "cleo": 3}


@pytest.mark.parametrize("choice", [0, 4, -1, True, "1", 1.0, [1], {"1": 1}, 2**70])
async def test_what_is_not_a_choice_is_refused(assembly: Assembly, choice: object) -> None:
    await assembly.opened(powers={"ada": 10})
    ballot = assembly.ballot("ada", 1)
    with pytest.raises(NotOnBallot):
        await assembly.folkmoot.voting.cast(
            type(ballot)(GUILD, ballot.proposal, ballot.member, choice, ballot.at, Way.BUTTON, ballot.source)
        )


async def test_a_vote_from_another_server_is_refused(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.set_up(guild=OTHER_GUILD)
    await assembly.link("ada", guild=OTHER_GUILD)
    with pytest.raises(ProposalUnknown):
        await assembly.vote("ada", "For", guild=OTHER_GUILD)
    assert await assembly.stored(proposal) == {}


async def test_a_vote_on_a_proposal_that_is_not_there_is_refused(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    with pytest.raises(ProposalUnknown):
        await assembly.vote("ada", "For", proposal=proposal + 1)


async def test_nobody_votes_before_the_opening(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    with pytest.raises(VotingNotOpen) as refused:
        await assembly.vote("ada", "For", proposal=proposal)
    assert refused.value.opens_at == (await assembly.get(proposal)).opens_at


async def test_who_asked_before_the_opening_may_vote_and_ask_after_it(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    with pytest.raises(VotingNotOpen):
        await assembly.folkmoot.voting.why(GUILD, proposal, assembly.member("ada"))
    opening = await assembly.open(proposal)
    power, at, _ = await assembly.folkmoot.voting.why(GUILD, proposal, assembly.member("ada"))
    assert (power.total, at) == (10, opening)
    await assembly.vote("ada", "For")


async def test_nobody_votes_while_the_vote_is_paused(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
    with pytest.raises(VotingPaused) as refused:
        await assembly.vote("ada", "For")
    assert refused.value.reason == "a fire"
    await assembly.folkmoot.moderation.resume(assembly.moderator(), proposal, "it is out")
    await assembly.vote("ada", "For")


async def test_nobody_votes_on_what_was_cancelled_and_is_told_so(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
    await assembly.folkmoot.moderation.cancel(assembly.moderator(), proposal, "burnt down")
    with pytest.raises(VotingNotOpen) as refused:
        await assembly.vote("ada", "For")
    assert refused.value.state == "cancelled"


async def test_a_member_without_wallet_is_asked_for_one(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    with pytest.raises(NoWallet):
        await assembly.vote("ben", "For")


async def test_a_reaction_is_no_vote_where_the_policy_allows_none(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    policy = (await assembly.get(proposal)).policy
    async with assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(GUILD)
        quiet = policy.model_copy(update={"reactions": False})
        await facts.spaces.set_track(space.id, "main", quiet, assembly.clock.now())
    second = await assembly.submitted("ada")
    await assembly.open(second)
    with pytest.raises(ReactionsOff):
        await assembly.vote("ada", "For", way=Way.REACTION)
    await assembly.post_card(second)
    await assembly.react("ada", "👍")
    assert await assembly.stored(second) == {}


async def test_a_voters_receipt_says_what_their_ballot_weighs(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    receipt = await assembly.vote("ada", "For")
    assert (receipt.choice, receipt.power.total, receipt.before) == ("For", 10, None)
    mine = await assembly.folkmoot.voting.mine(GUILD, proposal, assembly.member("ada"))
    assert mine is not None
    assert (mine.code, mine.power.total) == (receipt.code, 10)
    assert await assembly.folkmoot.voting.mine(GUILD, proposal, assembly.member("ben")) is None
    with pytest.raises(ProposalUnknown):
        await assembly.folkmoot.voting.mine(OTHER_GUILD, proposal, assembly.member("ada"))


async def test_an_older_ballot_that_arrives_late_replaces_none_and_its_reason_is_not_told(
    assembly: Assembly,
) -> None:
    await assembly.opened(powers={"ada": 10})
    early = assembly.clock.now()
    await assembly.pass_time(timedelta(seconds=2))
    await assembly.vote("ada", "Against", reason="Second thoughts.")
    late = await assembly.vote("ada", "For", at=early, reason="First thoughts.")
    assert late.before is None
    assert [notice.reason for notice in await assembly.told(PostReason)] == ["Second thoughts."]


async def test_a_refused_ballot_leaves_nothing_behind(assembly: Assembly) -> None:
    await assembly.opened(powers={"ada": 10})
    before = await assembly.notices()
    with pytest.raises(Refused):
        await assembly.vote("ada", 9, reason="Nine!")
    assert await assembly.notices() == before
