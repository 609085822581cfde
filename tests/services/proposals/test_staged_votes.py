"""Staged voting: what passes a temperature check opens as a binding proposal with the same text."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import BadSetting, BeyondLimits, MilestoneNotAwaited, NotModerator, TextAgreed
from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import OpenDiscussion, PostEvent
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.language import language
from bot.wording.proposals.cards.cards import deeds
from tests.databases import Databases
from tests.harness import GUILD, TIMELOCK, TOKEN, ServiceHarness, convened

PAY = f"transfer 7 to {TOKEN.contract}"


@pytest.fixture
async def staged(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    """A space whose main track is a temperature check before the track `binding`, with two members."""
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up(preset="staged", quorum="1 voter", discussion_period="2d", voting_period="5d")
        await harness.powers({"ada": 10, "ben": 5})
        yield harness


async def passed_check(harness: ServiceHarness, author: str = "ada", actions: str = "") -> ProposalId:
    proposal = await harness.submitted(author, actions=actions)
    await harness.open(proposal)
    await harness.passed(proposal)
    return proposal


async def following(harness: ServiceHarness, check: ProposalId) -> ProposalId | None:
    async with harness.services.uow.reading() as repositories:
        return await repositories.proposals.following(check)


async def track(harness: ServiceHarness, proposal: ProposalId) -> str:
    async with harness.services.uow.reading() as repositories:
        return (await repositories.spaces.track((await repositories.proposals.get(proposal)).track)).name


async def test_what_passes_is_at_once_in_discussion_on_the_next_track_with_the_same_content(
    staged: ServiceHarness,
) -> None:
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    old, new = await staged.get(check), await staged.get(binding)
    assert await track(staged, binding) == "binding"
    assert (new.author, new.content, new.origin) == (old.author, old.content, check)
    assert await staged.state(binding) is State.DISCUSSION
    assert [n.proposal for n in await staged.notified(OpenDiscussion)] == [check, binding]
    assert await staged.state(check) is State.PASSED


async def test_the_binding_vote_is_opened_counted_and_goes_to_the_safe(staged: ServiceHarness) -> None:
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    await staged.thread_stands(binding)
    await staged.open(binding)
    await staged.passed(binding)
    request = await staged.prepared(binding)
    assert request.payload.value == 7
    assert (await staged.get(check)).requests == ()


async def test_nothing_is_executed_by_the_check_itself(staged: ServiceHarness) -> None:
    check = await passed_check(staged, actions=PAY)
    assert await staged.services.preparing.prepare(check) == ()
    await staged.services.following.end(check)
    assert await staged.state(check) is State.PASSED


async def test_the_author_needs_no_power_for_the_binding_vote_that_the_check_has_carried(
    staged: ServiceHarness,
) -> None:
    await staged.services.tracks.edit(staged.moderator(), "binding", Changes(threshold="1000"))
    check = await passed_check(staged)
    assert await following(staged, check) is not None


async def test_what_is_promised_for_later_is_checked_first_and_promised_by_the_binding_vote(
    staged: ServiceHarness,
) -> None:
    tracks = {each.name: each for each in await staged.services.tracks.all(GUILD)}
    rules = tracks["binding"].policy.model_copy(update={"milestones": MilestoneRule()})
    await staged.services.tracks.upload(staged.moderator(), "binding", policy_toml(rules).encode())
    line = f'milestone "A well" by 2026-12-01: {PAY}'
    check = await staged.submitted("ada", actions=line)
    card = await staged.services.cards.card(check)
    assert (
        "🏁 Milestones, each paid later, if the binding vote passes too"
        in deeds(card, 3_000, 3_000, language()).texts[0]
    )
    await staged.open(check)
    await staged.passed(check)
    (milestone,) = (await staged.get(check)).content.milestones
    # The check itself releases nothing.
    with pytest.raises(MilestoneNotAwaited):
        await staged.services.reporting_milestones.report(staged.actor("ada"), check, 1, "Done")
    binding = await following(staged, check)
    assert binding is not None
    await staged.thread_stands(binding)
    await staged.open(binding)
    await staged.passed(binding)
    await staged.pass_time(TIMELOCK)
    release = await staged.services.reporting_milestones.report(staged.actor("ada"), binding, 1, "Done")
    assert release.content.actions == (milestone.payment,)


async def test_a_defeated_check_goes_nowhere(staged: ServiceHarness) -> None:
    check = await staged.submitted("ada")
    await staged.open(check)
    await staged.vote("ada", "Against")
    await staged.close(check)
    assert await following(staged, check) is None


async def test_a_close_that_is_asked_for_twice_is_followed_once(staged: ServiceHarness) -> None:
    check = await passed_check(staged)
    first = await following(staged, check)
    await staged.services.closing.close(check)
    await staged.restart()
    await staged.services.closing.close(check)
    async with staged.services.uow.reading() as repositories:
        all_of_them = await repositories.proposals.of_guild(GUILD)
    assert [each.id for each in all_of_them] == [first, check]


async def test_a_broken_commit_leaves_neither_result_nor_binding_vote(staged: ServiceHarness) -> None:
    check = await staged.submitted("ada")
    await staged.open(check)
    await staged.vote("ada", "For")
    await staged.end(check)
    staged.break_commits = True
    with pytest.raises(OSError, match="disk is full"):
        await staged.services.closing.close(check)
    staged.break_commits = False
    assert (await staged.get(check)).closing is None
    assert await following(staged, check) is None
    await staged.services.closing.close(check)
    assert await following(staged, check) is not None


async def test_what_passed_the_check_is_voted_on_unchanged(staged: ServiceHarness) -> None:
    """Else what passed and what is voted on could differ, and another text needed no proposer's threshold."""
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    with pytest.raises(TextAgreed) as refused:
        await staged.services.proposing.edit(staged.actor("ada"), binding, "Another", "All to me.", PAY)
    assert refused.value.check == check
    assert (await staged.get(binding)).content == (await staged.get(check)).content
    await staged.services.proposing.withdraw(staged.actor("ada"), binding)


