from datetime import timedelta

import pytest

from bot.domain.ids import GuildId, MemberId
from bot.domain.proposals.state import State, state
from bot.services.actors import Actor
from bot.services.proposals.drafting.proposing import DRAFTS_PER_MEMBER
from tests.cogs.conftest import named

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
ACTIONS = "Actions, one per line (optional)"


async def edit(dao, name, proposal, **values):
    reply = await dao[name].slash(dao.council, "proposal edit", proposal=named(proposal))
    assert reply.modal is not None, reply.text
    return await (await reply.modal.submit(values)).settled()


async def test_the_list_shows_the_newest_first_with_their_states_and_drafts_to_their_authors_only(dao):
    assert "no proposals yet" in (await dao.use("ben", "proposal list")).text
    proposal = await dao.discussed(title="Dig *here*")
    await dao.draft(title="Secret plan")
    lines = (await dao.use("ada", "proposal list")).text.splitlines()
    assert rf"`#{proposal.number}` Dig \*here\*: **in discussion**, vote opens <t:" in lines[1]
    assert lines[3] == "• Secret plan", "a draft has no number that anybody knows"
    assert "Secret plan" not in (await dao.use("ben", "proposal list")).text


async def test_a_proposal_is_shown_as_its_card_shows_it(dao):
    proposal = await dao.voting(title="A well", actions=f"transfer 1 ETH to {TO}")
    shown = await dao.use("ben", "proposal view", proposal=f"#{proposal.number}")
    assert "A well" in shown.text
    assert "**Open for voting**" in shown.text
    assert f"send 1 ETH to `{TO[:6]}…{TO[-4:]}`" in shown.text
    assert shown.button("For")


async def test_a_draft_is_viewed_by_its_author_alone(dao):
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    shown = await dao.use("ada", "proposal view", proposal=named(draft))
    assert "Secret plan" in shown.text
    assert shown.button("Submit")
    for command in (
        "proposal view",
        "proposal diff",
        "proposal actions",
        "proposal edit",
        "proposal withdraw",
    ):
        refused = await dao.use("ben", command, proposal=named(draft))
        assert "There is no such proposal" in refused.text
        assert "Secret plan" not in refused.text


@pytest.mark.parametrize("command", ["view", "diff", "actions", "edit", "withdraw"])
@pytest.mark.parametrize("number", ["999999", "#0", "the well", "-1", "9" * 40, "٣"])
async def test_an_unknown_proposal_is_said_to_be_unknown(dao, command, number):
    refused = await dao.use("ada", f"proposal {command}", proposal=number)
    assert "There is no proposal" in refused.text
    assert "`/proposal list`" in refused.text


@pytest.mark.parametrize("command", ["view", "diff", "actions", "edit", "withdraw"])
async def test_a_proposal_of_another_server_is_unknown_here_even_to_its_author(dao, fresh, command):
    proposal = await dao.discussed()
    await fresh.set_up()
    fresh.people["ada"] = fresh.guild.create_member("ada", user=dao["ada"].user)
    refused = await fresh.use("ada", f"proposal {command}", proposal=named(proposal))
    assert "There is no proposal" in refused.text
    assert (
        await fresh["ada"].autocomplete(fresh.council, f"proposal {command}", focused="proposal", value="")
        == []
    )


async def test_an_edit_during_the_discussion_is_stored_as_a_revision_and_shown_as_a_difference(dao):
    proposal = await dao.discussed(text="Dig a well. Make it deep.", actions=f"transfer 1 ETH to {TO}")
    edited = await edit(
        dao, "ada", proposal, Text="Dig a well. Make it wide.", **{ACTIONS: f"transfer 2 ETH to {TO}"}
    )
    assert "Make it wide." in edited.text
    assert [button.label for button in edited.buttons] == ["Edit"]
    shown = await dao.use("ben", "proposal diff", proposal=named(proposal))
    assert "revision 2 of 2" in shown.text
    assert "-Make it deep." in shown.text
    assert "+Make it wide." in shown.text
    assert " Dig a well." in shown.text
    assert f"-1. transfer 1 ETH to {TO}" in shown.text
    assert f"+1. transfer 2 ETH to {TO}" in shown.text
    assert "# title" not in shown.text


async def test_a_long_difference_is_attached_whole(dao):
    proposal = await dao.discussed(text="Old words. " * 300)
    await edit(dao, "ada", proposal, Text="New words! " * 300)
    shown = await dao.use("ben", "proposal diff", proposal=named(proposal))
    attached = shown.attachments[0].content.decode()
    assert attached.count("\n-Old words.") == 300
    assert attached.count("\n+New words!") == 300


async def test_differences_are_shown_by_revision(dao):
    proposal = await dao.discussed(text="One.")
    assert "has not been edited" in (await dao.use("ben", "proposal diff", proposal=named(proposal))).text
    await edit(dao, "ada", proposal, Text="Two.")
    await edit(dao, "ada", proposal, Text="Three.")
    second = await dao.use("ben", "proposal diff", proposal=named(proposal), revision=2)
    assert "-One." in second.text
    assert "+Two." in second.text
    for number in (1, 4):
        answer = await dao.use("ben", "proposal diff", proposal=named(proposal), revision=number)
        assert "has the edits 2 to 3" in answer.text


