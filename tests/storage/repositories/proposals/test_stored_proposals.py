"""Proposals and the facts of their lives."""

from collections.abc import Awaitable, Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import ProposalUnknown
from bot.domain.executors import (
    CalledCode,
    CodeAt,
    Confirmation,
    Examined,
    Execution,
    ExecutionRequest,
    NotVisible,
    SafeExecutor,
    SafeTransaction,
    Visibility,
)
from bot.domain.ids import ChainId, ContentHash, MemberId, ProposalId, ProposalNumber, RoleId, SpaceId
from bot.domain.metagovernance.casting import CastTerms
from bot.domain.milestones.release import Release
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Content,
    Opening,
    RegistryOmission,
    Stop,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.sponsoring import Sponsor, SponsorCall, Sponsorship
from bot.domain.proposals.standing import Standing, Unseen
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus, Hindrance
from bot.services.ports import Repositories
from tests.storage.repositories.stored_world import (
    ABROAD,
    ADA,
    BEN,
    BLOCK,
    CAM,
    CONTENT,
    HOME,
    OTHER_BLOCK,
    START,
    WEI,
    World,
    after,
    policy,
    transaction_hash,
    wallet,
)

SUBMISSION = Submission(
    after(1), WEI, (BLOCK, OTHER_BLOCK), RoleId(15), ProposalNumber(1), (Sponsor(BEN, WEI), Sponsor(CAM, 1))
)
CALL = SponsorCall(2, after(1), after(9), frozenset({RoleId(2**62), RoleId(15)}))
CALLED = CalledCode(wallet(7), (CodeAt(wallet(7), "0xaa"), CodeAt(wallet(8), "0xbb")), "module")
OPENING = Opening(
    after(2),
    after(3),
    (BLOCK, OTHER_BLOCK),
    WEI,
    policy(WEI),
    ContentHash("ab" * 32),
    examined=(Examined(OTHER_BLOCK, (CALLED,), 2**61), Examined(BLOCK, (), 3)),
    cast_terms=CastTerms(wallet(5), WEI, 2**52, 2**53 - 1, "https://discord.com/channels/1/2", "ENS", 18),
)
CONFIRMATIONS = (Confirmation(wallet(9), "0xaa"), Confirmation(wallet(3)))
SIGNATURES = (
    Confirmation(wallet(9), "0xbb"),
    Confirmation(wallet(9), "0xaa"),
    Confirmation(wallet(3), "0xaa"),
)
SEEN = Visibility(None, NotVisible("refused", "safe.example", 422, "is not an owner or delegate"), 2)
STOP = Stop("code", {"account": wallet(7), "was": "0xaa", "now": "0xbb"}, after(7))
STANDING = Standing(after(1), after(2), ContentHash("ef" * 32), after(3), Unseen.GONE, after(4), 2)
SUSPENSION = Suspension(BEN, "a “reason”", after(4))
CANCELLATION = Cancellation(BEN, "spam", after(5))
CLOSING = Closing(
    after(6), {"scores": {"For": "9" * 60}, "winner": None, "ties": [1, 2]}, True, ContentHash("cd" * 32)
)
OMISSION = RegistryOmission(BEN, "no node", after(2))
VETO = Veto(CAM, "no", after(7), ProposalNumber(2**31 - 1))
HOLD = Hold(ProposalId(1), ProposalNumber(7), after(6), after(9))
SAFE = SafeExecutor(chain=ChainId(1), address=wallet(6))
TRANSACTION = SafeTransaction(transaction_hash(1), 2**62, wallet(7), WEI, "0x8d80ff0a", 1, 19_000_001, 3)
EXECUTION = Execution("executed", transaction_hash(2), OTHER_BLOCK, after(9))
ACTS_DONE = (
    ActOutcome(0, ActStatus.DONE, after(8), after(9), made=2**62),
    ActOutcome(3, ActStatus.REFUSED, after(8), after(8), Hindrance.MEMBER_LEFT),
)


def release(proposal: ProposalId) -> Release:
    return Release(proposal, ContentHash("cd" * 32), 2, 3, policy(WEI))


def brought_up(space: SpaceId) -> BroughtUp:
    return BroughtUp(space, "Grants", SAFE)


_NEW = count(2**61)

