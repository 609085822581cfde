"""Wallets that are contracts on the page: they count where they were proved, and say yes in one way only."""

import pytest
from eth_abi import encode

from bot.chain.contracts.signatures import personal_hash, safe_message_hash
from bot.domain.ids import Address, ChainId
from sandbox.chain import Account
from sandbox.chain.contract import Contract
from sandbox.chain.safe import deploy_safe
from sandbox.discord import Person
from sandbox.stage import sign
from tests.web.site import Answer, Browser, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")
REVERTS, BURNS_GAS, NOTHING, GARBAGE, ACCEPTS_EVERYTHING = range(1, 6)
WRAPPED = bytes.fromhex("6492" * 16)


async def wallet_of(site: Site, owner: Account) -> Contract:
    wallet = await site.stage.chain.deploy("ContractWallet", owner.address)
    await site.stage.finalize()
    return wallet


async def asked(site: Site, browser: Browser, person: Person, account: str) -> Answer:
    """The page with the message for this account."""
    await browser.log_in(await site.link_for(person), person)
    page = await browser.message_for(account)
    assert page.status == 200, page.words
    return page


def wrapped(signature: str, factory: str = "0x" + "11" * 20) -> str:
    """By ERC-6492, with a call that would deploy the wallet."""
    inner = bytes.fromhex(signature.removeprefix("0x"))
    return "0x" + (encode(["address", "bytes", "bytes"], [factory, b"\x12\x34", inner]) + WRAPPED).hex()


async def linked(site: Site, person: Person) -> str:
    return (await (await person.slash(site.stage.announcements, "wallet list")).settled()).text


@pytest.mark.parametrize("wrap", [False, True], ids=["plain", "wrapped by ERC-6492"])
async def test_a_contract_is_linked_on_the_chain_where_it_said_yes(
    site: Site, browser: Browser, wrap: bool
) -> None:
    ada, owner = site.member("ada"), site.account("owner")
    wallet = await wallet_of(site, owner)
    page = await asked(site, browser, ada, wallet.address)
    assert f"counts on the chain local ({site.stage.chain.chain_id})" in page.message
    signature = sign(owner, page.message)
    done = await browser.hand_in(page, wrapped(signature) if wrap else signature)
    assert f"{wallet.address} is linked" in done.words
    assert "a contract: it counts on chain 31337 only" in await linked(site, ada)


