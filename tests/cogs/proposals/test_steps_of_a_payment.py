"""How many steps a proposer takes: a command, a click, a choice and a form that is sent each count as one."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.cogs.conftest import ACTIONS, WHOLE, answered, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
PAY, MEMBER, ACCOUNT = "Send coins or tokens", "To a member", "Or to an account"
WORDS = {"Title": "Pay Ben", "Text": "For the well."}


async def submitted(dao, form, **filled):
    """The last two steps: the form is sent, and the draft that it makes."""
    preview = await answered(await form.submit({**WORDS, **filled}))
    said = await answered(await dao["ada"].click(preview, "Submit"))
    assert "is in discussion" in said.text
    (action,) = (await dao.newest()).content.actions
    return action


async def payment_form(dao, preview):
    return (await dao["ada"].select(preview, values=PAY)).modal


async def test_a_payment_is_proposed_in_three_steps_by_writing_it(dao):
    await dao.link("ada", tokens=100)
    ben = await dao.link("ben")
    opened = await dao["ada"].slash(dao.council, "propose")
    action = await submitted(dao, opened.modal, **{ACTIONS: f"transfer 1 ETH to {ben.address}"})
    assert (action.to, action.value) == (ben.address, 10**18)


async def test_a_payment_is_proposed_in_three_steps_by_choosing_token_and_member(dao):
    await dao.link("ada", tokens=100)
    ben = await dao.link("ben")
    (offered, *_) = await dao["ada"].autocomplete(dao.council, "propose", focused="token", value="fo")
    options = {"amount": "25", "token": offered["value"], "member": dao["ben"]}
    opened = await dao["ada"].slash(dao.council, "propose", **options)
    assert opened.modal.field(ACTIONS).value == f"transfer 25 FOLK to {dao['ben'].mention}"
    action = await submitted(dao, opened.modal)
    assert action.to == dao.folk.address
    assert action.data.endswith(f"{ben.address[2:].lower():0>64}{25 * WHOLE:064x}")


async def test_where_there_are_several_tracks_the_payment_waits_until_one_is_chosen(dao):
    await dao.use("mona", "gov track add", name="small", preset="token", threshold="0")
    tracks = await dao.use("ada", "propose", amount="1", token="ETH", to=TO)
    form = (await dao["ada"].select(tracks, values=["small"])).modal
    assert form.field(ACTIONS).value == f"transfer 1 ETH to {TO}"
    plain = await dao.use("ada", "propose")
    assert (await dao["ada"].select(plain, values=["small"])).modal.field(ACTIONS).value == ""


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("propose", {"token": "ETH", "to": TO}, "It isn't said how much is sent"),
        ("propose", {"amount": "1", "to": TO}, "It isn't said what is sent"),
        ("propose", {"amount": "1", "token": "ETH"}, "It isn't said who gets it"),
        ("propose", {"amount": "1", "token": "ETH", "to": TO, "member": "ben"}, "Two recipients are named"),
        ("proposal pay", {"amount": "1", "token": "ETH"}, "It isn't said who gets it"),
        ("proposal pay", {"amount": "1", "token": "ETH", "to": TO, "member": "ben"}, "Two recipients"),
    ],
)
async def test_a_payment_names_amount_token_and_one_recipient(dao, command, options, said):
    await dao.draft()
    if command == "proposal pay":
        options = {**options, "proposal": named(await dao.newest())}
    if "member" in options:
        options = {**options, "member": dao["ben"]}
    assert said in (await dao.use("ada", command, **options)).text
    assert (await dao.newest()).content.actions == ()


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"Amount": "1", MEMBER: "ben"}, "It isn't said what is sent"),
        ({"Amount": "1 ETH", "What is sent": "ETH", MEMBER: "ben"}, "Two things are named to be sent"),
        ({"Amount": "1", "What is sent": "ETH"}, "It isn't said who gets it"),
        ({"Amount": "1", "What is sent": "ETH", MEMBER: "ben", ACCOUNT: TO}, "Two recipients are named"),
    ],
)
async def test_the_form_of_a_payment_takes_one_token_and_one_recipient(dao, filled, said):
    await dao.link("ben")
    if MEMBER in filled:
        filled = {**filled, MEMBER: dao["ben"]}
    form = await payment_form(dao, await dao.draft())
    refused = await answered(await form.submit(filled))
    assert said in refused.text
    again = (await dao["ada"].click(refused, "Correct it")).modal
    assert said in again.texts[0]
    assert again.field("Amount").value == filled["Amount"]
    assert again.field(MEMBER).value == ([str(dao["ben"].id)] if MEMBER in filled else [])
    assert (await dao.newest()).content.actions == ()


async def test_a_member_without_a_wallet_is_refused_by_name(dao):
    form = await payment_form(dao, await dao.draft())
    refused = await answered(await form.submit({"Amount": "1", "What is sent": "ETH", MEMBER: dao["ben"]}))
    assert dao["ben"].mention in refused.text
    assert (await dao.newest()).content.actions == ()


async def test_the_menu_of_a_payment_shows_what_the_server_knows_and_what_the_safe_holds_of_it(dao):
    chain, dollar = dao.world.chain, dao.world.dollar
    await dao.use("mona", "gov address add", name="fund", address=TO)
    await dao.use("mona", "gov address add", name="USD", address=dollar.address)
    await chain.fund(dao.safe.address, 3 * WHOLE)
    await dao.folk.send("airdrop", [dao.safe.address], [5 * WHOLE], False, sender=chain.deployer)
    await dollar.send("airdrop", [dao.safe.address], [2_500_000], sender=chain.deployer)
    await chain.mine(3)
    preview = await dao.draft()
    form = await payment_form(dao, preview)
    assert [(each["label"], each.get("description")) for each in form.field("What is sent").options] == [
        ("ETH", "3 ETH held"),
        ("USD", f"2.5 USDX held, token {dollar.address}"),
        ("FOLK", f"5 FOLK held, token {dao.folk.address}"),
    ]
    ben = await dao.link("ben")
    shown = await answered(await form.submit({"Amount": "2.5", "What is sent": "USD", MEMBER: dao["ben"]}))
    assert f"`{dollar.address}` (USD)" in shown.text
    assert f"`{ben.address}` ({dao['ben'].mention})" in shown.text
    assert "Not enough there" not in shown.text
    form = await payment_form(dao, shown)
    short = await answered(await form.submit({"Amount": "6", "What is sent": "FOLK", ACCOUNT: "fund"}))
    assert "the Safe holds 5 FOLK" in short.text


@pytest.mark.attack("actions")
async def test_a_token_that_strangers_sent_to_the_safe_is_not_in_the_menu(dao):
    fake = await dao.world.chain.deploy("PlainToken", "Folk", "FOLK", 18)
    await fake.send("airdrop", [dao.safe.address], [10**30], sender=dao.world.chain.deployer)
    await dao.world.chain.mine(3)
    form = await payment_form(dao, await dao.draft())
    assert [each["value"] for each in form.field("What is sent").options] == ["ETH", dao.folk.address]


async def held(dao, name, symbol, *, amount=10**18, trusted=True):
    """A token that nobody in the server has named, of which the Safe's service says that it is held."""
    token = await dao.world.chain.deploy("PlainToken", name, symbol, 18)
    if amount:
        await token.send("airdrop", [dao.safe.address], [amount], sender=dao.world.chain.deployer)
    await dao.world.chain.mine(3)
    dao.world.service.holds(dao.safe.address, token.address, trusted=trusted)
    return token


