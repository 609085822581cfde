import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"


async def add(dao, preview, kind, values):
    reply = await dao["ada"].select(preview, values=kind)
    assert reply.modal is not None
    return await (await reply.modal.submit(values)).settled()


async def test_each_kind_of_action_has_a_form_that_adds_a_line(dao):
    preview = await dao.draft()
    dollar, registry = dao.world.dollar.address, dao.world.registry.address
    preview = await add(dao, preview, "Send the chain's coin", {"Amount": "1.5 ETH", "To": TO})
    assert f"1. send 1.5 ETH to `{TO}`" in preview.text
    preview = await add(dao, preview, "Send a token", {"Amount": "25 000", "Token": dollar, "To": TO})
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
    refused = await add(dao, preview, "Send the chain's coin", {"Amount": "1.5", "To": TO})
    assert "Line 2 of the actions" in refused.text
    assert len((await dao.newest()).content.actions) == 1
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    assert modal.field("Amount").value == "1.5"
    assert modal.field("To").value == TO
    added = await (await modal.submit({"Amount": "1.5 ETH"})).settled()
    assert f"2. send 1.5 ETH to `{TO}`" in added.text


async def test_actions_are_not_added_to_what_is_no_longer_a_draft(dao):
    preview = await dao.draft()
    question = await dao.click("ada", preview, "Discard")
    await dao.click("ada", question, "Discard it")
    refused = await (await dao["ada"].select(preview, values="Send a token")).settled()
    assert "withdrawn" in refused.text


async def test_the_list_of_actions_never_grows_beyond_what_a_form_can_show_again(dao):
    preview = await dao.draft(actions=f"raw {TO} 0x{'ab' * 1900}")
    refused = await add(dao, preview, "Raw calldata", {"Contract": TO, "Calldata": "0x" + "cd" * 100})
    assert "The list of actions has" in refused.text
    assert len((await dao.newest()).content.actions) == 1
