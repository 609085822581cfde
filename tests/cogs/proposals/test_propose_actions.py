import pytest

from tests.cogs.conftest import ACTIONS

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
PAY, ACCOUNT = "Send coins or tokens", "Or to an account"


async def add(dao, preview, kind, values):
    reply = await dao["ada"].select(preview, values=kind)
    assert reply.modal is not None
    return await (await reply.modal.submit(values)).settled()


async def test_each_kind_of_action_has_a_form_that_adds_a_line(dao):
    preview = await dao.draft()
    dollar, registry = dao.world.dollar.address, dao.world.registry.address
    preview = await add(dao, preview, PAY, {"Amount": "1.5", "What is sent": "ETH", ACCOUNT: TO})
    assert f"1. send 1.5 ETH to `{TO}`" in preview.text
    preview = await add(dao, preview, PAY, {"Amount": f"25 000 {dollar}", ACCOUNT: TO})
    assert "2. send 25" in preview.text
    preview = await add(
        dao,
        preview,
        "Call a contract",
        {
            "Contract": registry,
            "Function": "set(bytes32 key,\n  uint256 value)",
            "Arguments": f"0x{'11' * 32}\n7",
        },
    )
    preview = await add(
        dao,
        preview,
        "Raw calldata",
        {"Contract": registry, "Calldata": "0xdead\nbeef", "Coins to send along (optional)": "0.1 ETH"},
    )
    actions = (await dao.newest()).content.actions
    assert [action.to for action in actions] == [TO, dollar, registry, registry]
    assert actions[3].data == "0xdeadbeef"
    assert actions[3].value == 10**17
    assert preview.button("Submit")


async def test_a_form_of_an_action_that_is_refused_opens_again_filled_in_and_the_draft_is_as_it_was(dao):
    preview = await dao.draft(actions=f"transfer 1 ETH to {TO}")
    refused = await add(dao, preview, PAY, {"Amount": "1,5", "What is sent": "ETH", ACCOUNT: TO})
    assert "Line 2 of the actions" in refused.text
    assert len((await dao.newest()).content.actions) == 1
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    assert modal.field("Amount").value == "1,5"
    assert modal.field("What is sent").value == ["ETH"]
    assert modal.field(ACCOUNT).value == TO
    added = await (await modal.submit({"Amount": "1.5"})).settled()
    assert f"2. send 1.5 ETH to `{TO}`" in added.text


async def test_actions_are_not_added_to_what_is_no_longer_a_draft(dao):
    preview = await dao.draft()
    question = await dao.click("ada", preview, "Discard")
    await dao.click("ada", question, "Discard it")
    refused = await (await dao["ada"].select(preview, values=PAY)).settled()
    assert "withdrawn" in refused.text


async def test_the_list_of_actions_never_grows_beyond_what_a_form_can_show_again(dao):
    preview = await dao.draft(actions=f"raw {TO} 0x{'ab' * 1900}")
    refused = await add(dao, preview, "Raw calldata", {"Contract": TO, "Calldata": "0x" + "cd" * 100})
    assert "The list of actions has" in refused.text
    assert len((await dao.newest()).content.actions) == 1


async def test_a_refused_line_stands_above_the_form_that_it_is_corrected_in(dao):
    preview = await dao.draft()
    refused = await add(dao, preview, PAY, {"Amount": "1", "What is sent": "ETH", ACCOUNT: "nobody.eth"})
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    (note,) = modal.texts
    assert "Line 1 of the actions can't become a call" in note
    assert "`transfer 1 ETH to nobody.eth`" in note
    again = (await (await modal.submit({ACCOUNT: "else.eth"})).settled()).text
    assert "`transfer 1 ETH to else.eth`" in again


async def test_the_form_of_a_draft_that_is_refused_quotes_the_line_too(dao):
    refused = await dao.draft(actions=f"transfer 1 ETH to {TO}\nsend it all")
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    assert "`send it all`" in modal.texts[0]
    assert modal.field(ACTIONS).value == f"transfer 1 ETH to {TO}\nsend it all"


async def test_an_allowance_is_taken_back_without_a_warning_and_given_with_one(dao):
    token = dao.world.dollar.address
    given = await dao.draft(actions=f"call {token} approve(address spender, uint256 amount) {TO} 1")
    assert "Look twice" in given.text
    for line in (
        f"call {token} approve(address spender, uint256 amount) {TO} 0",
        f"raw {token} 0x095ea7b3{TO[2:].lower():0>64}{0:064x}",
    ):
        taken = await dao.draft(actions=line)
        assert f"take back what `{TO}` may spend" in taken.text
        assert "Look twice" not in taken.text
        assert "may take it at any time later" not in taken.text


async def test_letting_an_operator_take_all_is_a_danger_and_taking_that_back_is_none(dao):
    badge = dao.world.badge.address
    line = f"call {badge} setApprovalForAll(address operator, bool approved) {TO}"
    assert "may take all of it at any time later" in (await dao.draft(actions=f"{line} true")).text
    assert "Look twice" not in (await dao.draft(actions=f"{line} false")).text


@pytest.mark.parametrize(("payable", "refused"), [("false", True), ("true", False)])
async def test_coins_go_along_only_where_an_old_abi_takes_them(dao, payable, refused):
    abi = (
        '{"constant": false, "inputs": [], "name": "deposit", "outputs": [], '
        f'"payable": {payable}, "type": "function"}}'
    )
    line = f"call {dao.world.registry.address} {abi} value 0.1 ETH"
    assert ("takes no ETH" in (await dao.draft(actions=line)).text) is refused


async def test_what_a_phone_makes_of_quotes_is_read_as_it_was_meant(dao):
    line = f"call {dao.world.registry.address} note(string text, uint256 number) “it’s fine” 5"
    preview = await dao.draft(actions=line)
    assert "it’s fine" in preview.text
    assert (await dao.newest()).content.actions[0].data.endswith(f"{'it’s fine'.encode().hex():0<64}")