async def test_no_track_leads_back_to_itself(staged: ServiceHarness) -> None:
    """What passes would come back for ever, and never be voted on for good."""
    main = next(each for each in await staged.services.tracks.all(GUILD) if each.name == "main")
    back = policy_toml(main.policy.model_copy(update={"next_track": "Main"})).encode()
    for name in ("main", "binding"):
        with pytest.raises(BadSetting) as refused:
            await staged.services.tracks.upload(staged.moderator(), name, back)
        assert refused.value.field == "next_track"
    assert [each.policy.next_track for each in await staged.services.tracks.all(GUILD)] == ["binding", None]


async def test_without_the_next_track_the_check_stays_passed_and_that_is_said(staged: ServiceHarness) -> None:
    await staged.services.tracks.retire(staged.moderator(), "binding")
    check = await passed_check(staged)
    assert await following(staged, check) is None
    assert await staged.state(check) is State.PASSED
    (event,) = [each for each in await staged.notified(PostEvent) if each.event == "not_followed"]
    assert event.announce
    assert event.data == {"track": "binding", "why": "no_track"}


async def test_the_card_of_each_names_the_other(staged: ServiceHarness) -> None:
    check = await passed_check(staged)
    binding = await following(staged, check)
    assert binding is not None
    older, newer = await staged.services.cards.card(check), await staged.services.cards.card(binding)
    assert older.binding is not None
    assert newer.check is not None
    assert (older.binding.proposal, older.binding.track) == (binding, "binding")
    assert (newer.check.proposal, newer.check.track) == (check, "main")


async def test_only_moderators_change_tracks_and_policies(staged: ServiceHarness) -> None:
    tracks, nobody = staged.services.tracks, staged.actor("ada", RoleId(99))
    for attempt in (
        tracks.add(nobody, "x", "token", Changes()),
        tracks.edit(nobody, "main", Changes(quorum="1%")),
        tracks.retire(nobody, "binding"),
        tracks.apply(nobody, "main", "moloch"),
        tracks.read(nobody, "main", b""),
        tracks.upload(nobody, "main", b""),
    ):
        with pytest.raises(NotModerator):
            await attempt


@pytest.mark.attack("actions")
async def test_a_check_asks_for_no_more_than_the_binding_track_may_spend(staged: ServiceHarness) -> None:
    async with staged.services.uow.writing() as repositories:
        tracks = await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)
        binding = next(each for each in tracks if each.name == "binding")
        limits = {"period": "P30D", "spending": [{"per_period": 6}]}
        policy = Policy.model_validate({**binding.policy.model_dump(), "limits": limits})
        await repositories.spaces.set_track(binding.space, binding.name, policy, staged.clock.now())
    proposal = await staged.drafted(actions=PAY)
    with pytest.raises(BeyondLimits):
        await staged.services.proposing.submit(staged.actor("ada"), proposal)
