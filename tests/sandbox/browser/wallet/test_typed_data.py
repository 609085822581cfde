"""Typed data: what is shown is what is signed, and what could be read in two ways is refused."""

import json
from copy import deepcopy
from typing import Any

import pytest
from eth_account import Account as Keys
from eth_account.messages import encode_typed_data
from eth_utils import to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from sandbox.browser.wallet.accounts import document_hash
from sandbox.browser.wallet.signing.typed_data import read_document
from sandbox.chain.safe import multisend_data, safe_transaction
from tests.eip712 import MAIL
from tests.sandbox.browser.wallet.town import TOKEN, Town, told

pytestmark = pytest.mark.asyncio(loop_scope="session")
VECTOR = "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"
"""The hash of the document of EIP-712's example."""


def mail(town: Town, **changes: Any) -> dict[str, Any]:
    document = deepcopy(MAIL)
    document["domain"]["chainId"] = town.chain.chain_id
    document.update(changes)
    return document


def signer(document: dict[str, Any], signature: str) -> str:
    return str(Keys.recover_message(encode_typed_data(full_message=document), signature=signature))


async def test_the_example_of_the_standard_has_the_hash_of_the_standard() -> None:
    assert document_hash(read_document(MAIL).document).hex() == VECTOR


@pytest.mark.parametrize("as_text", [True, False])
async def test_a_document_is_shown_field_by_field_and_signed(town: Town, as_text: bool) -> None:
    document = mail(town)
    given = json.dumps(document) if as_text else document
    review, signature = await town.ask("eth_signTypedData_v4", town.ada.address, given)
    assert signer(document, signature) == town.ada.address
    assert review.title == "Sign a Mail"
    shown = [(line.name, line.value, line.depth) for line in review.lines]
    assert ("from", "Person", 0) in shown
    assert ("name", "Cow", 1) in shown
    assert ("contents", "Hello, Bob!", 0) in shown
    assert told(review)["for verifyingContract"] == MAIL["domain"]["verifyingContract"]


# -- any document ---------------------------------------------------------------------------------------------------

ADDRESSES = st.binary(min_size=20, max_size=20).map(lambda each: to_checksum_address("0x" + each.hex()))
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    "bool": st.booleans(),
    "address": ADDRESSES,
    "bytes": st.binary(max_size=40).map(lambda each: "0x" + each.hex()),
    "bytes4": st.binary(min_size=4, max_size=4).map(lambda each: "0x" + each.hex()),
    "bytes32": st.binary(min_size=32, max_size=32).map(lambda each: "0x" + each.hex()),
    "uint8": st.integers(0, 255),
    "uint256": st.integers(0, 2**256 - 1).flatmap(lambda each: st.sampled_from([each, str(each), hex(each)])),
    "int16": st.integers(-(2**15), 2**15 - 1),
    "int256": st.integers(-(2**255), 2**255 - 1).map(str),
}


@st.composite
def documents(draw: st.DrawFn, chain: int = 31337) -> dict[str, Any]:
    """Any struct with a struct and arrays in it."""
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True))
    inner = {name: draw(st.sampled_from(sorted(PLAIN))) for name in names}
    arrays = draw(st.lists(st.sampled_from(sorted(PLAIN)), max_size=3))

    def struct() -> dict[str, Any]:
        return {name: draw(PLAIN[kind]) for name, kind in inner.items()}

    message: dict[str, Any] = {"one": struct(), "many": [struct() for _ in range(draw(st.integers(0, 2)))]}
    fields = [{"name": "one", "type": "Inner"}, {"name": "many", "type": "Inner[]"}]
    for number, kind in enumerate(arrays):
        message[f"list{number}"] = draw(st.lists(PLAIN[kind], max_size=3))
        fields.append({"name": f"list{number}", "type": f"{kind}[]"})
    types = {"Inner": [{"name": name, "type": kind} for name, kind in inner.items()], "Outer": fields}
    return {"types": types, "primaryType": "Outer", "domain": {"chainId": chain}, "message": message}


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


def in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)


@given(document=documents())
async def test_whatever_is_signed_is_shown_and_recovered(town: Town, document: dict[str, Any]) -> None:
    review, signature = await town.ask("eth_signTypedData_v4", town.ada.address, json.dumps(document))
    assert signer(document, signature) == town.ada.address
    shown = [line.value for line in review.lines]
    for leaf in leaves(document["message"]):
        said = in_words(leaf)
        number = said.startswith("0x") and str(int(said, 16) if len(said) > 2 else 0)
        assert said in shown or number in shown or any(each.startswith(f"{said} (") for each in shown)


# -- what is refused ------------------------------------------------------------------------------------------------