async def test_what_the_safe_holds_besides_stands_last_in_the_menu_by_its_address(dao):
    token = await held(dao, "River", "RIVER", amount=25 * 10**17)
    form = await payment_form(dao, await dao.draft())
    *known, last = form.field("What is sent").options
    assert [each["label"] for each in known] == ["ETH", "FOLK"]
    assert last["label"] == f"unlisted token {token.address}"
    assert last["description"] == "2.5 held; nobody here has named it"
    shown = await answered(await form.submit({"Amount": "2", "What is sent": token.address, ACCOUNT: TO}))
    assert f"`{token.address}`" in shown.text
    assert "Not enough there" not in shown.text


@pytest.mark.attack("actions")
@pytest.mark.parametrize("symbol", ["FOLK", "ETH", "USDC", "fund", "@everyone"])
async def test_a_token_that_nobody_named_is_never_shown_by_what_it_calls_itself(dao, symbol):
    token = await held(dao, symbol, symbol)
    form = await payment_form(dao, await dao.draft())
    *_, last = form.field("What is sent").options
    assert last["value"] == token.address
    assert symbol not in last["label"].replace(token.address, "") + last["description"]


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("kind", ["not trusted", "not held", "a wallet", "named already"])
async def test_not_everything_that_the_service_names_is_in_the_menu(dao, kind):
    if kind == "a wallet":
        dao.world.service.holds(dao.safe.address, TO)
    elif kind == "named already":
        dao.world.service.holds(dao.safe.address, dao.folk.address)
    else:
        await held(dao, "X", "X", amount=int(kind == "not trusted"), trusted=kind != "not trusted")
    form = await payment_form(dao, await dao.draft())
    assert [each["value"] for each in form.field("What is sent").options] == ["ETH", dao.folk.address]


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("kind", [500, 404, "drop", "timeout"])
async def test_a_service_that_does_not_answer_holds_up_no_menu(dao, kind):
    await held(dao, "River", "RIVER")
    dao.world.service.faults.fail_next("*", "balances", status=kind, times=100)
    try:
        form = await payment_form(dao, await dao.draft())
    finally:
        dao.world.service.faults.clear()
    assert [each["value"] for each in form.field("What is sent").options] == ["ETH", dao.folk.address]


