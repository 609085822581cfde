"""Texts that are signed: the signature is that of the account, and what is wrong with a text is said before."""

import pytest
from eth_account import Account as Keys
from eth_account.messages import encode_defunct
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from sandbox.browser.wallet.signing.sign_in import read_sign_in
from tests.sandbox.browser.wallet.town import ORIGIN, Town, hexed, told

pytestmark = pytest.mark.asyncio(loop_scope="session")
DOMAIN = ORIGIN.removeprefix("http://")


def sign_in(town: Town, **changes: str) -> str:
    said = {
        "domain": DOMAIN,
        "address": town.ada.address,
        "statement": "Link this account.",
        "uri": f"{ORIGIN}/wallet",
        "chain": str(town.chain.chain_id),
        "more": "\nExpiration Time: 2026-11-28T13:00:00Z\nRequest ID: 17\nResources:\n- urn:folkmoot:mandate",
        **changes,
    }
    return (
        f"{said['domain']} wants you to sign in with your Ethereum account:\n{said['address']}\n\n"
        f"{said['statement']}\n\nURI: {said['uri']}\nVersion: 1\nChain ID: {said['chain']}\n"
        f"Nonce: abcdefgh12345678\nIssued At: 2026-11-28T11:59:00Z{said['more']}"
    )


async def test_a_signed_text_is_recovered_to_its_account(town: Town) -> None:
    review, signature = await town.ask("personal_sign", hexed("Good day"), town.ada.address)
    assert Keys.recover_message(encode_defunct(text="Good day"), signature=signature) == town.ada.address
    assert (review.title, review.text, review.dangers) == ("Sign a message", "Good day", ())


@given(content=st.binary(max_size=300))
async def test_whatever_bytes_are_signed_are_shown(town: Town, content: bytes) -> None:
    review, signature = await town.ask("personal_sign", "0x" + content.hex(), town.ada.address.lower())
    assert Keys.recover_message(encode_defunct(content), signature=signature) == town.ada.address
    assert review.raw == "0x" + content.hex()
    assert review.text.encode() == content or review.dangers


async def test_a_sign_in_to_the_page_that_asks_is_told_line_by_line(town: Town) -> None:
    review = await town.shown("personal_sign", hexed(sign_in(town)), town.ada.address)
    assert review.dangers == ()
    assert told(review) == {
        "site": DOMAIN,
        "account": town.ada.address,
        "says": "Link this account.",
        "chain": str(town.chain.chain_id),
        "expires": "2026-11-28T13:00:00Z",
        "resource 1": "urn:folkmoot:mandate",
    }


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "domain",
    [
        "bank.example",
        "127.0.0.1:80",
        "127.0.0.1",
        "127.0.0.1:80800",
        "127.0.0.1:8080.bank.example",
        "127.0.0.1:8080@bank.example",
        "localhost:8080",
        "xn--127-0-0-1.example:8080",
    ],
)
async def test_a_text_for_another_site_is_called_a_trick(town: Town, domain: str) -> None:
    review = await town.shown("personal_sign", hexed(sign_in(town, domain=domain)), town.ada.address)
    assert review.title == "Deceptive sign-in"
    assert f"signs you in to {domain}, but {DOMAIN} asks for it" in review.dangers[0]


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"uri": "https://bank.example/wallet"}, "not one of the page that asks"),
        ({"uri": "http://127.0.0.1:8081/wallet"}, "not one of the page that asks"),
        ({"uri": "urn:folkmoot"}, "not one of the page that asks"),
        ({"domain": f"https://{DOMAIN}"}, "not one of the page that asks"),
        ({"address": "0x" + "11" * 20}, "for another account"),
        ({"chain": "1"}, "for the chain 1"),
        ({"more": "\nExpiration Time: 2026-11-28T11:59:59Z"}, "has expired"),
        ({"more": "\nExpiration Time: 2026-13-28T11:59:59Z"}, "a time that isn't one"),
        ({"more": "\nNot Before: 2026-11-28T12:00:01Z"}, "isn't valid yet"),
    ],
)
async def test_what_is_wrong_with_a_sign_in_is_said(town: Town, changes: dict[str, str], words: str) -> None:
    review = await town.shown("personal_sign", hexed(sign_in(town, **changes)), town.ada.address)
    assert any(words in danger for danger in review.dangers)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "text",
    [
        "bank.example wants you to sign in with your Ethereum account: now",
        "bank.example WANTS you to sign  in",
        f"\n{DOMAIN} wants you to sign in with your Ethereum account:\n0x\n",
        f"{DOMAIN} wants you to sign in with your Ethereum account:\r\n0x{'11' * 20}",
    ],
)
async def test_what_only_looks_like_a_sign_in_is_not_taken_for_one(town: Town, text: str) -> None:
    assert read_sign_in(text) is None
    review = await town.shown("personal_sign", hexed(text), town.ada.address)
    assert "can't be checked" in review.dangers[0]


@pytest.mark.attack("text")
@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u2066", "\x00", "\x1b", "\r", "\ufeff"])
async def test_a_text_with_characters_that_hide_something_is_a_danger(town: Town, character: str) -> None:
    review = await town.shown("personal_sign", hexed(f"pay{character}me"), town.ada.address)
    assert f"U+{ord(character):04X}" in review.dangers[0]


@pytest.mark.attack("web")
@pytest.mark.parametrize("message", ["0x" + "ab" * 32, "0xff", "0x" + "00" * 32])
async def test_what_nobody_can_read_is_a_danger(town: Town, message: str) -> None:
    review = await town.shown("personal_sign", message, town.ada.address)
    assert review.dangers


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("params", "code"),
    [
        ([], -32602),
        (["0x00"], -32602),
        ([1, 2], -32602),
        (["0x00", None], -32602),
        (["0x00", "0x" + "11" * 20], 4100),
        (["0x00", ""], 4100),
        (["0x" + "00" * 40_000, "ADA"], -32602),
        (["\ud800", "ADA"], -32602),
    ],
)
async def test_what_is_no_question_for_a_signature_is_refused(
    town: Town, params: list[object], code: int
) -> None:
    given = [town.ada.address if each == "ADA" else each for each in params]
    assert await town.refusal("personal_sign", *given) == code


async def test_a_safe_signs_by_its_owners_and_says_yes_on_the_chain(town: Town) -> None:
    _, signature = await town.ask("personal_sign", hexed("We agree"), town.safe.address, holder="3")
    digest = encode_defunct(text="We agree")
    hashed = keccak(b"\x19" + digest.version + digest.header + digest.body)
    handler = town.chain.contract("CompatibilityFallbackHandler", town.safe.address)
    answer = await handler.call("isValidSignature(bytes32,bytes)", hashed, bytes.fromhex(signature[2:]))
    assert bytes(answer).hex() == "1626ba7e"