def _with(place: str, value: Any) -> Any:
    """A change of the document at `a.b.c`; a callable is applied to what is there."""

    def change(document: dict[str, Any]) -> None:
        *path, last = place.split(".")
        for name in path:
            document = document[name]
        document[last] = value

    return change


FAULTS = {
    "no types": _with("types", None),
    "types of another shape": _with("types.Person", {"name": "string"}),
    "a field without type": _with("types.Person", [{"name": "name"}]),
    "two fields of one name": _with("types.Person", [{"name": "name", "type": "string"}] * 2),
    "a field with a comma": _with("types.Person", [{"name": "a,string b", "type": "string"}]),
    "a type with brackets in its name": _with("types.Person[]", [{"name": "name", "type": "string"}]),
    "a type that is one already": _with("types.uint256", [{"name": "name", "type": "string"}]),
    "a type that calls itself address": _with("types.address", [{"name": "name", "type": "string"}]),
    "a type that nobody defined": _with("types.Person", [{"name": "name", "type": "Cow"}]),
    "a number too wide": _with("types.Person", [{"name": "name", "type": "uint264"}]),
    "a number of no width": _with("types.Person", [{"name": "name", "type": "uint"}]),
    "no primary type": _with("primaryType", "Letter"),
    "the domain as primary type": _with("primaryType", "EIP712Domain"),
    "a part as primary type": _with("primaryType", "Person"),
    "no domain": _with("domain", None),
    "a domain with a field of its own": _with("domain.site", "bank.example"),
    "a domain that hides a field": _with("types.EIP712Domain", [{"name": "name", "type": "string"}]),
    "a domain with another type": _with("types.EIP712Domain", [{"name": "chainId", "type": "string"}]),
    "a chain that is text": _with("domain.chainId", "one"),
    "another chain": _with("domain.chainId", 1),
    "a contract that is none": _with("domain.verifyingContract", "0x12"),
    "no message": _with("message", None),
    "a field that is missing": _with("message.from", {"name": "Cow"}),
    "an address with a name": _with("message.from.wallet", "ada.eth"),
    "an address too long": _with("message.from.wallet", "0x" + "11" * 32),
    "a number where a text is": _with("message.contents", 7),
    "nothing where a text is": _with("message.contents", None),
    "half a character": _with("message.contents", "\ud800"),
    "an array where a text is": _with("message.contents", ["Hello"]),
    "more than can be read": _with("message.contents", "x" * 140_000),
}


@pytest.mark.attack("web")
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_document_that_could_be_read_in_two_ways_is_refused(town: Town, fault: str) -> None:
    document = mail(town)
    FAULTS[fault](document)
    assert await town.refusal("eth_signTypedData_v4", town.ada.address, json.dumps(document)) in (
        -32602,
        -32000,
    )


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uint8", 256),
        ("uint8", -1),
        ("uint8", True),
        ("uint8", 1.0),
        ("uint8", "1 "),
        ("uint8", "0x"),
        ("uint8", "٣"),
        ("int8", 128),
        ("int8", "-129"),
        ("bool", "false"),
        ("bool", 0),
        ("bytes4", "0x1234"),
        ("bytes4", "0x1234567890"),
        ("bytes", "hello"),
        ("bytes", "0x123"),
        ("bytes", 5),
        ("string", 5),
        ("string[2]", ["one"]),
        ("string[]", "one"),
        ("string[]", {"0": "one"}),
        ("address", "0X" + "11" * 20),
    ],
)
async def test_a_value_that_is_not_of_its_type_is_refused(town: Town, kind: str, value: Any) -> None:
    document = {
        "types": {"Thing": [{"name": "it", "type": kind}]},
        "primaryType": "Thing",
        "domain": {},
        "message": {"it": value},
    }
    assert await town.refusal("eth_signTypedData_v4", town.ada.address, json.dumps(document)) == -32602


@pytest.mark.attack("web")
async def test_a_document_without_end_is_refused(town: Town) -> None:
    endless: dict[str, Any] = {}
    for _ in range(50):
        endless = {"next": endless}
    types = {"Node": [{"name": "next", "type": "Node"}]}
    document = {"types": types, "primaryType": "Node", "domain": {}, "message": endless}
    assert await town.refusal("eth_signTypedData_v4", town.ada.address, json.dumps(document)) == -32602
    wide = {"types": {"W": [{"name": "a", "type": "uint8[]"}]}, "primaryType": "W", "domain": {}}
    wide["message"] = {"a": [1] * 5_000}
    assert await town.refusal("eth_signTypedData_v4", town.ada.address, json.dumps(wide)) == -32602
    assert await town.refusal("eth_signTypedData_v4", town.ada.address, "[" * 100_000) == -32602


