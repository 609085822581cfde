"""From a draft to its discussion."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.actions.actions import ACTIONS_LIMIT
from bot.domain.errors import (
    BadAction,
    BelowThreshold,
    ChainUnavailable,
    NoExecutor,
    NotAuthor,
    NotSetUp,
    NoWallet,
    ProposalUnknown,
    TextMissing,
    TextTooLong,
    TooManyDrafts,
    TooManyEdits,
    TooManyUndecided,
    WrongState,
)
from bot.domain.policy.model import Policy, preset
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import OpenDiscussion, PostDiff, PostEvent
from bot.services.proposals.drafting.content import ACTION_LINES_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from bot.services.proposals.drafting.proposing import DRAFTS_PER_MEMBER, MOST_EDITS
from tests.fakes import account
from tests.harness import DISCUSSION, GUILD, OTHER_GUILD, ServiceHarness

ACTION = f"transfer 5 to {account('well builder')}"


async def test_who_holds_exactly_the_threshold_may_propose(harness: ServiceHarness) -> None:
    await harness.set_up(threshold="100")
    await harness.powers({"ada": 100})
    proposal = await harness.submitted("ada")
    submission = (await harness.get(proposal)).submission
    assert submission is not None
    assert submission.power == 100
    assert submission.blocks == (await harness.chain.finalized(),)


async def test_who_holds_one_base_unit_less_is_told_how_much(harness: ServiceHarness) -> None:
    await harness.set_up(threshold="100")
    await harness.powers({"ada": 99})
    proposal = await harness.drafted("ada")
    with pytest.raises(BelowThreshold) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert (refused.value.held, refused.value.needed, refused.value.wallets) == (99, 100, 1)
    assert refused.value.at == (await harness.chain.finalized(),)
    assert await harness.state(proposal) is State.DRAFT


async def test_power_of_all_of_an_authors_wallets_counts_toward_the_threshold(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(threshold="100")
    await harness.powers({"ada": 60})
    harness.hold("ada/2", 40)
    await harness.link("ada", "ada/2")
    await harness.pass_time(timedelta(minutes=1))
    assert await harness.state(await harness.submitted("ada")) is State.DISCUSSION


async def test_an_author_without_wallet_is_asked_for_one(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    with pytest.raises(NoWallet):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)


async def test_power_that_cannot_be_read_is_not_taken_for_less_than_the_threshold(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(threshold="100")
    await harness.powers({"ada": 100})
    proposal = await harness.drafted("ada")
    harness.chain.unreadable.add(harness.wallet("ada"))
    with pytest.raises(ChainUnavailable):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    harness.chain.unreadable.clear()
    await harness.services.proposing.submit(harness.actor("ada"), proposal)


async def test_a_proposal_is_submitted_once(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    with pytest.raises(WrongState):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert len(await harness.notified(OpenDiscussion)) == 1


async def test_a_draft_is_seen_by_its_author_only(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    assert (await harness.services.previews.show(harness.actor("ada"), proposal)).proposal.id == proposal
    author, other = harness.actor("ada"), harness.actor("ben")
    services = harness.services
    reading, previews, cards = services.proposal_reading, services.previews, services.cards
    assert (await reading.get(author.guild, proposal, author.member))[0].id == proposal
    assert len(await reading.revisions(author.guild, proposal, author.member)) == 1
    assert [p.id for p in await reading.of_guild(author.guild, author.member)] == [proposal]
    assert await reading.of_guild(author.guild, other.member) == []
    for refused in (
        previews.show(other, proposal),
        previews.show(harness.moderator("ben"), proposal),
        reading.get(author.guild, proposal, other.member),
        reading.get(author.guild, proposal),
        reading.revisions(author.guild, proposal, other.member),
        reading.revisions(author.guild, proposal),
        cards.card(proposal),
    ):
        with pytest.raises(ProposalUnknown):
            await refused


async def test_a_draft_that_was_discarded_stays_its_authors_own(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    author, other = harness.actor("ada"), harness.actor("ben")
    await harness.services.proposing.withdraw(author, proposal)
    with pytest.raises(ProposalUnknown):
        await harness.services.proposal_reading.get(author.guild, proposal, other.member)


async def test_a_member_has_so_many_drafts_and_no_more(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    drafts = [await harness.drafted("ada") for _ in range(DRAFTS_PER_MEMBER)]
    with pytest.raises(TooManyDrafts):
        await harness.drafted("ada")
    await harness.drafted("ben")
    await harness.services.proposing.submit(harness.actor("ada"), drafts[0])
    await harness.services.proposing.withdraw(harness.actor("ada"), drafts[1])
    await harness.drafted("ada")
    await harness.drafted("ada")
    with pytest.raises(TooManyDrafts):
        await harness.drafted("ada")


async def test_the_drafts_of_others_do_not_hide_what_everybody_sees(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    for _ in range(3):
        await harness.drafted("ada")
    ben = harness.actor("ben")
    seen = await harness.services.proposal_reading.of_guild(ben.guild, ben.member, limit=2)
    assert [p.id for p in seen] == [proposal]


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw"])
async def test_a_draft_is_unknown_to_who_would_change_it_for_its_author(
    harness: ServiceHarness, act: str
) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    with pytest.raises(ProposalUnknown):
        await getattr(harness.services.proposing, act)(harness.moderator("ben"), proposal, *rest)
    assert await harness.state(proposal) is State.DRAFT


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw"])
async def test_only_the_author_edits_submits_and_withdraws(harness: ServiceHarness, act: str) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    with pytest.raises(NotAuthor):
        await getattr(harness.services.proposing, act)(harness.moderator("ben"), proposal, *rest)
    assert await harness.state(proposal) is State.DISCUSSION


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw", "show"])
async def test_a_proposal_is_unknown_in_another_server(harness: ServiceHarness, act: str) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    proposal = await harness.drafted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    service = harness.services.previews if act == "show" else harness.services.proposing
    with pytest.raises(ProposalUnknown):
        await getattr(service, act)(harness.actor("ada", guild=OTHER_GUILD), proposal, *rest)


async def test_an_edit_under_discussion_is_shown_in_the_thread(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "Two wells", "More water.", ACTION)
    (diff,) = await harness.notified(PostDiff)
    assert diff.revision == 2
    assert (await harness.get(proposal)).content.actions[0].value == 5
    first, second = await harness.services.proposal_reading.revisions(harness.actor("ada").guild, proposal)
    assert (first.content.title, second.content.title) == ("A new well", "Two wells")


async def test_an_edit_that_changes_nothing_is_no_revision(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.services.proposing.edit(
        harness.actor("ada"), proposal, " A new well ", "We need water.\n", ""
    )
    assert len(await harness.services.proposal_reading.revisions(harness.actor("ada").guild, proposal)) == 1
    assert await harness.notified(PostDiff) == []


async def test_an_edit_of_a_draft_is_told_to_nobody(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "Two wells", "Water!", "")
    assert await harness.notified(PostDiff) == []


@pytest.mark.parametrize(
    ("title", "text", "actions", "error"),
    [
        ("", "text", "", TextMissing),
        ("  ", "text", "", TextMissing),
        ("title", "\n", "", TextMissing),
        ("t" * (TITLE_LIMIT + 1), "text", "", TextTooLong),
        ("title", "t" * (TEXT_LIMIT + 1), "", TextTooLong),
        ("title", "text", "dance", BadAction),
        ("title", "text", "\n".join([ACTION] * (ACTIONS_LIMIT + 1)), TextTooLong),
        ("title", "text", "transfer 1 " + "x" * ACTION_LINES_LIMIT, TextTooLong),
    ],
)
async def test_a_form_that_can_not_be_read_is_refused(
    harness: ServiceHarness, title: str, text: str, actions: str, error: type[Exception]
) -> None:
    await harness.set_up()
    with pytest.raises(error):
        await harness.services.proposing.draft(harness.actor("ada"), title, text, actions)
    ada = harness.actor("ada")
    assert await harness.services.proposal_reading.of_guild(ada.guild, ada.member) == []


@pytest.mark.parametrize(("title", "text"), [("t" * TITLE_LIMIT, "x"), ("t", "x" * TEXT_LIMIT)])
async def test_a_text_may_be_as_long_as_its_limit(harness: ServiceHarness, title: str, text: str) -> None:
    await harness.set_up()
    assert await harness.services.proposing.draft(harness.actor("ada"), title, text, "")


async def test_actions_need_somebody_to_carry_them_out(harness: ServiceHarness) -> None:
    await harness.set_up(executor="")
    with pytest.raises(NoExecutor):
        await harness.drafted("ada", actions=ACTION)


async def test_nothing_is_proposed_before_the_server_is_set_up(harness: ServiceHarness) -> None:
    with pytest.raises(NotSetUp):
        await harness.drafted("ada")


async def test_an_author_withdraws_until_the_vote_opens(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    in_discussion, pending, opened = [await harness.submitted("ada") for _ in range(3)]
    await harness.services.proposing.withdraw(harness.actor("ada"), in_discussion)
    await harness.pass_time(DISCUSSION)
    await harness.services.proposing.withdraw(harness.actor("ada"), pending)
    await harness.open_now(opened)
    with pytest.raises(WrongState):
        await harness.services.proposing.withdraw(harness.actor("ada"), opened)
    events = [
        (notification.proposal, notification.event) for notification in await harness.notified(PostEvent)
    ]
    assert sorted(events) == [(in_discussion, "withdrawn"), (pending, "withdrawn"), (opened, "opened")]


async def test_a_draft_that_is_withdrawn_is_told_to_nobody(harness: ServiceHarness) -> None:
    await harness.set_up()
    proposal = await harness.drafted("ada")
    await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.WITHDRAWN
    assert await harness.notifications() == [
        n for n in await harness.notifications() if not isinstance(n, PostEvent)
    ]


# -- how many at once -----------------------------------------------------------------------------------------


async def limited(harness: ServiceHarness, of_one: int, of_all: int) -> None:
    """A space whose track takes so many undecided proposals."""
    await harness.set_up()
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        policy = track.policy.model_copy(
            update={"undecided_per_member": of_one, "undecided_per_space": of_all}
        )
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())
    await harness.powers({"ada": 10, "ben": 10, "cleo": 10})


@pytest.mark.attack("floods")
@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_a_member_has_only_so_many_undecided_proposals_at_once(
    harness: ServiceHarness, limit: int
) -> None:
    await limited(harness, limit, 100)
    for _ in range(limit):
        await harness.submitted("ada")
    draft = await harness.drafted("ada")
    with pytest.raises(TooManyUndecided) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    assert (refused.value.limit, refused.value.of_one) == (limit, True)
    assert await harness.state(draft) is State.DRAFT
    await harness.submitted("ben")


@pytest.mark.attack("floods")
@pytest.mark.parametrize("limit", [1, 3])
async def test_a_space_has_only_so_many_undecided_proposals_at_once(
    harness: ServiceHarness, limit: int
) -> None:
    await limited(harness, 100, limit)
    for number in range(limit):
        await harness.submitted(("ada", "ben", "cleo")[number % 3])
    draft = await harness.drafted("cleo")
    with pytest.raises(TooManyUndecided) as refused:
        await harness.services.proposing.submit(harness.actor("cleo"), draft)
    assert (refused.value.limit, refused.value.of_one) == (limit, False)


@pytest.mark.parametrize("end", ["withdrawn", "cancelled", "decided"])
async def test_what_is_over_leaves_its_place_to_another(harness: ServiceHarness, end: str) -> None:
    await limited(harness, 1, 1)
    proposal = await harness.submitted("ada")
    match end:
        case "withdrawn":
            await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
        case "cancelled":
            await harness.services.moderation.cancel(harness.moderator(), proposal, "a mistake")
        case _:
            await harness.open(proposal)
            with pytest.raises(TooManyUndecided):
                await harness.submitted("ada")
            await harness.close(proposal)
    await harness.submitted("ada")


@pytest.mark.attack("floods")
async def test_submitting_many_at_the_same_moment_passes_no_limit(harness: ServiceHarness) -> None:
    await limited(harness, 3, 100)
    drafts = [await harness.drafted("ada") for _ in range(10)]
    submit, ada = harness.services.proposing.submit, harness.actor("ada")
    answers = await asyncio.gather(*(submit(ada, draft) for draft in drafts), return_exceptions=True)
    assert sum(isinstance(answer, TooManyUndecided) for answer in answers) == 7


@pytest.mark.parametrize(("field", "most"), [("undecided_per_member", 100), ("undecided_per_space", 1000)])
def test_the_limits_have_bounds_of_their_own(field: str, most: int) -> None:
    document = preset("token").model_dump()
    for number in (1, most):
        assert getattr(Policy.model_validate({**document, field: number}), field) == number
    for number in (0, -1, most + 1, 10**30):
        with pytest.raises(ValueError, match=field):
            Policy.model_validate({**document, field: number})


@pytest.mark.attack("floods")
async def test_a_proposal_takes_so_many_edits_and_its_thread_so_many_differences(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal, proposing = await harness.submitted("ada"), harness.services.proposing
    for number in range(MOST_EDITS):
        await proposing.edit(harness.actor("ada"), proposal, "A new well", f"We need {number} wells.", "")
    with pytest.raises(TooManyEdits):
        await proposing.edit(harness.actor("ada"), proposal, "A new well", "We need one more.", "")
    assert (await harness.get(proposal)).content.text == f"We need {MOST_EDITS - 1} wells."
    assert len(await harness.notified(PostDiff)) == MOST_EDITS
    # What says the same is no edit.
    await proposing.edit(harness.actor("ada"), proposal, "A new well", f"We need {MOST_EDITS - 1} wells.", "")
