"""From a draft to its discussion."""

from datetime import timedelta

import pytest

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
    WrongState,
)
from bot.domain.proposal import State
from bot.services.notices import OpenDiscussion, PostDiff, PostEvent
from bot.services.proposals import ACTIONS_LIMIT, DRAFTS_PER_MEMBER, TEXT_LIMIT, TITLE_LIMIT
from tests.assembly import DISCUSSION, OTHER_GUILD, Assembly
from tests.fakes import account

ACTION = f"transfer 5 to {account('well builder')}"


async def test_who_holds_exactly_the_threshold_may_propose(assembly: Assembly) -> None:
    await assembly.set_up(threshold="100")
    await assembly.powers({"ada": 100})
    proposal = await assembly.submitted("ada")
    submission = (await assembly.get(proposal)).submission
    assert submission is not None
    assert submission.power == 100
    assert submission.blocks == (await assembly.chain.finalized(),)


async def test_who_holds_one_base_unit_less_is_told_how_much(assembly: Assembly) -> None:
    await assembly.set_up(threshold="100")
    await assembly.powers({"ada": 99})
    proposal = await assembly.drafted("ada")
    with pytest.raises(BelowThreshold) as refused:
        await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)
    assert (refused.value.held, refused.value.needed, refused.value.wallets) == (99, 100, 1)
    assert refused.value.at == (await assembly.chain.finalized(),)
    assert await assembly.state(proposal) is State.DRAFT


async def test_power_of_all_of_an_authors_wallets_counts_toward_the_threshold(assembly: Assembly) -> None:
    await assembly.set_up(threshold="100")
    await assembly.powers({"ada": 60})
    assembly.hold("ada/2", 40)
    await assembly.link("ada", "ada/2")
    await assembly.pass_time(timedelta(minutes=1))
    assert await assembly.state(await assembly.submitted("ada")) is State.DISCUSSION


async def test_an_author_without_wallet_is_asked_for_one(assembly: Assembly) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    with pytest.raises(NoWallet):
        await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)


async def test_power_that_cannot_be_read_is_not_taken_for_less_than_the_threshold(assembly: Assembly) -> None:
    await assembly.set_up(threshold="100")
    await assembly.powers({"ada": 100})
    proposal = await assembly.drafted("ada")
    assembly.chain.unreadable.add(assembly.wallet("ada"))
    with pytest.raises(ChainUnavailable):
        await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)
    assembly.chain.unreadable.clear()
    await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)


async def test_a_proposal_is_submitted_once(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    with pytest.raises(WrongState):
        await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)
    assert len(await assembly.told(OpenDiscussion)) == 1


async def test_a_draft_is_seen_by_its_author_only(assembly: Assembly) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    assert (
        await assembly.folkmoot.proposing.preview(assembly.actor("ada"), proposal)
    ).proposal.id == proposal
    author, other = assembly.actor("ada"), assembly.actor("ben")
    proposing, showing = assembly.folkmoot.proposing, assembly.folkmoot.showing
    assert (await proposing.get(author.guild, proposal, author.member))[0].id == proposal
    assert len(await proposing.revisions(author.guild, proposal, author.member)) == 1
    assert [p.id for p in await proposing.of_guild(author.guild, author.member)] == [proposal]
    assert await proposing.of_guild(author.guild, other.member) == []
    for refused in (
        proposing.preview(other, proposal),
        proposing.preview(assembly.moderator("ben"), proposal),
        proposing.get(author.guild, proposal, other.member),
        proposing.get(author.guild, proposal),
        proposing.revisions(author.guild, proposal, other.member),
        proposing.revisions(author.guild, proposal),
        showing.card(proposal),
    ):
        with pytest.raises(ProposalUnknown):
            await refused


async def test_a_draft_that_was_discarded_stays_its_authors_own(assembly: Assembly) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    author, other = assembly.actor("ada"), assembly.actor("ben")
    await assembly.folkmoot.proposing.withdraw(author, proposal)
    with pytest.raises(ProposalUnknown):
        await assembly.folkmoot.proposing.get(author.guild, proposal, other.member)


async def test_a_member_has_so_many_drafts_and_no_more(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    drafts = [await assembly.drafted("ada") for _ in range(DRAFTS_PER_MEMBER)]
    with pytest.raises(TooManyDrafts):
        await assembly.drafted("ada")
    await assembly.drafted("ben")
    await assembly.folkmoot.proposing.submit(assembly.actor("ada"), drafts[0])
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), drafts[1])
    await assembly.drafted("ada")
    await assembly.drafted("ada")
    with pytest.raises(TooManyDrafts):
        await assembly.drafted("ada")