Write = Callable[[Repositories, ProposalId], Awaitable[object]]
ONCE: dict[str, Write] = {
    "submission": lambda repositories, p: repositories.proposals.submit(p, SUBMISSION),
    "withdrawal": lambda repositories, p: repositories.proposals.withdraw(p, after(1)),
    "opening": lambda repositories, p: repositories.proposals.open(p, OPENING, b"frozen"),
    "cancellation": lambda repositories, p: repositories.proposals.cancel(p, CANCELLATION),
    "closing": lambda repositories, p: repositories.proposals.close(p, CLOSING, b"record"),
    "stop": lambda repositories, p: repositories.proposals.stop(p, STOP),
    "veto": lambda repositories, p: repositories.proposals.veto(p, VETO),
    "registry unread": lambda repositories, p: repositories.proposals.miss_registry(p, after(1)),
    "registry left out": lambda repositories, p: repositories.proposals.omit_registry(p, OMISSION),
    "guardians lost": lambda repositories, p: repositories.proposals.lose_guardians(p, after(2)),
    "payout": lambda repositories, p: repositories.proposals.pay_for(p, p),
    "reminder": lambda repositories, p: repositories.proposals.remind(p, after(7)),
    "release": lambda repositories, p: repositories.proposals.release(p, release(p)),
    "brought up": lambda repositories, p: repositories.proposals.bring_up(p, brought_up(SpaceId(1))),
    "rewards settled": lambda repositories, p: repositories.proposals.settle_rewards(p, after(9)),
    "unresolved report": lambda repositories, p: repositories.proposals.report_unresolved(p, after(1)),
}
REPEATED: dict[str, Write] = {
    "revision": lambda repositories, p: repositories.proposals.revise(p, CONTENT, ADA, after(1)),
    "suspension": lambda repositories, p: repositories.proposals.suspend(p, SUSPENSION),
    "thread": lambda repositories, p: repositories.proposals.note_thread(p, STANDING),
    "card": lambda repositories, p: repositories.proposals.note_card(p, STANDING),
    "hold": lambda repositories, p: repositories.proposals.hold(p, replace(HOLD, by=p)),
    "end of a hold": lambda repositories, p: repositories.proposals.end_hold(p, p, after(8)),
    "act": lambda repositories, p: repositories.proposals.note_act(p, ACTS_DONE[1]),
    "co-author": lambda repositories, p: repositories.proposals.add_coauthor(
        p, MemberId(next(_NEW)), after(1)
    ),
    "co-author gone": lambda repositories, p: repositories.proposals.remove_coauthor(p, BEN),
    "sponsors asked for": lambda repositories, p: repositories.sponsorships.call(p, CALL),
    "sponsors gone": lambda repositories, p: repositories.sponsorships.end(p),
    "resumption": lambda repositories, p: repositories.proposals.resume(p, after(5)),
}