@pytest.mark.attack("safe_service")
async def test_a_service_that_names_ever_more_tokens_fills_a_menu_and_no_more(dao):
    token = await held(dao, "River", "RIVER")
    for number in range(200):
        dao.world.service.holds(dao.safe.address, f"0x{number + 2**100:040x}")
    form = await payment_form(dao, await dao.draft())
    options = form.field("What is sent").options
    assert len(options) <= 25
    assert token.address in [each["value"] for each in options]


@pytest.mark.attack("actions")
async def test_a_token_with_the_symbol_of_the_coin_is_not_shown_as_the_coin(dao):
    fake = await dao.world.chain.deploy("VotesToken", "Ether", "eth")
    await dao.world.chain.mine(3)
    await dao.use("mona", "gov setup", sources=f"erc20_votes {fake.address}")
    form = await payment_form(dao, await dao.draft())
    assert [each["label"] for each in form.field("What is sent").options] == ["ETH", "a token"]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["500", "timeout"])
async def test_while_the_chain_is_silent_the_menu_opens_without_amounts(dao, kind):
    await dao.use("mona", "gov address add", name="USD", address=dao.world.dollar.address)
    preview = await dao.draft()
    faults = dao.world.chain.faults
    faults.fail_next("*", kind=kind, times=1_000)
    usual, offers = dao.services, dao.services.line_offers
    hasty = replace(offers.sendable_assets, within=timedelta(seconds=0.1))
    dao.world.client.services = replace(usual, line_offers=replace(offers, sendable_assets=hasty))
    try:
        form = await payment_form(dao, preview)
    finally:
        dao.world.client.services = usual
        faults.clear()
    assert [each["label"] for each in form.field("What is sent").options] == ["ETH", "USD"]
    shown = await answered(await form.submit({"Amount": "1", "What is sent": "USD", ACCOUNT: TO}))
    assert "(USD)" in shown.text
