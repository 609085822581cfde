import asyncio

import pytest

from bot.domain.actions.actions import Action
from bot.domain.errors import ModalForgotten
from bot.domain.ids import Address, ChainId, MemberId, SpaceId, TrackId
from bot.domain.policy.model import preset
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Track
from bot.execution.safe.multi_send import multi_send
from cogs.components.interactions.modal_retries import MODALS_IN_MEMORY, modal_retries
from cogs.components.interactions.persistent import PersistentModal
from cogs.components.interactions.token_store import TokenStore
from cogs.proposals.modals import DraftModal
from cogs.proposals.prefilled import Prefilled
from tests.cogs.conftest import named

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
BLANK = DraftModal.on(Track(TrackId(1), SpaceId(1), "main", preset("token")), Prefilled(), None)
ACTIONS = "Actions, one per line (optional)"


async def answered(reply):
    return await reply.settled()


async def retyped(dao, name, refused):
    """The form that opens again after a refusal, filled in as it was."""
    reply = await dao[name].click(refused, "Correct it")
    assert reply.modal is not None
    return reply.modal


async def test_a_draft_is_shown_to_its_author_as_it_will_look_with_the_rules_it_goes_by(dao):
    preview = await dao.draft(title="A new well", text="Dig **deeper**.\n\nWhy: [see](https://wells.example)")
    assert "## A new well" in preview.text
    assert dao["ada"].user.mention in preview.text
    assert "Dig **deeper**." in preview.text
    assert r"[see]\(https://wells.example)" in preview.text
    assert "**draft**" in preview.text
    assert "4 % of all power" in preview.text
    assert "**5 days** of voting" in preview.text
    assert "an author needs 1 FOLK" in preview.text
    assert [button.label for button in preview.buttons] == ["Submit", "Edit", "Discard"]
    assert all(not channel.messages and not channel.threads for channel in dao.channels.values())
    assert state(await dao.newest(), dao.world.clock.now()) is State.DRAFT


async def test_actions_are_shown_decoded_from_their_calldata_with_warnings(dao):
    dollar, registry = dao.world.dollar.address, dao.world.registry.address
    preview = await dao.draft(
        actions="\n".join(
            [
                f"transfer 1.5 ETH to {TO}",
                f"transfer 250.25 {dollar} to {TO}",
                f"call {registry} set(bytes32 key, uint256 value) 0x{'11' * 32} 5",
                f"raw {registry} 0xdeadbeef",
            ]
        )
    )
    assert f"1. send 1.5 ETH to `{TO}`" in preview.text
    assert "2. send 250.25 USDX" in preview.text
    assert "3. " in preview.text
    assert "**Look twice**" in preview.text
    stored = (await dao.newest()).content.actions
    assert [action.to for action in stored] == [TO, dollar, registry, registry]
    assert stored[0].value == 15 * 10**17


async def test_submitting_opens_the_discussion_and_says_when_the_vote_opens(dao):
    await dao.link("ada", tokens=5)
    preview = await dao.draft()
    submitted = await dao.click("ada", preview, "Submit")
    assert "is in discussion" in submitted.text
    assert dao.channels["discussion"].mention in submitted.text
    assert "by itself 2 days later" in submitted.text
    assert submitted.buttons == []
    proposal = await dao.newest()
    assert proposal.submission.power == 5 * 10**18
    assert proposal.submission.blocks[0].number > 0


async def test_who_holds_too_little_reads_how_much_is_missing_and_keeps_the_draft(dao):
    await dao.set_up(threshold="10")
    await dao.link("ada", tokens=4)
    preview = await dao.draft()
    refused = await dao.click("ada", preview, "Submit")
    assert "6 FOLK are missing: a proposer needs 10, and you hold 4" in refused.text
    assert "at block " in refused.text
    assert "Your draft is kept" in refused.text
    assert preview.button("Submit")
    assert state(await dao.newest(), dao.world.clock.now()) is State.DRAFT
    await dao.link("ada", tokens=6)
    assert "is in discussion" in (await dao.click("ada", preview, "Submit")).text


async def test_without_a_wallet_nothing_is_submitted_and_the_draft_is_kept(dao):
    preview = await dao.draft()
    refused = await dao.click("ada", preview, "Submit")
    assert "Link a wallet to vote" in refused.text
    assert "`/wallet link`" in refused.text
    assert state(await dao.newest(), dao.world.clock.now()) is State.DRAFT


async def test_a_draft_that_is_submitted_twice_at_once_is_submitted_once(dao):
    await dao.link("ada", tokens=5)
    preview = await dao.draft()
    clicks = await asyncio.gather(*(dao["ada"].click(preview, "Submit") for _ in range(2)))
    texts = sorted([(await click.settled()).text for click in clicks])
    assert "is in discussion" in texts[1]
    assert "is in the state *in discussion*" in texts[0]


