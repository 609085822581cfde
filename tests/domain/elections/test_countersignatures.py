"""The commitment to a countersignature: it fixes every byte of it, and tells none."""

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.evidence import Countersignature
from bot.domain.elections.evidence.registry import KINDS, decode, encode
from bot.domain.policy.trust import TrustLevel

HEX = st.text("0123456789abcdef", min_size=2).map(lambda text: text[: len(text) // 2 * 2])
SIGNATURES = st.builds(
    Countersignature,
    application=st.just("77"),
    public_key=st.just("ab" * 32),
    timestamp=st.integers(0, 2**40).map(str),
    signature=st.binary(min_size=64, max_size=64).map(bytes.hex),
    body=st.binary(max_size=200),
    salt=st.binary(min_size=16, max_size=16).map(bytes.hex),
)


def written_out(evidence: Countersignature) -> str:
    """The commitment once more, from the auditors' page alone."""
    parts = [
        bytes.fromhex(evidence.salt),
        evidence.timestamp.encode("ascii"),
        bytes.fromhex(evidence.signature),
        evidence.body,
    ]
    text = b"folkmoot/countersignature/1\x00"
    for part in parts:
        text += len(part).to_bytes(8, "big") + part
    return hashlib.sha256(text).hexdigest()


@given(SIGNATURES)
def test_a_commitment_is_what_the_auditors_page_says(evidence: Countersignature) -> None:
    assert evidence.commitment == written_out(evidence)
    assert evidence.recorded()["commitment"] == evidence.commitment


@pytest.mark.attack("order")
@given(SIGNATURES, SIGNATURES)
def test_two_countersignatures_never_share_a_commitment(
    one: Countersignature, other: Countersignature
) -> None:
    same = (one.salt, one.timestamp, one.signature, one.body) == (
        other.salt,
        other.timestamp,
        other.signature,
        other.body,
    )
    assert (one.commitment == other.commitment) is same


@pytest.mark.attack("order")
@given(SIGNATURES, st.data())
def test_a_byte_that_moves_from_one_part_to_the_next_changes_the_commitment(
    evidence: Countersignature, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, 64))
    whole = bytes.fromhex(evidence.signature) + evidence.body
    moved = msgspec.structs.replace(evidence, signature=whole[:-cut].hex(), body=whole[-cut:])
    assert (moved.commitment == evidence.commitment) is (
        (moved.signature, moved.body) == (evidence.signature, evidence.body)
    )


@given(SIGNATURES)
def test_a_countersignature_is_read_back_as_it_was_written(evidence: Countersignature) -> None:
    assert decode(encode(evidence)) == evidence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_evidence_is_called_as_the_level_that_it_reaches(kind: Any) -> None:
    assert kind.__struct_config__.tag == kind.trust.value


def test_the_levels_of_trust_are_in_order() -> None:
    levels = list(TrustLevel)
    assert levels == [TrustLevel.DISCORD, TrustLevel.COUNTERSIGNED, TrustLevel.SIGNED]
    for place, level in enumerate(levels):
        assert [level.reaches(needed) for needed in levels] == [True] * (place + 1) + [False] * (2 - place)
