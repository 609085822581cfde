"""Actions name accounts and tokens as people do, and everybody sees the address."""

import pytest

from tests.cogs.conftest import named

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
MALLORY = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


async def test_a_name_is_shown_with_its_address_and_leads_nowhere_else_later(dao):
    names = dao.world.names
    await names.set("well.eth", TO)
    await dao.world.chain.mine(3)
    preview = await dao.draft(actions="transfer 0.5 ETH to Well.eth")
    assert f"send 0.5 ETH to `{TO}` (well.eth)" in preview.text
    await names.set("well.eth", MALLORY)
    await dao.world.chain.mine(3)
    reply = await dao["ada"].click(preview, "Edit")
    assert reply.modal.field("Actions, one per line (optional)").value == f"transfer 0.5 ETH to {TO}"
    edited = await (await reply.modal.submit({"Title": "Another title"})).settled()
    assert f"send 0.5 ETH to `{TO}` (well.eth)" in edited.text
    assert [action.to for action in (await dao.newest()).content.actions] == [TO]


async def test_members_and_the_address_book_are_named_in_forms(dao):
    ben = await dao.link("ben")
    await dao.use("mona", "gov address add", name="fund", address=TO)
    preview = await dao.draft()
    for given, account, shown in (
        ({"To a member": dao["ben"]}, ben.address, f"(<@{dao['ben'].id}>)"),
        ({"Or to an account": f"<@{dao['ben'].id}>"}, ben.address, f"(<@{dao['ben'].id}>)"),
        ({"Or to an account": "FUND"}, TO, "(fund)"),
        ({"Or to an account": f"31337:{TO}"}, TO, "(fund)"),
    ):
        reply = await dao["ada"].select(preview, values="Send coins or tokens")
        filled = {"Amount": "0.1", "What is sent": "ETH", **given}
        preview = await (await reply.modal.submit(filled)).settled()
        assert f"send 0.1 ETH to `{account}` {shown}" in preview.text


async def test_a_token_is_sent_by_the_symbol_of_what_gives_power_here_or_by_its_entry(dao):
    folk, dollar = dao.folk.address, dao.world.dollar.address
    await dao.use("mona", "gov address add", name="USD", address=dollar)
    preview = await dao.draft(actions=f"transfer 3 folk to {TO}\ntransfer 4 USD to {TO}")
    assert f"send 3 FOLK (token `{folk}`) to `{TO}`" in preview.text
    assert f"send 4 USDX (token `{dollar}` (USD)) to `{TO}`" in preview.text


@pytest.mark.attack("actions")
async def test_a_token_that_nobody_here_has_named_is_sent_by_no_symbol(dao):
    fake = await dao.world.chain.deploy("PlainToken", "Dollar", "USDX", 6)
    await fake.send("airdrop", [dao.safe.address], [10**9], sender=dao.world.chain.deployer)
    await dao.world.chain.mine(3)
    refused = await dao.draft(actions=f"transfer 4 USDX to {TO}")
    assert "neither ETH nor" in refused.text


async def test_a_draft_says_what_the_safe_has_too_little_of(dao):
    chain = dao.world.chain
    await chain.fund(dao.safe.address, 3 * 10**18)
    await dao.folk.send("airdrop", [dao.safe.address], [5 * 10**18], False, sender=chain.deployer)
    await chain.mine(3)
    short = await dao.draft(
        actions=f"transfer 2 ETH to {TO}\ntransfer 1.5 ETH to {TO}\ntransfer 6 FOLK to {TO}"
    )
    assert "the Safe holds 3 ETH now, and this sends 3.5 ETH" in short.text
    assert "the Safe holds 5 FOLK" in short.text
    enough = await dao.draft(actions=f"transfer 3 ETH to {TO}\ntransfer 5 FOLK to {TO}")
    assert "Not enough there" not in enough.text


async def test_a_refused_line_is_quoted_and_nothing_that_was_typed_is_lost(dao):
    lines = f"transfer 1 ETH to {TO}\ntransfer 1 ETH to nobody.eth"
    refused = await dao.draft(actions=lines)
    assert "Line 2 of the actions" in refused.text
    assert "`transfer 1 ETH to nobody.eth`" in refused.text
    modal = (await dao["ada"].click(refused, "Correct it")).modal
    assert modal.field("Actions, one per line (optional)").value == lines
    assert modal.field("Title").value == "A well"


async def test_a_payment_is_added_from_what_is_suggested(dao):
    ben = await dao.link("ben")
    await dao.use("mona", "gov address add", name="fund", address=TO)
    await dao.draft()
    proposal = await dao.newest()
    ada = dao["ada"]
    options = {"proposal": named(proposal), "amount": "1"}
    tokens = await ada.autocomplete(dao.council, "proposal pay", focused="token", **options)
    assert [choice["value"] for choice in tokens] == ["ETH", "FOLK", "fund"]
    names = await ada.autocomplete(
        dao.council, "proposal pay", focused="to", value="fu", **options, token="ETH"
    )
    assert [choice["value"] for choice in names] == ["fund"]
    preview = await dao.use("ada", "proposal pay", **options, token="FOLK", to="fund")
    assert f"`{TO}` (fund)" in preview.text
    preview = await dao.use("ada", "proposal pay", **options, token="ETH", member=dao["ben"])
    assert f"2. send 1 ETH to `{ben.address}` (<@{dao['ben'].id}>)" in preview.text
    assert [action.to for action in (await dao.newest()).content.actions] == [
        dao.folk.address,
        ben.address,
    ]


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "1 ETH to 0x0000000000000000000000000000000000000001"},
        {"amount": "-1"},
        {"token": "ETH to"},
        {"to": f"{TO}\nraw {TO} 0x"},
        {"to": f"{TO} value 5 ETH"},
        {"to": "nobody"},
    ],
)
async def test_a_payment_is_one_transfer_or_refused(dao, changed):
    await dao.draft()
    proposal = await dao.newest()
    options = {"proposal": named(proposal), "amount": "1", "token": "ETH", "to": TO, **changed}
    refused = await dao.use("ada", "proposal pay", **options)
    assert "can't become a call" in refused.text
    assert (await dao.newest()).content.actions == ()


@pytest.mark.attack("commands")
async def test_nobody_adds_a_payment_to_somebody_elses_proposal(dao):
    await dao.draft()
    proposal = await dao.newest()
    refused = await dao.use("ben", "proposal pay", proposal=named(proposal), amount="1", token="ETH", to=TO)
    assert refused.text.startswith("⚠️")
    assert (await dao.newest()).content.actions == ()
