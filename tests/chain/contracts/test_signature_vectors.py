"""Signatures by the examples that the standards print, each with where it stands."""

import pytest
from eth_abi.abi import encode
from eth_account import Account as Keys
from eth_utils.crypto import keccak

from bot.chain.contracts.signatures import (
    IS_VALID_SIGNATURE,
    MAGIC_ANSWER,
    is_valid_signature,
    is_wrapped,
    personal_hash,
    recover,
    signature_bytes,
)
from bot.domain.ids import Address
from sandbox.chain.safe import typed_data_hash
from tests.eip712 import COW, MAIL

MAIL_HASH = "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"
MAIL_SIGNATURE = (
    "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
    "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"
)
"""What EIP-712 prints as the answer of `eth_signTypedData`."""
SUFFIX = "6492649264926492649264926492649264926492649264926492649264926492"
"""`magicBytes` of https://eips.ethereum.org/EIPS/eip-6492."""


# -- EIP-191 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", ["", "Some data", "äöü 🗳", "a" * 100])
def test_a_text_is_hashed_as_version_0x45_of_eip_191_has_it(message: str) -> None:
    """`0x19 <0x45 (E)> <thereum Signed Message:\\n" + len(message)> <data to sign>`; the length is that of the bytes,
    in decimal digits."""
    data = message.encode()
    assert personal_hash(message) == keccak(
        b"\x19" + b"\x45" + f"thereum Signed Message:\n{len(data)}".encode("ascii") + data
    )


def test_the_example_of_web3_js_is_recovered() -> None:
    """`eth.accounts.sign` and `eth.accounts.hashMessage` in the documentation of web3.js 1.x."""
    signature = (
        "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
        "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c"
    )
    digest = personal_hash("Some data")
    assert digest.hex() == "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655"
    assert recover(digest, bytes.fromhex(signature)) == "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"


# -- EIP-712 ----------------------------------------------------------------------------------------------------


def test_the_mail_of_eip_712_has_its_hash() -> None:
    """By what the hashes of Safe transactions and of ballots are held against in other tests."""
    assert typed_data_hash(MAIL).hex() == MAIL_HASH


def test_who_signed_the_mail_of_eip_712_is_recovered() -> None:
    assert recover(bytes.fromhex(MAIL_HASH), bytes.fromhex(MAIL_SIGNATURE)) == COW
    assert Keys.from_key(keccak(text="cow")).address == COW


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("party", "field", "to"),
    [
        ("domain", "name", "Ether Mai1"),
        ("domain", "version", "2"),
        ("domain", "chainId", 10),
        ("domain", "verifyingContract", "0x" + "CC" * 19 + "CD"),
        ("message", "contents", "Hello, Bob?"),
        ("message", "to", {"name": "Bob", "wallet": COW}),
    ],
)
def test_a_mail_of_which_anything_was_changed_was_not_signed_by_the_cow(
    party: str, field: str, to: object
) -> None:
    changed = {**MAIL, party: {**MAIL[party], field: to}}  # type: ignore[dict-item]
    assert recover(typed_data_hash(changed), bytes.fromhex(MAIL_SIGNATURE)) != COW


# -- EIP-2098 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "r", "s", "v", "y_parity_and_s"),
    [
        (
            "Hello World",
            "68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
            "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
            "1b",
            "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
        ),
        (
            "It's a small(er) world",
            "9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
            "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
            "1c",
            "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
        ),
    ],
)
def test_both_spellings_of_the_examples_of_eip_2098_are_recovered(
    message: str, r: str, s: str, v: str, y_parity_and_s: str
) -> None:
    """The two examples of https://eips.ethereum.org/EIPS/eip-2098, by its private key."""
    key = Keys.from_key("0x1234567890123456789012345678901234567890123456789012345678901234")
    for signature in (r + s + v, r + y_parity_and_s):
        assert recover(personal_hash(message), signature_bytes("0x" + signature)) == key.address


# -- EIP-1271 ---------------------------------------------------------------------------------------------------


def test_the_magic_value_of_eip_1271_is_its_selector() -> None:
    """`bytes4(keccak256("isValidSignature(bytes32,bytes)"))`, printed as 0x1626ba7e."""
    assert keccak(text="isValidSignature(bytes32,bytes)")[:4] == IS_VALID_SIGNATURE
    assert IS_VALID_SIGNATURE.hex() == "1626ba7e"
    assert MAGIC_ANSWER.hex() == "1626ba7e" + "00" * 28, "a bytes4 as the ABI pads it"


def test_a_contract_is_asked_as_eip_1271_has_it() -> None:
    """The call by hand, for the mail of EIP-712: the hash, where the bytes begin, how many they are, and the bytes."""
    call = is_valid_signature(Address(COW), bytes.fromhex(MAIL_HASH), bytes.fromhex(MAIL_SIGNATURE))
    assert call.data.hex() == (
        "1626ba7e" + MAIL_HASH + f"{64:064x}" + f"{65:064x}" + MAIL_SIGNATURE.ljust(192, "0")
    )


# -- EIP-6492 ---------------------------------------------------------------------------------------------------


def test_what_ends_in_the_magic_bytes_of_eip_6492_is_unwrapped() -> None:
    """`concat(abi.encode((create2Factory, factoryCalldata, originalERC1271Signature), (address, bytes, bytes)),
    magicBytes)`, written out for the factory 0x11…11, the data 0xdeadbeef and the signature of EIP-712's mail."""
    wrapped = (
        "00" * 12 + "11" * 20
        + f"{96:064x}" + f"{160:064x}"
        + f"{4:064x}" + "deadbeef".ljust(64, "0")
        + f"{65:064x}" + MAIL_SIGNATURE.ljust(192, "0")
        + SUFFIX
    )  # fmt: skip
    parts = ["0x" + "11" * 20, bytes.fromhex("deadbeef"), bytes.fromhex(MAIL_SIGNATURE)]
    assert wrapped == encode(["address", "bytes", "bytes"], parts).hex() + SUFFIX
    assert is_wrapped("0x" + wrapped)
    assert signature_bytes("0x" + wrapped).hex() == MAIL_SIGNATURE


@pytest.mark.attack("linking")
@pytest.mark.parametrize("at", range(32))
def test_one_byte_off_the_magic_bytes_is_no_wrapping(at: int) -> None:
    """All of it is the signature then, for the wallet to refuse."""
    raw = bytearray(bytes.fromhex(MAIL_SIGNATURE + SUFFIX))
    raw[65 + at] ^= 1
    assert not is_wrapped(raw.hex())
    assert signature_bytes(raw.hex()) == bytes(raw)