async def test_an_edit_that_changes_nothing_is_no_revision(dao):
    proposal = await dao.discussed()
    await edit(dao, "ada", proposal)
    assert "has not been edited" in (await dao.use("ben", "proposal diff", proposal=named(proposal))).text


async def test_a_proposal_whose_vote_is_open_can_be_neither_edited_nor_withdrawn(dao):
    proposal = await dao.voting()
    for command in ("proposal edit", "proposal withdraw"):
        refused = await dao.use("ada", command, proposal=named(proposal))
        assert "is in the state *open for voting*" in refused.text
    assert state(await dao.proposal(proposal.id), dao.world.clock.now()) is State.VOTING


async def test_a_form_that_is_sent_after_the_vote_has_opened_changes_nothing_and_keeps_what_was_typed(dao):
    proposal = await dao.discussed(text="Dig a well.")
    reply = await dao["ada"].slash(dao.council, "proposal edit", proposal=named(proposal))
    await dao.world.later(timedelta(days=2, seconds=1))
    await dao.open_now(proposal.id)
    refused = await (await reply.modal.submit({"Text": "Dig nothing."})).settled()
    assert "is in the state *open for voting*" in refused.text
    assert "What you typed is kept" in refused.text
    assert (await dao.proposal(proposal.id)).content.text == "Dig a well."


async def test_withdrawing_asks_once(dao):
    proposal = await dao.discussed()
    question = await dao.use("ada", "proposal withdraw", proposal=named(proposal))
    assert "Withdraw it?" in question.text
    assert (await dao.proposal(proposal.id)).withdrawn_at is None
    done = await dao.click("ada", question, "Withdraw it")
    assert "is withdrawn" in done.text
    assert (await dao.proposal(proposal.id)).withdrawn_at is not None
    assert (
        "is in the state *withdrawn*"
        in (await dao.use("ada", "proposal withdraw", proposal=named(proposal))).text
    )


async def test_actions_are_shown_in_words_and_to_the_byte(dao):
    proposal = await dao.discussed(
        actions=f"transfer 1 ETH to {TO}\ncall {dao.world.registry.address} set(bytes32 key, uint256 value) "
        f"0x{'11' * 32} 5"
    )
    shown = await dao.use("ben", "proposal actions", proposal=named(proposal))
    assert f"**1. send 1 ETH to `{TO}`**" in shown.text
    assert "value 1000000000000000000 wei" in shown.text
    assert "`set(bytes32" in shown.text
    attached = shown.attachments[0].content.decode()
    for action in proposal.content.actions:
        assert action.data in attached
    plain = await dao.discussed(title="Only words")
    assert "has no actions" in (await dao.use("ben", "proposal actions", proposal=named(plain))).text


async def test_only_what_can_be_edited_is_suggested_for_editing(dao):
    open_vote = await dao.voting(title="Open vote")
    discussed = await dao.discussed(title="In discussion")
    await dao.draft(title="My draft")
    draft = await dao.newest()

    async def offered(name, command):
        found = await dao[name].autocomplete(dao.council, command, focused="proposal", value="")
        return [choice["value"] for choice in found]

    assert await offered("ada", "proposal edit") == [named(draft), named(discussed)]
    assert await offered("ben", "proposal edit") == []
    assert await offered("ben", "proposal view") == [named(discussed), named(open_vote)]


async def test_suggestions_are_found_by_number_or_words_and_fit_discords_limits(dao):
    proposal = await dao.discussed(title="The longest title of all " * 4)
    for typed in (named(proposal), f"#{proposal.number}", "LONGEST title"):
        (choice,) = await dao["ada"].autocomplete(
            dao.council, "proposal view", focused="proposal", value=typed
        )
        assert choice["value"] == named(proposal)
        assert len(choice["name"]) <= 100
        assert choice["name"].endswith("… · in discussion")
    assert await dao["ada"].autocomplete(dao.council, "proposal view", focused="proposal", value="zzz") == []


async def test_suggestions_and_lists_read_no_chain(dao):
    await dao.discussed()
    before = dao.world.chain.requests.total()
    await dao["ada"].autocomplete(dao.council, "proposal edit", focused="proposal", value="")
    await dao["ada"].autocomplete(dao.council, "wallet unlink", focused="wallet", value="")
    await dao.use("ada", "proposal list")
    assert dao.world.chain.requests.total() == before


async def test_many_drafts_of_one_member_hide_nothing_from_the_others(dao):
    vote = await dao.voting(title="The vote that matters")
    ben = Actor(MemberId(dao["ben"].id), "ben", GuildId(dao.guild.id), dao.guild.name)
    for number in range(DRAFTS_PER_MEMBER):
        await dao.services.proposing.draft(ben, f"Noise {number}", "Noise.", "")
    (offered,) = await dao["milo"].autocomplete(
        dao.council, "gov pause", focused="proposal", value="", reason="why"
    )
    assert offered["value"] == named(vote)
    assert "The vote that matters" in (await dao.use("gus", "proposal list")).text
    listed = (await dao.use("ben", "proposal list")).text.splitlines()
    assert len([line for line in listed if "Noise" in line]) == DRAFTS_PER_MEMBER
    assert "The vote that matters" in listed[1]
    own = await dao["ben"].autocomplete(dao.council, "proposal edit", focused="proposal", value="Noise")
    assert len(own) == DRAFTS_PER_MEMBER
