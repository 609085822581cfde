import re
from datetime import timedelta

import pytest
from eth_account.messages import encode_defunct

from bot.domain.ids import GuildId, MemberId
from sandbox.discord import CannotDo
from tests.cogs.conftest import answered, message_to_sign

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def linked(dao, name):
    async with dao.services.uow.reading() as repositories:
        found = await repositories.wallets.of_members(GuildId(dao.guild.id), [MemberId(dao[name].id)])
    return [(wallet.address, wallet.primary) for wallet in found.get(dao[name].id, [])]


async def test_a_signature_links_a_wallet(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    assert f"({dao['ada'].id})" in message.text
    assert f"({dao.guild.id})" in message.text
    assert "cast wallet sign" in message.text
    done = await dao.sign("ada", message, account)
    assert f"`{account.address}` is linked" in done.text
    assert done.buttons == []
    assert await linked(dao, "ada") == [(account.address, True)]


async def test_the_message_is_attached_to_the_byte(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    attached = message.attachments[0].content.decode()
    assert attached in message.text
    done = await dao.sign("ada", message, account, text=attached)
    assert "is linked" in done.text


async def test_an_address_in_small_letters_links_as_well(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=f" {account.address.lower()} ")
    assert "is linked" in (await dao.sign("ada", message, account)).text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0x{swapped}", "checksum"),
        ("{bare}", "40 hexadecimal digits"),
        ("0x123", "40 hexadecimal digits"),
        ("vitalik.eth", "leads to no account on local"),
    ],
)
async def test_what_is_no_address_is_refused_with_its_reason(dao, typed, why):
    digits = dao.world.chain.account("ada's first").address[2:]
    refused = await dao.use(
        "ada", "wallet link", address=typed.format(swapped=digits.swapcase(), bare=digits)
    )
    assert "is not an address" in refused.text
    assert why in refused.text
    assert refused.buttons == []


async def test_a_signature_by_another_key_is_refused_and_the_message_can_still_be_signed(dao):
    account, other = dao.world.chain.account("ada's first"), dao.world.chain.account("another")
    message = await dao.use("ada", "wallet link", address=account.address)
    refused = await dao.sign("ada", message, other)
    assert f"It was made by `{other.address}`" in refused.text
    assert "nothing was used up" in refused.text
    assert await linked(dao, "ada") == []
    assert "is linked" in (await dao.sign("ada", message, account)).text


@pytest.mark.parametrize("signature", ["0x12", "my signature", "0x" + "zz" * 65])
async def test_what_is_no_signature_is_refused_and_the_message_can_still_be_signed(dao, signature):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    refused = await dao.hand_in("ada", message, signature)
    assert "can't be read as a signature" in refused.text
    assert "is linked" in (await dao.sign("ada", message, account)).text


