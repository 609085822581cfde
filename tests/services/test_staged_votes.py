"""Staged voting: what passes a temperature check opens as a binding proposal with the same text."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import BadSetting, NotModerator, TextAgreed
from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy_toml import policy_toml
from bot.domain.proposal import State
from bot.services.binding import Changes
from bot.services.notices import OpenDiscussion, PostEvent
from tests.assembly import GUILD, TOKEN, Assembly, convened

PAY = f"transfer 7 to {TOKEN.contract}"


@pytest.fixture
async def staged(template: Path, tmp_path: Path) -> AsyncIterator[Assembly]:
    """A space whose main track is a temperature check before the track `binding`, with two members."""
    async with convened(template, tmp_path / "folkmoot.db") as assembly:
        await assembly.set_up(preset="staged", quorum="1 voter", discussion_period="2d", voting_period="5d")
        await assembly.powers({"ada": 10, "ben": 5})
        yield assembly


async def passed_check(assembly: Assembly, author: str = "ada", actions: str = "") -> ProposalId:
    proposal = await assembly.submitted(author, actions=actions)
    await assembly.open(proposal)
    await assembly.passed(proposal)
    return proposal


async def following(assembly: Assembly, check: ProposalId) -> ProposalId | None:
    async with assembly.folkmoot.uow.reading() as facts:
        return await facts.proposals.following(check)


async def track(assembly: Assembly, proposal: ProposalId) -> str:
    async with assembly.folkmoot.uow.reading() as facts:
        return (await facts.spaces.track((await facts.proposals.get(proposal)).track)).name


async def test_what_passes_is_at_once_in_discussion_on_the_next_track_with_the_same_content(
    staged: Assembly,
) -> None:
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    old, new = await staged.get(check), await staged.get(binding)
    assert await track(staged, binding) == "binding"
    assert (new.author, new.content, new.origin) == (old.author, old.content, check)
    assert await staged.state(binding) is State.DISCUSSION
    assert [n.proposal for n in await staged.told(OpenDiscussion)] == [check, binding]
    assert await staged.state(check) is State.PASSED


async def test_the_binding_vote_is_opened_counted_and_goes_to_the_safe(staged: Assembly) -> None:
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    await staged.open(binding)
    await staged.passed(binding)
    transaction = await staged.prepared(binding)
    assert transaction.value == 7
    assert (await staged.get(check)).transaction is None


async def test_nothing_is_executed_by_the_check_itself(staged: Assembly) -> None:
    check = await passed_check(staged, actions=PAY)
    assert await staged.folkmoot.executing.prepare(check) is None
    await staged.folkmoot.executing.end(check)
    assert await staged.state(check) is State.PASSED


async def test_the_author_needs_no_power_for_the_binding_vote_that_the_check_has_carried(
    staged: Assembly,
) -> None:
    await staged.folkmoot.tracks.edit(staged.moderator(), "binding", Changes(threshold="1000"))
    check = await passed_check(staged)
    assert await following(staged, check) is not None


async def test_a_defeated_check_goes_nowhere(staged: Assembly) -> None:
    check = await staged.submitted("ada")
    await staged.open(check)
    await staged.vote("ada", "Against")
    await staged.close(check)
    assert await following(staged, check) is None


async def test_a_close_that_is_asked_for_twice_is_followed_once(staged: Assembly) -> None:
    check = await passed_check(staged)
    first = await following(staged, check)
    await staged.folkmoot.closing.close(check)
    await staged.restart()
    await staged.folkmoot.closing.close(check)
    async with staged.folkmoot.uow.reading() as facts:
        all_of_them = await facts.proposals.of_guild(GUILD)
    assert [each.id for each in all_of_them] == [first, check]


async def test_a_broken_commit_leaves_neither_result_nor_binding_vote(staged: Assembly) -> None:
    check = await staged.submitted("ada")
    await staged.open(check)
    await staged.vote("ada", "For")
    await staged.end(check)
    staged.break_commits = True
    with pytest.raises(OSError, match="disk is full"):
        await staged.folkmoot.closing.close(check)
    staged.break_commits = False
    assert (await staged.get(check)).closing is None
    assert await following(staged, check) is None
    await staged.folkmoot.closing.close(check)
    assert await following(staged, check) is not None


async def test_what_passed_the_check_is_voted_on_unchanged(staged: Assembly) -> None:
    """Else what passed and what is voted on could differ, and another text needed no proposer's threshold."""
    check = await passed_check(staged, actions=PAY)
    binding = await following(staged, check)
    assert binding is not None
    with pytest.raises(TextAgreed) as refused:
        await staged.folkmoot.proposing.edit(staged.actor("ada"), binding, "Another", "All to me.", PAY)
    assert refused.value.check == check
    assert (await staged.get(binding)).content == (await staged.get(check)).content
    await staged.folkmoot.proposing.withdraw(staged.actor("ada"), binding)


async def test_no_track_leads_back_to_itself(staged: Assembly) -> None:
    """What passes would come back for ever, and never be voted on for good."""
    main = next(each for each in await staged.folkmoot.tracks.all(GUILD) if each.name == "main")
    back = policy_toml(main.policy.model_copy(update={"next_track": "Main"})).encode()
    for name in ("main", "binding"):
        with pytest.raises(BadSetting) as refused:
            await staged.folkmoot.tracks.upload(staged.moderator(), name, back)
        assert refused.value.field == "next_track"
    assert [each.policy.next_track for each in await staged.folkmoot.tracks.all(GUILD)] == ["binding", None]


async def test_without_the_next_track_the_check_stays_passed_and_that_is_said(staged: Assembly) -> None:
    await staged.folkmoot.tracks.retire(staged.moderator(), "binding")
    check = await passed_check(staged)
    assert await following(staged, check) is None
    assert await staged.state(check) is State.PASSED
    (event,) = [each for each in await staged.told(PostEvent) if each.event == "not_followed"]
    assert event.announce
    assert event.data == {"track": "binding", "why": "no track of that name takes proposals"}


async def test_the_card_of_each_names_the_other(staged: Assembly) -> None:
    check = await passed_check(staged)
    binding = await following(staged, check)
    assert binding is not None
    older, newer = await staged.folkmoot.showing.card(check), await staged.folkmoot.showing.card(binding)
    assert older.binding is not None
    assert newer.check is not None
    assert (older.binding.proposal, older.binding.track) == (binding, "binding")
    assert (newer.check.proposal, newer.check.track) == (check, "main")


async def test_only_moderators_change_tracks_and_policies(staged: Assembly) -> None:
    tracks, nobody = staged.folkmoot.tracks, staged.actor("ada", RoleId(99))
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
