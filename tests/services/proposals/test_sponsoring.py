"""Members stand behind a draft whose author holds too little."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import (
    BelowThreshold,
    CalledOften,
    CallOver,
    ChainUnavailable,
    NoSponsor,
    NoSponsoring,
    NotAuthor,
    OwnDraft,
    ProposalUnknown,
    TooLittleToSponsor,
    TooManyUndecided,
)
from bot.domain.ids import ProposalId
from bot.domain.policy.model import preset
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.sponsoring import (
    CALLED_PER_MEMBER,
    LASTS,
    MOST_CALLS,
    MOST_SPONSORS,
    Sponsor,
    least_of_sponsor,
)
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import OpenDiscussion, ShowSponsors
from bot.services.proposals.drafting.sponsoring import Sponsored
from tests.harness import ServiceHarness
from tests.harness.setting import GUILD

THRESHOLD = 100


async def sponsored_track(harness: ServiceHarness, powers: dict[str, int], **rules: Any) -> None:
    """A space whose track takes sponsors, and members who hold so much."""
    await harness.set_up(threshold=str(THRESHOLD))
    await change(harness, sponsoring=True, **rules)
    await harness.powers(powers)


async def change(harness: ServiceHarness, **rules: Any) -> None:
    """Other rules for the track."""
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        policy = track.policy.model_copy(update=rules)
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())


async def called(harness: ServiceHarness, author: str = "ada") -> ProposalId:
    """A draft that looks for sponsors."""
    proposal = await harness.drafted(author)
    await harness.services.sponsoring.call(harness.actor(author), proposal)
    assert await harness.state(proposal) is State.SPONSORING
    return proposal


async def sponsor(harness: ServiceHarness, name: str, proposal: ProposalId, number: int = 1) -> Sponsored:
    return await harness.services.sponsoring.sponsor(harness.actor(name), proposal, number)


def sponsors(harness: ServiceHarness, proposal: Proposal) -> dict[str, int]:
    """Of the submission, by name."""
    assert proposal.submission is not None
    names = {harness.member(name): name for name in ("ada", "ben", "cleo", "dan")}
    return {names[each.member]: each.power for each in proposal.submission.sponsors}


async def test_enough_sponsors_have_a_draft_submitted_as_by_its_author(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 30, "ben": 40, "cleo": 30})
    proposal = await called(harness)
    first = await sponsor(harness, "ben", proposal)
    assert (first.power, first.missing) == (40, 30)
    assert await harness.state(proposal) is State.SPONSORING
    second = await sponsor(harness, "cleo", proposal)
    assert (second.power, second.missing, second.hindrance) == (30, 0, None)
    found = await harness.get(proposal)
    assert found.submission is not None
    assert (found.author, found.submission.power) == (harness.member("ada"), 30)
    assert sponsors(harness, found) == {"ben": 40, "cleo": 30}
    assert found.submission.blocks == (await harness.chain.finalized(),)
    assert len(await harness.notified(OpenDiscussion)) == 1
    assert await harness.notified(ShowSponsors)


async def test_the_record_names_those_who_stood_behind_the_draft(
    harness: ServiceHarness,
) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal = await called(harness)
    await sponsor(harness, "ben", proposal)
    alone = await harness.submitted("ben")
    for each in (proposal, alone):
        await harness.thread_stands(each)
    for each in (proposal, alone):
        await harness.open(each)
        await harness.vote("ben", "For", proposal=each)
    await harness.close(proposal)
    await harness.close(alone)
    records = [await harness.services.cards.record(each) for each in (proposal, alone)]
    documents = [json.loads(record) for record in records if record]
    ben = await harness.in_record("ben", proposal)
    assert documents[0]["sponsors"] == [{"member": ben, "power": "100"}]
    assert documents[1]["sponsors"] == []


async def test_an_author_without_any_wallet_may_find_sponsors(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ben": 100})
    proposal = await called(harness, "ada")
    assert (await sponsor(harness, "ben", proposal)).missing == 0
    assert sponsors(harness, await harness.get(proposal)) == {"ben": 100}


async def test_an_author_who_holds_enough_submits_alone(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 100})
    assert sponsors(harness, await harness.get(await harness.submitted("ada"))) == {}


async def test_who_holds_too_little_hears_of_sponsors_where_the_track_takes_some(
    harness: ServiceHarness,
) -> None:
    await sponsored_track(harness, {"ada": 99})
    proposal = await harness.drafted("ada")
    with pytest.raises(BelowThreshold) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert refused.value.sponsoring


@pytest.mark.attack("commands")
@pytest.mark.parametrize("held", [0, 1])
async def test_who_holds_less_than_a_sponsor_must_counts_for_nothing(
    harness: ServiceHarness, held: int
) -> None:
    await sponsored_track(harness, {"ada": 99, "ben": held})
    proposal = await called(harness)
    with pytest.raises(TooLittleToSponsor) as refused:
        await sponsor(harness, "ben", proposal)
    assert (refused.value.held, refused.value.needed) == (held, 2)
    assert await harness.state(proposal) is State.SPONSORING


@pytest.mark.attack("order")
async def test_an_edit_takes_all_sponsors_away(harness: ServiceHarness) -> None:
    """Nobody stands behind a text that they have not read."""
    await sponsored_track(harness, {"ada": 10, "ben": 50, "cleo": 60})
    proposal, ada = await called(harness), harness.actor("ada")
    await sponsor(harness, "ben", proposal)
    await harness.services.proposing.edit(ada, proposal, "A new well", "Pay it all to me.", "")
    assert await harness.state(proposal) is State.DRAFT
    with pytest.raises(CallOver):
        await sponsor(harness, "cleo", proposal)
    await harness.services.sponsoring.call(ada, proposal)
    assert (await sponsor(harness, "cleo", proposal, 2)).missing == 30


@pytest.mark.attack("order")
@pytest.mark.parametrize("number", [0, 1, 3, 10**8])
async def test_a_button_of_another_time_sponsors_nothing(harness: ServiceHarness, number: int) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal, ada = await called(harness), harness.actor("ada")
    await harness.services.proposing.edit(ada, proposal, "Another well", "We need water.", "")
    await harness.services.sponsoring.call(ada, proposal)
    with pytest.raises(CallOver):
        await sponsor(harness, "ben", proposal, number)
    assert await harness.state(proposal) is State.SPONSORING


@pytest.mark.attack("linking")
async def test_a_wallet_that_moves_to_another_member_counts_once(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 60, "cleo": 5})
    proposal = await called(harness)
    await sponsor(harness, "ben", proposal)
    await harness.unlink("ben")
    await harness.pass_time(timedelta(minutes=1))
    await harness.link("cleo", "ben")
    assert (await sponsor(harness, "cleo", proposal)).missing == 25
    assert await harness.state(proposal) is State.SPONSORING


@pytest.mark.attack("order")
async def test_tokens_that_are_sent_on_to_the_next_sponsor_count_once(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 60, "cleo": 0})
    proposal = await called(harness)
    await sponsor(harness, "ben", proposal)
    harness.hold("ben", 0)
    harness.hold("cleo", 60)
    await harness.pass_time(timedelta(minutes=1))
    assert (await sponsor(harness, "cleo", proposal)).missing == 30


@pytest.mark.attack("rpc")
async def test_power_that_cannot_be_read_is_not_taken_for_nothing(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal = await called(harness)
    harness.chain.unreadable.add(harness.wallet("ben"))
    with pytest.raises(ChainUnavailable):
        await sponsor(harness, "ben", proposal)
    harness.chain.unreadable.clear()
    assert (await sponsor(harness, "ben", proposal)).missing == 0


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("unread", ["ada", "ben"])
async def test_who_cannot_be_read_counts_for_nothing_and_keeps_no_others_from_counting(
    harness: ServiceHarness, unread: str
) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 20, "cleo": 75, "dan": 100})
    proposal = await called(harness)
    await sponsor(harness, "ben", proposal)
    harness.chain.unreadable.add(harness.wallet(unread))
    assert (await sponsor(harness, "cleo", proposal)).missing == (5 if unread == "ada" else 15)
    assert (await sponsor(harness, "dan", proposal)).missing == 0
    assert await harness.state(proposal) is State.DISCUSSION


async def test_a_sponsor_may_take_it_back(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 60, "cleo": 30})
    proposal, sponsoring = await called(harness), harness.services.sponsoring
    await sponsor(harness, "ben", proposal)
    await sponsoring.take_back(harness.actor("ben"), proposal, 1)
    with pytest.raises(NoSponsor):
        await sponsoring.take_back(harness.actor("ben"), proposal, 1)
    assert (await sponsor(harness, "cleo", proposal)).missing == 60


async def test_to_press_twice_is_to_sponsor_once(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 60})
    proposal = await called(harness)
    for _ in range(2):
        assert (await sponsor(harness, "ben", proposal)).missing == 30


@pytest.mark.attack("commands")
async def test_an_author_does_not_sponsor_the_own_draft(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 60})
    with pytest.raises(OwnDraft):
        await sponsor(harness, "ada", await called(harness))


@pytest.mark.attack("visibility")
async def test_a_draft_that_asks_nobody_is_seen_and_sponsored_by_nobody(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal, sponsoring = await harness.drafted("ada"), harness.services.sponsoring
    with pytest.raises(CallOver):
        await sponsor(harness, "ben", proposal)
    with pytest.raises(CallOver):
        await sponsoring.details(GUILD, proposal, 1)
    with pytest.raises((NotAuthor, ProposalUnknown)):
        await sponsoring.call(harness.actor("ben"), proposal)
    assert await harness.state(proposal) is State.DRAFT


async def test_a_draft_that_asks_is_shown_to_everybody_until_its_time_is_over(
    harness: ServiceHarness,
) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal = await called(harness)
    assert (await harness.services.sponsoring.details(GUILD, proposal, 1)).proposal.id == proposal
    await harness.pass_time(LASTS)
    assert await harness.state(proposal) is State.DRAFT
    with pytest.raises(CallOver):
        await sponsor(harness, "ben", proposal)
    with pytest.raises(CallOver):
        await harness.services.sponsoring.details(GUILD, proposal, 1)
    before = len(await harness.notified(ShowSponsors))
    await harness.sweep.run()
    await harness.sweep.run()
    await harness.pass_time(timedelta(minutes=1))
    assert len(await harness.notified(ShowSponsors)) == before + 1, "its message says that it is over"


@pytest.mark.attack("commands")
async def test_a_track_without_sponsoring_takes_no_sponsors(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    proposal = await called(harness)
    await change(harness, sponsoring=False)
    with pytest.raises(NoSponsoring):
        await sponsor(harness, "ben", proposal)
    with pytest.raises(NoSponsoring):
        await harness.services.sponsoring.call(harness.actor("ada"), await harness.drafted("ada"))


@pytest.mark.attack("floods")
async def test_a_member_asks_for_sponsors_of_only_so_many_drafts_at_once(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100})
    drafts = [await called(harness) for _ in range(CALLED_PER_MEMBER)]
    another, call = await harness.drafted("ada"), harness.services.sponsoring.call
    await harness.services.proposing.withdraw(harness.actor("ada"), drafts[0])
    with pytest.raises(CalledOften) as refused:
        await call(harness.actor("ada"), another)
    assert (refused.value.limit, refused.value.of_draft) == (CALLED_PER_MEMBER, False)
    await sponsor(harness, "ben", drafts[1])
    await call(harness.actor("ada"), another)


@pytest.mark.attack("floods")
async def test_one_draft_asks_for_sponsors_only_so_often(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10})
    proposal, ada = await harness.drafted("ada"), harness.actor("ada")
    for number in range(MOST_CALLS):
        call = await harness.services.sponsoring.call(ada, proposal)
        assert (call.number, await harness.services.sponsoring.call(ada, proposal)) == (number + 1, call)
        await harness.services.proposing.edit(ada, proposal, f"Well {number}", "We need water.", "")
    with pytest.raises(CalledOften) as refused:
        await harness.services.sponsoring.call(ada, proposal)
    assert refused.value.of_draft


@pytest.mark.attack("floods")
async def test_sponsors_at_the_same_moment_have_it_submitted_once(harness: ServiceHarness) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100, "cleo": 100, "dan": 100})
    proposal = await called(harness)
    answers = await asyncio.gather(
        *(sponsor(harness, name, proposal) for name in ("ben", "cleo", "dan")), return_exceptions=True
    )
    assert any(isinstance(each, Sponsored) and each.hindrance is None for each in answers)
    assert await harness.state(proposal) is State.DISCUSSION
    assert len(await harness.notified(OpenDiscussion)) == 1


async def test_a_draft_with_enough_sponsors_that_cannot_be_submitted_waits_for_its_author(
    harness: ServiceHarness,
) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 100}, undecided_per_member=1)
    before = await called(harness)
    await sponsor(harness, "ben", before)
    proposal = await called(harness)
    done = await sponsor(harness, "ben", proposal)
    assert done.missing == 0
    assert isinstance(done.hindrance, TooManyUndecided)
    assert await harness.state(proposal) is State.SPONSORING
    await harness.services.proposing.withdraw(harness.actor("ada"), before)
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    found = await harness.get(proposal)
    assert found.submission is not None
    assert found.submission.sponsors == (Sponsor(harness.member("ben"), 100),)


async def test_what_its_message_shows_is_who_stands_behind_it_and_what_became_of_it(
    harness: ServiceHarness,
) -> None:
    await sponsored_track(harness, {"ada": 10, "ben": 60})
    proposal, sponsoring = await called(harness), harness.services.sponsoring
    await sponsor(harness, "ben", proposal)
    shown = await sponsoring.draft(proposal)
    assert shown is not None
    assert (shown.stands, shown.held) == (True, 60)
    await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
    shown = await sponsoring.draft(proposal)
    assert shown is not None
    assert (shown.stands, shown.sponsorships) == (False, ())
    assert await sponsoring.draft(await harness.drafted("ada")) is None


@given(st.integers(0, 2**256))
def test_as_many_sponsors_as_there_may_be_always_reach_the_threshold(threshold: int) -> None:
    assert MOST_SPONSORS * least_of_sponsor(threshold) >= threshold
    assert least_of_sponsor(threshold) > 0


def test_a_policy_that_takes_no_sponsors_has_the_hash_that_it_had_before() -> None:
    assert "sponsoring" not in preset("token").document()
    assert preset("moloch").document()["sponsoring"] is True