async def test_a_draft_has_its_content_and_no_other_facts(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as repositories:
        found = await repositories.proposals.get(proposal)
    assert found == Proposal(
        proposal,
        world.home.id,
        world.track.id,
        ADA,
        START,
        CONTENT,
        policy(),
        revised_at=START,
        version=found.version,
    )


async def test_a_proposal_comes_back_with_every_fact_as_it_was_written(world: World) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        for write in ONCE.values():
            await write(repositories, proposal)
        await repositories.sponsorships.call(proposal, CALL)
        for member, seconds in ((CAM, 2), (ADA, 3), (BEN, 1)):
            await repositories.proposals.add_coauthor(proposal, member, after(seconds))
        await repositories.proposals.remove_coauthor(proposal, ADA)
        await repositories.proposals.note_thread(proposal, STANDING)
        await repositories.proposals.note_card(proposal, replace(STANDING, shows=None))
        await repositories.proposals.suspend(proposal, SUSPENSION)
        await repositories.proposals.resume(proposal, after(5))
        await repositories.proposals.suspend(proposal, replace(SUSPENSION, reason="again"))
        request = await repositories.execution_requests.add(proposal, SAFE, TRANSACTION, after(8))
        assert request is not None
        await repositories.execution_requests.confirm(request, Confirmation(wallet(9), "0xaa"), after(8))
        await repositories.execution_requests.confirm(request, Confirmation(wallet(3)), after(9))
        for signature in SIGNATURES:
            assert await repositories.execution_requests.keep_signature(request, signature, after(8))
        await repositories.execution_requests.see(request, SEEN)
        await repositories.execution_requests.need(request, 4)
        await repositories.execution_requests.execute(request, EXECUTION)
        await repositories.proposals.hold(proposal, replace(HOLD, by=other))
        await repositories.proposals.hold(proposal, replace(HOLD, by=proposal, at=after(5)))
        assert await repositories.proposals.held_by(other) == [proposal]
        await repositories.proposals.end_hold(proposal, other, after(8))
        assert await repositories.proposals.held_by(other) == []
        for outcome in (*ACTS_DONE[::-1], replace(ACTS_DONE[0], status=ActStatus.BEGUN), ACTS_DONE[0]):
            await repositories.proposals.note_act(proposal, outcome)
    async with world.unit.reading() as repositories:
        found = await repositories.proposals.get(proposal)
    assert found == Proposal(
        id=proposal,
        space=world.home.id,
        track=world.track.id,
        author=ADA,
        created_at=START,
        revised_at=START,
        content=CONTENT,
        policy=release(proposal).policy,
        submission=SUBMISSION,
        coauthors=(BEN, CAM),
        sponsor_call=CALL,
        registry_unread_since=after(1),
        registry_omission=OMISSION,
        guardians_lost_at=after(2),
        thread=STANDING,
        card=replace(STANDING, shows=None),
        withdrawn_at=after(1),
        opening=OPENING,
        suspensions=(replace(SUSPENSION, resumed_at=after(5)), replace(SUSPENSION, reason="again")),
        holds=(
            replace(HOLD, by=proposal, at=after(5)),
            replace(HOLD, by=other, ended_at=after(8)),
        ),
        cancellation=CANCELLATION,
        closing=CLOSING,
        veto=VETO,
        stop=STOP,
        requests=(
            ExecutionRequest(
                request, SAFE, TRANSACTION, after(8), CONFIRMATIONS, EXECUTION, SEEN, 4, SIGNATURES
            ),
        ),
        pays_for=proposal,
        release=release(proposal),
        brought_up=brought_up(world.home.id),
        rewards_settled_at=after(9),
        act_outcomes=ACTS_DONE,
        reminded_at=after(7),
        unresolved_reported_at=after(1),
        version=found.version,
    )
    assert found.rules.hash == OPENING.policy.hash


async def test_total_power_that_nobody_can_tell_stays_unknown(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.proposals.open(proposal, replace(OPENING, total_power=None), b"")
        opening = (await repositories.proposals.get(proposal)).opening
    assert opening is not None
    assert opening.total_power is None


@pytest.mark.parametrize("fact", ONCE)
async def test_what_happens_once_can_not_be_stored_twice(world: World, fact: str) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await ONCE[fact](repositories, proposal)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await ONCE[fact](repositories, proposal)


async def test_what_a_part_brings_up_goes_by_the_rules_above_and_by_its_own_executor(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.proposals.bring_up(proposal, brought_up(world.home.id))
        await repositories.proposals.move(proposal, world.abroad.id, world.track_abroad.id)
    async with world.unit.reading() as repositories:
        found = await repositories.proposals.get(proposal)
        assert await repositories.proposals.drafts(world.abroad.id, ADA) == 1
        assert await repositories.proposals.drafts(world.home.id, ADA) == 0
    assert (found.space, found.track) == (world.abroad.id, world.track_abroad.id)
    assert found.of_executor == world.home.id
    assert found.rules.executor == SAFE


async def test_no_two_proposals_pay_the_voters_of_one_vote(world: World) -> None:
    vote, first, second = await world.proposal(), await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        assert await repositories.proposals.payout_of(vote) is None
        await repositories.proposals.pay_for(vote, first)
        assert await repositories.proposals.payout_of(vote) == first
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.proposals.pay_for(vote, second)


async def test_no_two_proposals_decide_on_one_report_of_a_milestone(world: World) -> None:
    promise, first, again, second, late = [await world.proposal() for _ in range(5)]
    async with world.unit.writing() as repositories:
        await repositories.proposals.release(first, release(promise))
        await repositories.proposals.release(again, replace(release(promise), attempt=4))
        await repositories.proposals.release(second, replace(release(promise), place=3))
        await repositories.proposals.release(promise, release(first))
        found = await repositories.proposals.releases_of(promise)
        assert [each.id for each in found] == [first, again, second]
        assert found[0] == await repositories.proposals.get(first)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.proposals.release(late, release(promise))


async def test_a_vote_can_not_be_paused_while_it_is_paused(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.proposals.suspend(proposal, SUSPENSION)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.proposals.suspend(proposal, SUSPENSION)


@pytest.mark.parametrize("fact", [*ONCE, *REPEATED])
async def test_every_fact_makes_copies_of_the_proposal_stale_and_no_others(world: World, fact: str) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        before = await repositories.proposals.versions([proposal, other])
        await {**ONCE, **REPEATED}[fact](repositories, proposal)
        now = await repositories.proposals.versions([proposal, other])
        assert (await repositories.proposals.get(proposal)).version == now[proposal]
    assert now[proposal] > before[proposal]
    assert now[other] == before[other]


@pytest.mark.parametrize("fact", [*ONCE, "suspension"])
async def test_a_fact_of_no_proposal_is_refused(world: World, fact: str) -> None:
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await {**ONCE, **REPEATED}[fact](repositories, ProposalId(99))


async def test_a_proposal_of_another_server_is_unknown_there(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as repositories:
        assert (await repositories.proposals.get(proposal, HOME)).id == proposal
        for guild in (ABROAD, HOME):
            with pytest.raises(ProposalUnknown):
                await repositories.proposals.get(ProposalId(proposal + (guild == HOME)), guild)


async def test_a_proposal_that_does_not_exist_is_unknown(world: World) -> None:
    async with world.unit.writing() as repositories:
        with pytest.raises(ProposalUnknown):
            await repositories.proposals.get(ProposalId(99))
        with pytest.raises(ProposalUnknown):
            await repositories.proposals.revise(ProposalId(99), CONTENT, ADA, after(1))
        assert await repositories.proposals.get_many([ProposalId(99)]) == {}
        assert await repositories.proposals.versions([ProposalId(99)]) == {}


async def test_many_proposals_come_at_once(world: World) -> None:
    ids = [await world.proposal() for _ in range(3)]
    async with world.unit.writing() as repositories:
        await repositories.proposals.submit(ids[0], SUBMISSION)
        found = await repositories.proposals.get_many([ids[2], ids[0]])
        assert found == {p: await repositories.proposals.get(p) for p in (ids[0], ids[2])}


async def test_what_is_submitted_and_not_over_is_live_in_its_own_server_and_on_its_own_track(
    world: World,
) -> None:
    draft, over, home = [await world.proposal() for _ in range(3)]
    abroad = await world.proposal_abroad()
    async with world.unit.writing() as repositories:
        for proposal, number in ((over, 1), (home, 2), (abroad, 1)):
            submission = replace(SUBMISSION, number=ProposalNumber(number))
            await repositories.proposals.submit(proposal, submission)
            await repositories.proposals.note_thread(proposal, STANDING)
        await repositories.proposals.withdraw(over, START)
    async with world.unit.reading() as repositories:
        for space, track, live in (
            (world.home, world.track, home),
            (world.abroad, world.track_abroad, abroad),
        ):
            in_space = await repositories.proposals.live_in_space(space.id)
            on_track = await repositories.proposals.live_on_track(track.id)
            assert [proposal.id for proposal in in_space] == [live]
            assert [proposal.id for proposal in on_track] == [live]
        assert (await repositories.proposals.get(draft)).submission is None


async def test_a_server_sees_its_own_proposals_the_newest_first(world: World) -> None:
    ids = [await world.proposal() for _ in range(3)]
    abroad = await world.proposal_abroad()
    async with world.unit.reading() as repositories:
        assert [p.id for p in await repositories.proposals.of_guild(HOME)] == ids[::-1]
        assert [p.id for p in await repositories.proposals.of_guild(HOME, limit=2)] == ids[:0:-1]
        assert [p.id for p in await repositories.proposals.of_guild(ABROAD)] == [abroad]


async def test_edits_never_overwrite(world: World) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    contents = [CONTENT, Content("Second", "text"), Content("Third", "")]
    async with world.unit.writing() as repositories:
        numbers = [
            (await repositories.proposals.revise(proposal, content, BEN, after(place))).number
            for place, content in enumerate(contents[1:], 1)
        ]
        found = await repositories.proposals.revisions(proposal)
        assert (await repositories.proposals.get(proposal)).content == contents[-1]
        assert (await repositories.proposals.get(other)).content == CONTENT
    assert numbers == [2, 3]
    assert [(r.number, r.content, r.by, r.at) for r in found] == [
        (1, contents[0], ADA, START),
        (2, contents[1], BEN, after(1)),
        (3, contents[2], BEN, after(2)),
    ]


async def test_the_frozen_bytes_and_the_record_come_back_to_the_byte(world: World) -> None:
    proposal = await world.proposal()
    frozen, record = bytes(range(256)), b'{"x":"\xf0\x9f\x8c\xb3"}' * 50_000
    async with world.unit.writing() as repositories:
        with pytest.raises(ProposalUnknown):
            await repositories.proposals.frozen(proposal)
        assert await repositories.proposals.record(proposal) is None
        await repositories.proposals.open(proposal, OPENING, frozen)
        await repositories.proposals.close(proposal, CLOSING, record)
    async with world.unit.reading() as repositories:
        assert await repositories.proposals.frozen(proposal) == frozen
        assert await repositories.proposals.record(proposal) == record


async def test_a_new_policy_of_the_track_holds_until_the_vote_opens(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.spaces.set_track(world.home.id, "token", policy(8), after(1))
        assert (await repositories.proposals.get(proposal)).rules == policy(8)
        await repositories.proposals.open(proposal, replace(OPENING, policy=policy(8)), b"")
        await repositories.spaces.set_track(world.home.id, "token", policy(9), after(2))
        found = await repositories.proposals.get(proposal)
    assert (found.policy, found.rules) == (policy(9), policy(8))


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
"""Any text of Unicode; lone surrogates are none, and no NUL is stored."""
actions = st.builds(
    Action,
    st.integers(1, 2**63 - 1).map(ChainId),
    st.integers(0, 2**160 - 1).map(wallet),
    st.integers(0, WEI),
    st.binary(max_size=40).map(lambda data: "0x" + data.hex()),
    st.sampled_from(Operation),
    texts,
    texts,
)
ODD, STORED = "a\0b\ud800c", "a\ufffdb\ufffdc"


async def test_what_no_database_stores_is_replaced_in_all_that_members_write(world: World) -> None:
    action = Action(ChainId(1), wallet(1), 1, "0x", line=ODD, signature=ODD)
    content = Content(ODD, ODD, (action,), (ODD, "other"))
    async with world.unit.writing() as repositories:
        proposal = await repositories.proposals.add(world.home.id, world.track.id, ADA, content, START)
        await repositories.proposals.suspend(proposal, replace(SUSPENSION, reason=ODD))
        found = await repositories.proposals.get(proposal)
    action = replace(action, line=STORED, signature=STORED)
    assert found.content == Content(STORED, STORED, (action,), (STORED, "other"))
    assert found.suspensions[0].reason == STORED


@given(st.builds(Content, texts, texts, st.lists(actions, max_size=3).map(tuple)), texts)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_proposed_comes_back_the_same(world: World, content: Content, reason: str) -> None:
    async with world.unit.writing() as repositories:
        proposal = await repositories.proposals.add(world.home.id, world.track.id, ADA, content, START)
        await repositories.proposals.suspend(proposal, replace(SUSPENSION, reason=reason))
        found = await repositories.proposals.get(proposal)
        assert found.content == content
        assert [pause.reason for pause in found.suspensions] == [reason]
        assert [revision.content for revision in await repositories.proposals.revisions(proposal)] == [
            content
        ]


async def test_sponsors_come_back_in_their_order_and_go_when_the_draft_asks_anew(world: World) -> None:
    proposal = await world.proposal()
    first = Sponsorship(CAM, frozenset({RoleId(2**62)}), WEI, after(1))
    second = Sponsorship(BEN, frozenset(), 1, after(2))
    async with world.unit.writing() as repositories:
        await repositories.sponsorships.call(proposal, CALL)
        for each in (replace(second, power=5), second, first):
            await repositories.sponsorships.set(proposal, each)
        assert await repositories.sponsorships.of(proposal) == [first, second]
        assert await repositories.sponsorships.remove(proposal, CAM)
        assert not await repositories.sponsorships.remove(proposal, CAM)
        assert await repositories.sponsorships.of(proposal) == [second]
        await repositories.sponsorships.call(proposal, replace(CALL, number=3))
        assert await repositories.sponsorships.of(proposal) == []


async def test_drafts_that_asked_for_sponsors_count_for_their_author_until_they_are_submitted(
    world: World,
) -> None:
    first, second = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        for each in (first, second):
            await repositories.sponsorships.call(each, CALL)
        called = repositories.sponsorships.called_by
        assert await called(world.home.id, ADA, after(0), first) == 1
        assert await called(world.home.id, ADA, after(1), first) == 0
        assert await called(world.home.id, BEN, after(0), first) == 0
        await repositories.proposals.submit(second, SUBMISSION)
        assert await called(world.home.id, ADA, after(0), first) == 0