async def test_the_buttons_of_a_preview_work_after_a_restart_and_what_was_typed_is_gone(dao):
    await dao.link("ada", tokens=5)
    preview, refused = await dao.draft(), await dao.draft(actions="nonsense")
    await dao.world.restart()
    assert "is in discussion" in (await dao.click("ada", preview, "Submit")).text
    assert "nonsense" not in (await dao.click("ada", refused, "Correct it")).text


async def test_the_buttons_of_a_preview_ask_again_who_clicks(dao):
    preview = await dao.draft()
    proposal = await dao.newest()
    for command in ("proposal edit", "proposal withdraw"):
        refused = await dao.use("ben", command, proposal=named(proposal))
        assert "There is no such proposal" in refused.text
    assert preview.button("Edit")


async def test_editing_a_draft_changes_it_in_place(dao):
    preview = await dao.draft(text="Dig a well.", actions=f"transfer 1 ETH to {TO}")
    reply = await dao["ada"].click(preview, "Edit")
    assert reply.modal.field("Title").value == "A well"
    assert reply.modal.field("Text").value == "Dig a well."
    assert reply.modal.field(ACTIONS).value == f"transfer 1 ETH to {TO}"
    edited = await (await reply.modal.submit({"Text": "Dig two wells.", ACTIONS: ""})).settled()
    assert edited.id == preview.id
    assert "Dig two wells." in edited.text
    assert "If it passes" not in edited.text
    assert (await dao.newest()).content.actions == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("transfer 1 ETH to {bad}", "checksum"),
        ("transfer 0.0000000000000000001 ETH to {to}", "decimals"),
        ("transfer 1.1234567 {dollar} to {to}", "decimals"),
        ("transfer one ETH to {to}", "plain decimal number"),
        ("transfer 5 {to} to {to}", "no contract"),
        ("call {registry} set(bytes32,uint256) 5", "takes 2 arguments, and 1 are given"),
        ("call {registry} set(bytes32 key, uint256 value) hello 5", "argument 1"),
        ("call {registry} set(bytes32 key", ""),
        ("call {to} set(uint256 value) 5", "no contract"),
        ("raw {registry} 0xabc", "hexadecimal"),
        ("raw {registry} deadbeef", "hexadecimal"),
        ("send everything to me", "begins with transfer, stream, vest, deploy, call or raw"),
        ("call {safe} addOwnerWithThreshold(address owner, uint256 threshold) {to} 1", "not allowed"),
    ],
)
async def test_an_action_that_cannot_become_a_call_is_refused_by_its_line_and_nothing_typed_is_lost(
    dao, line, why
):
    world = dao.world
    line = line.format(
        bad="0x" + world.dollar.address[2:].swapcase(),
        to=TO,
        dollar=world.dollar.address,
        registry=world.registry.address,
        safe=dao.safe.address,
    )
    lines = f"transfer 1 ETH to {TO}\n{line}"
    refused = await dao.draft(title="Pay the digger", text="As agreed.", actions=lines)
    assert "Line 2 of the actions" in refused.text
    assert why in refused.text
    assert "What you typed is kept" in refused.text
    assert "until the bot is restarted" in refused.text
    assert await dao.stored() == []
    modal = await retyped(dao, "ada", refused)
    assert modal.field("Title").value == "Pay the digger"
    assert modal.field("Text").value == "As agreed."
    assert modal.field(ACTIONS).value == lines
    preview = await (await modal.submit({ACTIONS: f"transfer 1 ETH to {TO}"})).settled()
    assert "Pay the digger" in preview.text
    assert preview.button("Submit")
    assert len(await dao.stored()) == 1


async def test_a_form_can_be_corrected_again_and_again(dao):
    refused = await dao.draft(actions="nonsense")
    again = await (await (await retyped(dao, "ada", refused)).submit({ACTIONS: "more nonsense"})).settled()
    assert (await retyped(dao, "ada", again)).field(ACTIONS).value == "more nonsense"


async def test_a_form_that_was_open_during_a_restart_can_still_be_sent(dao):
    new = await dao["ada"].slash(dao.council, "propose")
    preview = await dao.draft(title="Old title")
    edit = await dao["ada"].click(preview, "Edit")
    await dao.world.restart()
    assert (
        "Typed for hours"
        in (await answered(await new.modal.submit({"Title": "Typed for hours", "Text": "x"}))).text
    )
    edited = await answered(await edit.modal.submit({"Title": "New title"}))
    assert edited.id == preview.id
    assert "New title" in edited.text