async def test_the_owners_of_a_safe_sign_over_days_and_come_back_to_the_message(
    site: Site, browser: Browser
) -> None:
    ada = site.member("ada")
    owners = [site.account(f"owner {number}") for number in (1, 2, 3)]
    safe = await deploy_safe(site.stage.chain, owners=owners, threshold=2)
    await site.stage.finalize()
    page = await asked(site, browser, ada, safe.address)
    issued, expires = (
        page.message.split(f"{name}: ")[1].split("\n")[0] for name in ("Issued At", "Expiration Time")
    )
    assert issued[:10] != expires[:10]
    chain = ChainId(site.stage.chain.chain_id)
    digest = safe_message_hash(chain, Address(safe.address), personal_hash(page.message))
    signed = sorted((safe.sign(owner, digest) for owner in owners[:2]), key=lambda each: int(each.owner, 16))
    both = "0x" + b"".join(each.data for each in signed).hex()
    # The session is over long before the owners have signed: a new link leads to the same message.
    await browser.post("/logout", {"form_token": page.fields["form_token"]})
    await browser.log_in(await site.link_for(ada), ada)
    wallet_page = await browser.wallet_page()
    assert "Messages that wait for a signature" in wallet_page.words
    again = await browser.get(f"/wallet/message/{page.fields['nonce']}")
    assert again.message == page.message
    assert "is linked" in (await browser.hand_in(again, both)).words


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (REVERTS, "did not accept it"),
        (BURNS_GAS, "did not accept it"),
        (NOTHING, "did not accept it"),
        (GARBAGE, "did not accept it"),
        (ACCEPTS_EVERYTHING, "takes this signature for any text"),
    ],
    ids=["reverts", "burns gas", "says nothing", "says something else", "lies"],
)
@pytest.mark.parametrize("wrap", [False, True], ids=["plain", "wrapped by ERC-6492"])
async def test_a_contract_that_does_not_say_yes_properly_is_not_linked(
    site: Site, browser: Browser, mode: int, words: str, wrap: bool
) -> None:
    ada, owner = site.member("ada"), site.account("owner")
    wallet = await wallet_of(site, owner)
    page = await asked(site, browser, ada, wallet.address)
    await wallet.send("setMode", mode, sender=site.stage.chain.deployer)
    await site.stage.finalize()
    signature = sign(owner, page.message)
    refused = await browser.hand_in(page, wrapped(signature) if wrap else signature)
    assert refused.status == 400
    assert words in refused.words
    assert "You have no linked wallet" in await linked(site, ada)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "signature",
    [
        "",
        "0x",
        "0x00",
        "not hexadecimal",
        "0x" + "11" * 65,
        "0x" + "11" * 64,
        "0x" + "00" * 65,
        "0x" + "ff" * 65,
        "0x" + "11" * 65 + WRAPPED.hex(),
        "0x" + "00" * 96 + WRAPPED.hex(),
        "0x" + "ff" * 200 + WRAPPED.hex(),
        wrapped(""),
        wrapped("11" * 65),
        wrapped(wrapped("11" * 65)),
        "0x" + "22" * 16_000,
        "<script>alert(1)</script>",
        "0x\x00",
    ],
)
async def test_what_is_no_signature_of_the_account_links_nothing(
    site: Site, browser: Browser, signature: str
) -> None:
    ada, account = site.member("ada"), site.account("victim")
    page = await asked(site, browser, ada, account.address)
    refused = await browser.hand_in(page, signature)
    assert refused.status == 400
    assert "<script>alert" not in refused.text
    # Nothing was used up.
    assert f"{account.address} is linked" in (await browser.hand_in(page, sign(account, page.message))).words


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text + " ",
        lambda text: text.replace("Nonce: ", "Nonce: 0"),
        lambda text: text.replace("127.0.0.1", "evil.example"),
        lambda text: text.replace("URI: http:", "URI: https:"),
        lambda text: text.replace("Chain ID: 31337", "Chain ID: 1"),
        lambda text: text.replace("The Well DAO", "The Other DAO"),
        lambda text: text.lower(),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
async def test_a_signature_of_any_other_text_links_nothing(site: Site, browser: Browser, changed) -> None:
    ada, account = site.member("ada"), site.account("victim")
    page = await asked(site, browser, ada, account.address)
    assert (await browser.hand_in(page, sign(account, changed(page.message)))).status == 400


@pytest.mark.attack("web")
async def test_a_signature_links_once_and_for_the_one_member_alone(site: Site, browser: Browser) -> None:
    ada, account = site.member("ada"), site.account("ada")
    page = await asked(site, browser, ada, account.address)
    signature = sign(account, page.message)
    assert "is linked" in (await browser.hand_in(page, signature)).words
    assert (await browser.hand_in(page, signature)).status == 400
    eve = site.member("eve")
    theirs = Browser(site)
    try:
        await theirs.log_in(await site.link_for(eve), eve)
        fields = (await theirs.wallet_page()).fields
        form = {"form_token": fields["form_token"], "nonce": page.fields["nonce"], "signature": signature}
        assert (await theirs.post("/wallet/signature", form)).status == 400
        assert (await theirs.get(f"/wallet/message/{page.fields['nonce']}")).status == 400
        assert (await theirs.get(f"/wallet/linked/{account.address}")).status == 400
    finally:
        await theirs.close()


@pytest.mark.parametrize("v", [0, 27])
async def test_ledgers_and_compact_signatures_are_taken(site: Site, browser: Browser, v: int) -> None:
    """v 0 and 1, and EIP-2098."""
    ada, account = site.member("ada"), site.account("ada")
    page = await asked(site, browser, ada, account.address)
    raw = bytes.fromhex(sign(account, page.message)[2:])
    if v == 0:
        spelt = raw[:64] + bytes([raw[64] - 27])
    else:
        s = int.from_bytes(raw[32:64], "big") | (raw[64] - 27) << 255
        spelt = raw[:32] + s.to_bytes(32, "big")
    assert "is linked" in (await browser.hand_in(page, "0x" + spelt.hex())).words
