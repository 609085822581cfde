"""Canonical JSON: the same bytes on every machine."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json, content_hash

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_canonical_json_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(values)
def test_canonical_json_of_what_was_read_back_is_the_same(value: object) -> None:
    data = canonical_json(value)
    assert canonical_json(json.loads(data)) == data


@given(st.lists(st.tuples(st.text(), st.integers()), unique_by=lambda member: member[0]))
def test_the_order_of_members_makes_no_difference(members: list[tuple[str, int]]) -> None:
    assert canonical_json(dict(members)) == canonical_json(dict(reversed(members)))


@given(st.dictionaries(st.text(), values))
def test_members_stand_in_the_order_of_their_utf_16_code_units(value: dict[str, object]) -> None:
    names = list(json.loads(canonical_json(value)))
    assert names == sorted(value, key=lambda name: name.encode("utf-16-be"))


def test_the_sorting_example_of_rfc_8785() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
    assert [text.split()[0].rstrip(":") for text in json.loads(canonical_json(value)).values()] == order


def test_strings_have_only_the_escapes_that_json_demands() -> None:
    assert canonical_json('\u20ac$\x0f\nA\'B"\\\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode()


def test_integers_of_any_size_are_written_in_plain_digits() -> None:
    assert canonical_json([0, -1, 2**53 - 1, 10**30, -(2**64)]) == (
        b"[0,-1,9007199254740991,1000000000000000000000000000000,-18446744073709551616]"
    )


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), [0.5], {"a": {"b": 1e3}}, {1: 2}, {1, 2}, b"bytes", object()]
)
def test_floats_and_what_json_does_not_have_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_text_that_is_not_unicode_is_refused() -> None:
    for value in ("\ud800", {"\ud800": 1}):
        with pytest.raises(ValueError, match="surrogate"):
            canonical_json(value)


def test_a_content_hash_is_sha_256_in_hexadecimal() -> None:
    assert content_hash(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