async def test_a_message_expires_after_a_quarter_of_an_hour(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    opened = await dao["ada"].click(message, "I have signed it")
    dao.world.clock.advance(timedelta(minutes=15))
    signature = account.key.sign_message(encode_defunct(text=message.attachments[0].content.decode()))
    refused = await (await opened.modal.submit({"Signature": "0x" + signature.signature.hex()})).settled()
    assert "too old" in refused.text
    assert "`/wallet link` again" in refused.text
    assert await linked(dao, "ada") == []
    assert "too old" in (await dao.click("ada", message, "I have signed it")).text


async def test_a_message_is_signed_only_once(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    first = await dao["ada"].click(message, "I have signed it")
    second = await dao["ada"].click(message, "I have signed it")
    signature = account.key.sign_message(encode_defunct(text=message.attachments[0].content.decode()))
    given = {"Signature": "0x" + signature.signature.hex()}
    assert "is linked" in (await (await first.modal.submit(given)).settled()).text
    assert "was used already" in (await (await second.modal.submit(given)).settled()).text


async def test_a_wallet_belongs_to_one_member_of_a_server(dao):
    account = await dao.link("ada")
    message = await dao.use("ben", "wallet link", address=account.address)
    refused = await dao.sign("ben", message, dao.world.chain.account("somebody else's"))
    assert "This is not a signature by" in refused.text
    assert await linked(dao, "ben") == []
    assert await linked(dao, "ada") == [(account.address, True)]


async def test_who_signs_from_another_account_has_the_wallet_there(dao):
    account = await dao.link("ada")
    message = await dao.use("ben", "wallet link", address=account.address)
    assert "is linked" in (await dao.sign("ben", message, account)).text
    assert await linked(dao, "ben") == [(account.address, True)]
    assert await linked(dao, "ada") == []


async def test_a_contract_wallet_signs_by_eip_1271(dao):
    owner = dao.world.chain.account("an owner")
    contract = await dao.world.chain.deploy("ContractWallet", owner.address)
    message = await dao.use("ada", "wallet link", address=contract.address)
    done = await dao.sign("ada", message, owner)
    assert "is linked" in done.text
    assert "It is a contract" in done.text
    assert "it counts on chain" in (await dao.use("ada", "wallet list")).text
    other = await dao.use("ben", "wallet link", address=contract.address)
    refused = await dao.sign("ben", other, dao.world.chain.account("no owner"))
    assert "did not accept it" in refused.text


async def test_while_the_chain_is_away_nothing_is_guessed_and_the_message_can_still_be_signed(dao):
    account = dao.world.chain.account("ada's first")
    message = await dao.use("ada", "wallet link", address=account.address)
    dao.world.chain.faults.fail_next("*", kind="500", times=1_000)
    try:
        refused = await dao.sign("ada", message, account)
    finally:
        dao.world.chain.faults.clear()
    assert "no answer that can be trusted" in refused.text
    assert "is linked" in (await dao.sign("ada", message, account)).text


async def test_the_list_shows_which_wallet_is_primary_and_since_when_each_is_linked(dao):
    assert "no linked wallet" in (await dao.use("ada", "wallet list")).text
    first, second = await dao.link("ada"), await dao.link("ada")
    shown = (await dao.use("ada", "wallet list")).text.splitlines()
    assert f"`{first.address}` **primary**, linked <t:" in shown[1]
    assert shown[2].startswith(f"`{second.address}`, linked <t:")


async def test_another_wallet_becomes_primary(dao):
    first, second = await dao.link("ada"), await dao.link("ada")
    answer = await dao.use("ada", "wallet primary", wallet=second.address)
    assert f"`{second.address}` is your primary wallet" in answer.text
    assert await linked(dao, "ada") == [(second.address, True), (first.address, False)]


async def test_unlinking_asks_once_and_says_that_ballots_keep_their_power(dao):
    account = await dao.link("ada")
    question = await dao.use("ada", "wallet unlink", wallet=account.address)
    assert "in no ballot that you cast from now on" in question.text
    assert "Ballots that you have cast with it keep its power" in question.text
    assert await linked(dao, "ada") == [(account.address, True)]
    done = await dao.click("ada", question, "Unlink it")
    assert "is unlinked" in done.text
    assert done.buttons == []
    assert await linked(dao, "ada") == []


@pytest.mark.parametrize("command", ["wallet unlink", "wallet primary"])
async def test_only_ones_own_wallets_can_be_unlinked_or_made_primary(dao, command):
    account = await dao.link("ada")
    refused = await dao.use("ben", command, wallet=account.address)
    assert "is not one of your linked wallets" in refused.text
    assert "is not an address" in (await dao.use("ben", command, wallet="my savings")).text
    assert await linked(dao, "ada") == [(account.address, True)]


async def test_own_wallets_are_suggested_and_nobody_elses(dao):
    account = await dao.link("ada")
    offered = await dao["ada"].autocomplete(dao.council, "wallet unlink", focused="wallet", value="")
    assert offered == [{"name": f"{account.address} (primary)", "value": account.address}]
    assert await dao["ben"].autocomplete(dao.council, "wallet unlink", focused="wallet", value="") == []
    assert await dao["ada"].autocomplete(dao.council, "wallet unlink", focused="wallet", value="nope") == []


async def test_a_wallet_is_linked_in_one_server_and_not_in_another(dao, fresh):
    account = await dao.link("ada")
    await fresh.set_up()
    refused = await fresh.use("ada", "wallet unlink", wallet=account.address)
    assert "is not one of your linked wallets" in refused.text


async def test_nobody_sees_the_message_that_somebody_else_is_to_sign(dao):
    message = await dao.use("ada", "wallet link", address=dao.world.chain.account("ada's first").address)
    with pytest.raises(CannotDo):
        await dao["ben"].click(message, "I have signed it")


@pytest.mark.parametrize(
    ("until", "up_to", "signed", "listed"),
    [
        ([], [], "until=unlinked:up-to=signed", "until it is unlinked, on all tracks"),
        (
            ["endless"],
            ["countersigned"],
            "until=unlinked:up-to=countersigned",
            "until it is unlinked, on tracks up",
        ),
        (["90d"], ["discord"], r"until=\d{4}-\d\d-\d\d:up-to=discord", "that open before <t:"),
    ],
)
async def test_the_form_offers_a_mandate_and_the_message_says_it(dao, until, up_to, signed, listed):
    account = dao.world.chain.account("ada's first")
    form = (await dao["ada"].slash(dao.council, "wallet link")).modal
    assert [each["label"] for each in form.field("For how long").options] == [
        "Until I unlink it",
        "30 days",
        "90 days",
        "1 year",
    ]
    assert [each["value"] for each in form.field("On which tracks").options] == [
        "signed",
        "countersigned",
        "discord",
    ]
    chosen = {"For how long": until, "On which tracks": up_to}
    message = await answered(await form.submit({"The account": account.address, **chosen}))
    assert re.search(rf"- urn:folkmoot:mandate:server={dao.guild.id}:{signed}$", message_to_sign(message))
    assert "**What you allow your Discord account here**" in message.text
    assert "is linked" in (await dao.sign("ada", message, account)).text
    assert listed in (await dao.use("ada", "wallet list")).text


async def test_what_the_command_chose_is_chosen_in_the_form(dao):
    form = (await dao["ada"].slash(dao.council, "wallet link", until="365d", up_to="discord")).modal
    assert form.field("For how long").value == ["365d"]
    assert form.field("On which tracks").value == ["discord"]
    message = await answered(
        await form.submit({"The account": dao.world.chain.account("ada's first").address})
    )
    assert re.search(r":until=\d{4}-\d\d-\d\d:up-to=discord$", message_to_sign(message))


@pytest.mark.attack("text")
@pytest.mark.parametrize("field", ["For how long", "On which tracks"])
async def test_the_form_sends_no_mandate_that_it_does_not_offer(dao, field):
    form = (await dao["ada"].slash(dao.council, "wallet link")).modal
    account = dao.world.chain.account("ada's first").address
    with pytest.raises(CannotDo):
        await form.submit({"The account": account, field: ["forever"]})


async def test_who_links_a_wallet_reads_first_that_the_public_log_will_name_it(dao):
    account = dao.world.chain.account("ada's first")
    quiet = await dao.use("ada", "wallet link", address=account.address)
    assert "Everyone sees it" not in quiet.text
    decided = await dao.use("milo", "gov log", links="all")
    assert "the public log shows each, with its member" in decided.text
    assert "decided which links of wallets this log shows" in decided.text
    assert "the public log shows each, with its member" in (await dao.use("mona", "gov space show")).text
    message = await dao.use("ada", "wallet link", address=account.address)
    assert "Everyone sees it" in message.text
    await dao.sign("ada", message, account)
    assert [act for act, _ in await dao.log()][:2] == ["wallet linked", "links"]
    ended = await dao.use("milo", "gov log", links="moved")
    assert "those alone that move to another account" in ended.text
