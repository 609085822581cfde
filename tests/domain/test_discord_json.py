"""JSON of Discord: all that it can write is read, and nothing else is changed."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.discord_json import read_json

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
HALVES = st.text(st.sampled_from('\ud800\udbff\udc00\udfff\\u"d8a{}\n\U0001f600'))


@given(HALVES, HALVES)
@example("\\ud800", "\ud83d\\\ude00")
def test_half_a_letter_is_read_as_no_letter_and_all_others_as_they_are(key: str, value: str) -> None:
    def whole(text: str) -> str:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    written = json.dumps({"a" + key: [value, {"b": value}]})
    assert read_json(written) == {"a" + whole(key): [whole(value), {"b": whole(value)}]}
    assert read_json(written.encode()) == read_json(written)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WHOLE,
        lambda inner: st.lists(inner) | st.dictionaries(WHOLE, inner),
    )
)
def test_json_without_such_halves_is_read_as_it_is(value: Any) -> None:
    assert read_json(orjson.dumps(value)) == value
    assert read_json(json.dumps(value)) == value


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'"\\ud800',
        b'"\\ud8"',
        b'"\xed\xa0\x80"',
        b"\\ud800",
        b'{"a":"\\ud800"}{}',
        b'"\\ud800" x',
        b'"\\x\\ud800"',
        b"NaN",
        b'["\\ud800",NaN]',
        b"[" * 2_000 + b'"\\ud800"',
        '"\ud800"',
    ],
)
def test_what_is_no_json_is_none_with_such_halves_either(text: bytes | str) -> None:
    with pytest.raises(orjson.JSONDecodeError):
        read_json(text)