@pytest.mark.attack("web")
async def test_what_no_type_names_is_neither_shown_nor_signed(town: Town) -> None:
    document = mail(town)
    document["message"]["amount"] = "1 wei, really"
    review, signature = await town.ask("eth_signTypedData_v4", town.ada.address, json.dumps(document))
    assert signer(mail(town), signature) == town.ada.address
    assert "really" not in json.dumps([line.value for line in review.lines]) + review.raw


@pytest.mark.parametrize("params", [[], ["0x00"], [None, "{}"]])
async def test_what_is_no_document_is_refused(town: Town, params: list[Any]) -> None:
    assert await town.refusal("eth_signTypedData_v4", *params) == -32602


async def test_nobody_signs_for_an_account_that_is_not_theirs(town: Town) -> None:
    assert await town.refusal("eth_signTypedData_v4", town.ben.address, json.dumps(mail(town))) == 4100


# -- what a Safe's owner signs ---------------------------------------------------------------------------------------


async def test_a_payment_of_the_safe_is_told_in_tokens(town: Town) -> None:
    data = town.token.data("transfer", town.ben.address, 5 * TOKEN // 2)
    document = safe_transaction(town.chain.chain_id, town.safe.address, town.token.address, 0, data, 0, 3)
    review, signature = await town.ask("eth_signTypedData_v4", town.ada.address, _json(document))
    assert signer(document, signature) == town.ada.address
    values = [line.value for line in review.lines]
    assert f"{town.safe.address} (the club's Safe)" in values
    assert "transfer(address,uint256)" in values
    assert f"{town.ben.address} (ben)" in values
    assert "2.5 FOLK" in values
    assert review.dangers == ()


async def test_several_calls_of_the_safe_are_told_one_after_the_other(town: Town) -> None:
    calls = [
        (town.ben.address, TOKEN, b""),
        (town.token.address, 0, town.token.data("delegate", town.ben.address)),
    ]
    to, data = town.safe.multisend_call_only, multisend_data(calls)
    document = safe_transaction(town.chain.chain_id, town.safe.address, to, 0, data, 1, 3)
    review = await town.shown("eth_signTypedData_v4", town.ada.address, _json(document))
    values = [line.value for line in review.lines]
    assert "1 ETH" in values
    assert "delegate(address)" in values
    assert review.dangers == ()


@pytest.mark.attack("actions")
@pytest.mark.parametrize("operation", [0, 1])
async def test_what_a_safe_would_do_that_nobody_knows_is_a_danger(town: Town, operation: int) -> None:
    stranger = "0x" + "ee" * 20
    document = safe_transaction(
        town.chain.chain_id, town.safe.address, stranger, 0, b"\xde\xad\xbe\xef", operation, 3
    )
    review = await town.shown("eth_signTypedData_v4", town.ada.address, _json(document))
    assert any("Nobody here knows what this calls: 0xdeadbeef" in danger for danger in review.dangers)
    assert (operation == 1) == any("could do anything" in danger for danger in review.dangers)


@pytest.mark.attack("actions")
async def test_what_calls_itself_a_transaction_of_a_safe_and_is_none_is_a_danger(town: Town) -> None:
    document = mail(town, primaryType="SafeTx")
    document["types"] = {"SafeTx": [{"name": "to", "type": "string"}]}
    document["message"] = {"to": "the treasury"}
    review = await town.shown("eth_signTypedData_v4", town.ada.address, json.dumps(document))
    assert any("and is none" in danger for danger in review.dangers)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("cut", [1, 40, 84, 100])
async def test_a_list_of_calls_that_is_cut_off_is_a_danger(town: Town, cut: int) -> None:
    whole = multisend_data([(town.ben.address, 1, b"\x01" * 32)])
    packed = whole[4 + 64 : 4 + 64 + 85 + 32][:cut]
    data = town.chain.contract("MultiSendCallOnly", town.safe.multisend_call_only).data("multiSend", packed)
    document = safe_transaction(
        town.chain.chain_id, town.safe.address, town.safe.multisend_call_only, 0, data, 1, 3
    )
    review = await town.shown("eth_signTypedData_v4", town.ada.address, _json(document))
    assert any("cut off" in danger for danger in review.dangers)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("permit", ["Permit", "PermitSingle"])
async def test_a_permit_is_a_danger(town: Town, permit: str) -> None:
    document = {
        "types": {permit: [{"name": "spender", "type": "address"}, {"name": "value", "type": "uint256"}]},
        "primaryType": permit,
        "domain": {"verifyingContract": town.token.address},
        "message": {"spender": town.ben.address, "value": "1"},
    }
    review = await town.shown("eth_signTypedData_v4", town.ada.address, json.dumps(document))
    assert any("let" in danger and "move your tokens" in danger for danger in review.dangers)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, default=lambda value: "0x" + value.hex())