async def test_the_drafts_of_others_do_not_hide_what_everybody_sees(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    for _ in range(3):
        await assembly.drafted("ada")
    ben = assembly.actor("ben")
    seen = await assembly.folkmoot.proposing.of_guild(ben.guild, ben.member, limit=2)
    assert [p.id for p in seen] == [proposal]


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw"])
async def test_a_draft_is_unknown_to_who_would_change_it_for_its_author(assembly: Assembly, act: str) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    with pytest.raises(ProposalUnknown):
        await getattr(assembly.folkmoot.proposing, act)(assembly.moderator("ben"), proposal, *rest)
    assert await assembly.state(proposal) is State.DRAFT


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw"])
async def test_only_the_author_edits_submits_and_withdraws(assembly: Assembly, act: str) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    with pytest.raises(NotAuthor):
        await getattr(assembly.folkmoot.proposing, act)(assembly.moderator("ben"), proposal, *rest)
    assert await assembly.state(proposal) is State.DISCUSSION


@pytest.mark.parametrize("act", ["edit", "submit", "withdraw", "preview"])
async def test_a_proposal_is_unknown_in_another_server(assembly: Assembly, act: str) -> None:
    await assembly.set_up()
    await assembly.set_up(guild=OTHER_GUILD)
    proposal = await assembly.drafted("ada")
    rest = ("Other", "text", "") if act == "edit" else ()
    with pytest.raises(ProposalUnknown):
        await getattr(assembly.folkmoot.proposing, act)(
            assembly.actor("ada", guild=OTHER_GUILD), proposal, *rest
        )


async def test_an_edit_under_discussion_is_shown_in_the_thread(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.folkmoot.proposing.edit(
        assembly.actor("ada"), proposal, "Two wells", "More water.", ACTION
    )
    (diff,) = await assembly.told(PostDiff)
    assert diff.revision == 2
    assert (await assembly.get(proposal)).content.actions[0].value == 5
    first, second = await assembly.folkmoot.proposing.revisions(assembly.actor("ada").guild, proposal)
    assert (first.content.title, second.content.title) == ("A new well", "Two wells")


async def test_an_edit_that_changes_nothing_is_no_revision(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.folkmoot.proposing.edit(
        assembly.actor("ada"), proposal, " A new well ", "We need water.\n", ""
    )
    assert len(await assembly.folkmoot.proposing.revisions(assembly.actor("ada").guild, proposal)) == 1
    assert await assembly.told(PostDiff) == []


async def test_an_edit_of_a_draft_is_told_to_nobody(assembly: Assembly) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    await assembly.folkmoot.proposing.edit(assembly.actor("ada"), proposal, "Two wells", "Water!", "")
    assert await assembly.told(PostDiff) == []


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
    ],
)
async def test_a_form_that_can_not_be_read_is_refused(
    assembly: Assembly, title: str, text: str, actions: str, error: type[Exception]
) -> None:
    await assembly.set_up()
    with pytest.raises(error):
        await assembly.folkmoot.proposing.draft(assembly.actor("ada"), title, text, actions)
    ada = assembly.actor("ada")
    assert await assembly.folkmoot.proposing.of_guild(ada.guild, ada.member) == []


@pytest.mark.parametrize(("title", "text"), [("t" * TITLE_LIMIT, "x"), ("t", "x" * TEXT_LIMIT)])
async def test_a_text_may_be_as_long_as_its_limit(assembly: Assembly, title: str, text: str) -> None:
    await assembly.set_up()
    assert await assembly.folkmoot.proposing.draft(assembly.actor("ada"), title, text, "")


async def test_actions_need_somebody_to_carry_them_out(assembly: Assembly) -> None:
    await assembly.set_up(safe="")
    with pytest.raises(NoExecutor):
        await assembly.drafted("ada", actions=ACTION)


async def test_nothing_is_proposed_before_the_server_is_set_up(assembly: Assembly) -> None:
    with pytest.raises(NotSetUp):
        await assembly.drafted("ada")


async def test_an_author_withdraws_until_the_vote_opens(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    in_discussion, pending, opened = [await assembly.submitted("ada") for _ in range(3)]
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), in_discussion)
    await assembly.pass_time(DISCUSSION)
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), pending)
    await assembly.folkmoot.opening.open(opened)
    with pytest.raises(WrongState):
        await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), opened)
    events = [(notice.proposal, notice.event) for notice in await assembly.told(PostEvent)]
    assert sorted(events) == [(in_discussion, "withdrawn"), (pending, "withdrawn")]


async def test_a_draft_that_is_withdrawn_is_told_to_nobody(assembly: Assembly) -> None:
    await assembly.set_up()
    proposal = await assembly.drafted("ada")
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), proposal)
    assert await assembly.state(proposal) is State.WITHDRAWN
    assert await assembly.notices() == [n for n in await assembly.notices() if not isinstance(n, PostEvent)]