async def test_of_a_great_many_refused_forms_the_oldest_are_forgotten(dao):
    refused = await dao.draft(actions="nonsense")
    for _ in range(MODALS_IN_MEMORY):
        modal_retries(dao.world.client).keep(MemberId(1), BLANK)
    assert "no longer in memory" in (await dao.click("ada", refused, "Correct it")).text


async def test_a_refused_form_is_opened_again_by_its_writer_alone():
    forms = TokenStore[PersistentModal](MODALS_IN_MEMORY)
    token = forms.keep(MemberId(1), BLANK)
    with pytest.raises(ModalForgotten):
        forms.found(MemberId(2), token)
    assert forms.found(MemberId(1), token)


async def test_a_space_without_a_safe_takes_no_actions(dao):
    await dao.set_up(safe="none")
    refused = await dao.draft(actions=f"transfer 1 ETH to {TO}")
    assert "no Safe that could carry out actions" in refused.text
    assert (await retyped(dao, "ada", refused)).field("Text").value == "Dig a well."
    preview = await dao.draft()
    assert not [part for part in preview.components if part.get("custom_id", "").startswith("add-action:")]


async def test_the_form_lets_nobody_type_more_than_fits(dao):
    reply = await dao["ada"].slash(dao.council, "propose")
    assert reply.modal.field("Title").component["max_length"] == 100
    assert reply.modal.field("Text").component["max_length"] == 3500


async def test_more_actions_than_a_proposal_may_have_are_refused(dao):
    refused = await dao.draft(actions="\n".join([f"transfer 1 ETH to {TO}"] * 21))
    assert "may have 20 actions, and this one has 21" in refused.text
    assert await dao.stored() == []


@pytest.mark.attack("actions")
async def test_calls_in_a_batch_are_counted_one_by_one(dao):
    inner = [Action(ChainId(1), Address(TO), number, "0x") for number in range(20)]
    refused = await dao.draft(actions=f"raw {TO} {multi_send(inner)}")
    assert "may have 20 actions, and this one has 21" in refused.text
    assert await dao.stored() == []


async def test_a_title_of_spaces_is_no_title(dao):
    refused = await dao.draft(title="   ")
    assert "The title is empty" in refused.text
    assert (await retyped(dao, "ada", refused)).field("Text").value == "Dig a well."


async def test_a_title_of_which_nothing_is_seen_has_a_name_everywhere(dao):
    preview = await dao.draft(title="\u200b\u2060")
    assert "## Untitled" in preview.text
    assert "• Untitled" in (await dao.use("ada", "proposal list")).text
    (offered,) = await dao["ada"].autocomplete(dao.council, "proposal edit", focused="proposal", value="")
    assert "Untitled" in offered["name"]


async def test_the_longest_proposal_still_fits_into_its_preview(dao):
    lines = "\n".join([f"transfer 1 ETH to {TO}"] * 20)
    preview = await dao.draft(title="W" * 100, text="Long words. " * 291, actions=lines)
    assert preview.button("Submit")
    assert "cut here: the thread shows all 3491 characters" in preview.text
    assert len("".join(preview.text)) <= 4100


async def test_a_text_that_opens_a_code_block_swallows_nothing(dao):
    preview = await dao.draft(text="```\nnever closed")
    assert preview.text.count("```") == 2


async def test_mentions_in_a_text_ping_nobody(dao):
    preview = await dao.draft(text="@everyone <@&1> look")
    assert not preview.mention_everyone
    assert preview.mention_roles == []


async def test_discarding_asks_once_and_is_final(dao):
    preview = await dao.draft()
    question = await dao.click("ada", preview, "Discard")
    assert "can't be taken up again" in question.text
    assert state(await dao.newest(), dao.world.clock.now()) is State.DRAFT
    done = await dao.click("ada", question, "Discard it")
    assert "The draft is discarded" in done.text
    assert done.buttons == []
    assert state(await dao.newest(), dao.world.clock.now()) is State.WITHDRAWN
    for label in ("Edit", "Submit", "Discard"):
        assert "is in the state *withdrawn*" in (await dao.click("ada", preview, label)).text


async def test_while_the_chain_is_away_the_form_is_kept(dao):
    dao.world.chain.faults.fail_next("*", kind="500", times=1_000)
    try:
        refused = await dao.draft(actions=f"transfer 1 ETH to {TO}")
    finally:
        dao.world.chain.faults.clear()
    assert "no answer that can be trusted" in refused.text
    preview = await (await (await retyped(dao, "ada", refused)).submit()).settled()
    assert "send 1 ETH" in preview.text
