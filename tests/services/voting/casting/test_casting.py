"""Casting ballots: what counts, when, and what is answered."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.elections.ballot import CastMethod
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
from bot.services.delivery.notifications import PostReason
from bot.services.voting.casting.ballot_batch import REASON_LIMIT
from bot.services.voting.casting.receipt import Receipt
from tests.harness import GRACE, GUILD, OTHER_GUILD, TICK, VOTING, ServiceHarness


async def test_the_last_ballot_counts(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.pass_time(TICK)
    receipt = await harness.vote("ada", "Against")
    assert receipt.before is not None
    assert receipt.before.choice == 1
    assert (await harness.close(proposal)).scores == {"Against": 10}


async def test_the_last_ballot_is_the_last_by_discords_time_not_by_arrival(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    early = harness.clock.now() + timedelta(seconds=1)
    await harness.pass_time(timedelta(seconds=2))
    await harness.vote("ada", "Against")
    await harness.vote("ada", "For", at=early)
    assert (await harness.running_tally(proposal)).scores == (0, 10, 0)
    assert await harness.stored(proposal) == {"ada": 2}
    assert (await harness.close(proposal)).scores == {"Against": 10}


async def test_every_ballot_is_kept(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    for choice in ("For", "Against", "For"):
        await harness.pass_time(TICK)
        await harness.vote("ada", choice)
    async with harness.services.uow.reading() as repositories:
        kept = await repositories.ballots.of_member(proposal, harness.member("ada"))
    assert [ballot.choice for ballot in kept] == [1, 2, 1]


async def test_a_ballot_made_before_the_end_that_arrives_within_the_grace_counts(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.pass_time(VOTING + GRACE - TICK)
    await harness.vote("ada", "For", at=harness.clock.now() - GRACE)
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_ballot_made_at_the_end_is_too_late(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.pass_time(VOTING)
    with pytest.raises(VotingOver) as refused:
        await harness.vote("ada", "For")
    assert refused.value.ended_at == harness.clock.now()
    assert await harness.stored(proposal) == {}


async def test_a_ballot_that_arrives_after_the_closing_is_refused_whenever_it_was_made(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    in_time = harness.clock.now() + timedelta(hours=1)
    await harness.close(proposal)
    with pytest.raises(VotingOver):
        await harness.vote("ada", "For", at=in_time)
    assert await harness.stored(proposal) == {}


async def test_a_ballot_that_waits_while_the_vote_is_closed_is_told_that_it_is_over(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await harness.vote("ada", "For")
    in_time = harness.clock.now() + timedelta(hours=1)
    await harness.end(proposal)
    closing = asyncio.create_task(harness.services.closing.close(proposal))
    late: list[asyncio.Task[Receipt]] = []
    while not closing.done():
        if sum(not each.done() for each in late) < 20:
            late.append(asyncio.create_task(harness.vote("ben", "Against", at=in_time)))
        await asyncio.sleep(0)
    late.append(asyncio.create_task(harness.vote("ben", "Against", at=in_time)))
    answers = await asyncio.gather(*late, return_exceptions=True)
    closed = await closing
    assert closed is not None
    assert not any(isinstance(answer, ProposalUnknown) for answer in answers)
    assert any(isinstance(answer, VotingOver) for answer in answers)
    counted = closed.result["scores"][1] == "5"
    assert counted == any(isinstance(answer, Receipt) for answer in answers)


async def test_one_interaction_delivered_twice_is_one_ballot(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    interaction = harness.interaction()
    receipts = [await harness.vote("ada", "For", interaction=interaction) for _ in range(2)]
    assert receipts[0].code == receipts[1].code
    async with harness.services.uow.reading() as repositories:
        assert len(await repositories.ballots.of_member(proposal, harness.member("ada"))) == 1


async def test_one_interaction_delivered_twice_at_once_is_one_ballot(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    interaction = harness.interaction()
    await asyncio.gather(*(harness.vote("ada", "For", interaction=interaction) for _ in range(2)))
    async with harness.services.uow.reading() as repositories:
        assert len(await repositories.ballots.of_member(proposal, harness.member("ada"))) == 1


async def test_the_reason_of_an_interaction_delivered_twice_is_told_once(harness: ServiceHarness) -> None:
    await harness.opened(powers={"ada": 10})
    interaction = harness.interaction()
    for _ in range(2):
        await harness.vote("ada", "For", interaction=interaction, reason="Water!")
    assert [notification.reason for notification in await harness.notified(PostReason)] == ["Water!"]


async def test_a_reason_is_told_in_the_thread_with_the_choice(harness: ServiceHarness) -> None:
    await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "Against", reason="Too dear.")
    (told,) = await harness.notified(PostReason)
    assert (told.member, told.choice, told.reason) == (harness.member("ada"), "Against", "Too dear.")


async def test_a_reason_that_is_too_long_is_refused_and_one_as_long_as_the_limit_is_not(
    harness: ServiceHarness,
) -> None:
    await harness.opened(powers={"ada": 10})
    with pytest.raises(TextTooLong):
        await harness.vote("ada", "For", reason="x" * (REASON_LIMIT + 1))
    await harness.vote("ada", "For", reason="x" * REASON_LIMIT)


@pytest.mark.parametrize("reason", ["\ud800", "a\0b", "\u202eevil", "\uffff", "😀" * 100])
async def test_an_odd_reason_spoils_neither_its_own_ballot_nor_others(
    harness: ServiceHarness, reason: str
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    await asyncio.gather(harness.vote("ada", "For", reason=reason), harness.vote("ben", "Against"))
    assert await harness.stored(proposal) == {"ada": 1, "ben": 2}
    assert len(await harness.notified(PostReason)) == 1
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_many_voters_in_one_batch_each_get_their_own_answer(harness: ServiceHarness) -> None:
    names = [f"voter {number}" for number in range(40)]
    await harness.opened(powers={name: number for number, name in enumerate(names, 1)})
    ballots = [harness.ballot(name, number % 3 + 1) for number, name in enumerate(names)]
    receipts = await asyncio.gather(*(harness.services.voting.cast(ballot) for ballot in ballots))
    for number, (receipt, ballot) in enumerate(zip(receipts, ballots, strict=True), 1):
        assert (receipt.ballot.member, receipt.ballot.choice) == (ballot.member, ballot.choice)
        assert receipt.power.total == number


async def test_one_bad_ballot_in_a_batch_spoils_no_other(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5, "cleo": 3})
    ballots = [
        harness.ballot("ada", "For"),
        harness.ballot("ben", 7),
        harness.ballot("dan", "For"),
        harness.ballot("cleo", "For", guild=OTHER_GUILD),
        harness.ballot("cleo", "Abstain"),
        harness.ballot("eve", "For", at=harness.clock.now() - timedelta(days=30)),
    ]
    answers = await asyncio.gather(
        *(harness.services.voting.cast(ballot) for ballot in ballots), return_exceptions=True
    )
    kinds = [type(answer) for answer in answers]
    assert kinds == [Receipt, NotOnBallot, NoWallet, ProposalUnknown, Receipt, VotingNotOpen]
    assert await harness.stored(proposal) == {"ada": 1, "cleo": 3}


@pytest.mark.parametrize("choice", [0, 4, -1, True, "1", 1.0, [1], {"1": 1}, 2**70])
async def test_what_is_not_a_choice_is_refused(harness: ServiceHarness, choice: object) -> None:
    await harness.opened(powers={"ada": 10})
    ballot = harness.ballot("ada", 1)
    with pytest.raises(NotOnBallot):
        await harness.services.voting.cast(
            type(ballot)(
                GUILD, ballot.proposal, ballot.member, choice, ballot.at, CastMethod.BUTTON, ballot.source
            )
        )


async def test_a_vote_from_another_server_is_refused(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link("ada", guild=OTHER_GUILD)
    with pytest.raises(ProposalUnknown):
        await harness.vote("ada", "For", guild=OTHER_GUILD)
    assert await harness.stored(proposal) == {}


async def test_a_vote_on_a_proposal_that_is_not_there_is_refused(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    with pytest.raises(ProposalUnknown):
        await harness.vote("ada", "For", proposal=proposal + 1)


async def test_nobody_votes_before_the_opening(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    with pytest.raises(VotingNotOpen) as refused:
        await harness.vote("ada", "For", proposal=proposal)
    assert refused.value.opens_at == (await harness.get(proposal)).opens_at


async def test_who_asked_before_the_opening_may_vote_and_ask_after_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    with pytest.raises(VotingNotOpen):
        await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    opening = await harness.open(proposal)
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    power, at = explained.power, explained.opening
    assert (power.total, at) == (10, opening)
    await harness.vote("ada", "For")


async def test_nobody_votes_while_the_vote_is_paused(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    with pytest.raises(VotingPaused) as refused:
        await harness.vote("ada", "For")
    assert refused.value.reason == "a fire"
    await harness.services.moderation.resume(harness.moderator(), proposal, "it is out")
    await harness.vote("ada", "For")


async def test_nobody_votes_on_what_was_cancelled_and_is_told_so(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    await harness.services.moderation.cancel(harness.moderator(), proposal, "burnt down")
    with pytest.raises(VotingNotOpen) as refused:
        await harness.vote("ada", "For")
    assert refused.value.state == "cancelled"


async def test_a_member_without_wallet_is_asked_for_one(harness: ServiceHarness) -> None:
    await harness.opened(powers={"ada": 10})
    with pytest.raises(NoWallet):
        await harness.vote("ben", "For")


async def test_a_reaction_is_no_vote_where_the_policy_allows_none(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    policy = (await harness.get(proposal)).policy
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        quiet = policy.model_copy(update={"reactions": False})
        await repositories.spaces.set_track(space.id, "main", quiet, harness.clock.now())
    second = await harness.submitted("ada")
    await harness.open(second)
    with pytest.raises(ReactionsOff):
        await harness.vote("ada", "For", cast_method=CastMethod.REACTION)
    await harness.post_card(second)
    await harness.react("ada", "👍")
    assert await harness.stored(second) == {}


async def test_a_voters_receipt_says_what_their_ballot_weighs(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    receipt = await harness.vote("ada", "For")
    assert (receipt.choice, receipt.power.total, receipt.before) == ("For", 10, None)
    mine = await harness.services.voting.mine(GUILD, proposal, harness.member("ada"))
    assert mine is not None
    assert (mine.code, mine.power.total) == (receipt.code, 10)
    assert await harness.services.voting.mine(GUILD, proposal, harness.member("ben")) is None
    with pytest.raises(ProposalUnknown):
        await harness.services.voting.mine(OTHER_GUILD, proposal, harness.member("ada"))


async def test_an_older_ballot_that_arrives_late_replaces_none_and_its_reason_is_not_told(
    harness: ServiceHarness,
) -> None:
    await harness.opened(powers={"ada": 10})
    early = harness.clock.now()
    await harness.pass_time(timedelta(seconds=2))
    await harness.vote("ada", "Against", reason="Second thoughts.")
    late = await harness.vote("ada", "For", at=early, reason="First thoughts.")
    assert late.before is None
    assert [notification.reason for notification in await harness.notified(PostReason)] == [
        "Second thoughts."
    ]


async def test_a_refused_ballot_leaves_nothing_behind(harness: ServiceHarness) -> None:
    await harness.opened(powers={"ada": 10})
    before = await harness.notifications()
    with pytest.raises(Refused):
        await harness.vote("ada", 9, reason="Nine!")
    assert await harness.notifications() == before
