"""Whose signature is one: the vectors of RFC 8032, by which Discord signs, and everything that is nearly that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.evidence.ed25519 import is_signed

VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
)
"""Public key, message and signature of the tests 1 to 3 of RFC 8032, section 7.1."""
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group: a signature's second half is less than it."""
_vector = pytest.mark.parametrize(("key", "message", "signature"), VECTORS)


@_vector
def test_the_examples_of_rfc_8032_are_signed(key: str, message: str, signature: str) -> None:
    assert is_signed(key, signature, bytes.fromhex(message))


@_vector
@pytest.mark.attack("web")
def test_the_same_signature_written_as_a_greater_number_is_none(
    key: str, message: str, signature: str
) -> None:
    """Else each click had two signatures, and a body that was sent again could pass for a new one."""
    half = int.from_bytes(bytes.fromhex(signature[64:]), "little") + ORDER
    assert not is_signed(key, signature[:64] + half.to_bytes(32, "little").hex(), bytes.fromhex(message))


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("key", "signature"),
    [
        ("ff" * 32, VECTORS[0][2]),
        ("", VECTORS[0][2]),
        (VECTORS[0][0][:-2], VECTORS[0][2]),
        (VECTORS[0][0][:-1], VECTORS[0][2]),
        (VECTORS[0][0] + "00", VECTORS[0][2]),
        (VECTORS[0][0] * 300, VECTORS[0][2]),
        (VECTORS[0][0], ""),
        (VECTORS[0][0], VECTORS[0][2] + "00"),
        (VECTORS[0][0], "zz" * 64),
    ],
)
def test_what_is_no_key_or_no_signature_has_signed_nothing(key: str, signature: str) -> None:
    assert not is_signed(key, signature, b"")


@pytest.mark.attack("web")
@pytest.mark.parametrize("highest_bit", [0, 0x80])
@pytest.mark.parametrize(
    "key",
    [
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    ],
)
@given(message=st.binary(max_size=40))
def test_a_key_that_has_signed_everything_has_signed_nothing(
    key: str, highest_bit: int, message: bytes
) -> None:
    """With a key of small order the pair of nothing and zero signs one text in eight, or all."""
    odd = bytearray.fromhex(key)
    odd[31] |= highest_bit
    assert not is_signed(odd.hex(), "01" + "00" * 63, message)


@pytest.mark.attack("web")
@given(st.sampled_from(VECTORS), st.data())
def test_a_changed_bit_of_key_message_or_signature_is_refused(
    vector: tuple[str, str, str], data: st.DataObject
) -> None:
    parts = [bytearray.fromhex(part) for part in vector]
    changed = data.draw(st.sampled_from([part for part in parts if part]))
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    key, message, signature = parts
    assert not is_signed(key.hex(), signature.hex(), bytes(message))


@pytest.mark.attack("web")
@given(st.sampled_from(VECTORS), st.binary(min_size=1, max_size=20))
def test_whatever_stands_before_or_behind_the_message_was_not_signed(
    vector: tuple[str, str, str], more: bytes
) -> None:
    key, message, signature = vector
    assert not is_signed(key, signature, bytes.fromhex(message) + more)
    assert not is_signed(key, signature, more + bytes.fromhex(message))
