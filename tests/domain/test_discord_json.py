"""JSON of Discord: all that it can write is read, and nothing else is changed."""

import json
import sys
from typing import Any

import discord
import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.discord_json import read_interaction, read_json, read_message

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


# -- interactions ----------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | HALVES | WHOLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WHOLE | HALVES, inner, max_size=3),
    max_leaves=8,
)
PARTS = ("id", "type", "data", "member", "message", "channel")


def _known(read: Any) -> Any:
    """The parts that are told apart here, with the message as somebody gets it who asks."""
    if not isinstance(read, dict):
        return read
    return {part: read_message(read[part]) for part in PARTS if part in read}


@given(st.dictionaries(st.sampled_from(PARTS), ANYTHING) | ANYTHING)
@example({"data": {}, "message": {"content": "\ud800"}})
@example({"message": None})
def test_of_an_interaction_all_is_read_and_its_message_when_somebody_asks(value: Any) -> None:
    written = json.dumps(value).encode()
    assert _known(read_interaction(written)) == _known(read_json(written))


class Asked(dict[str, Any]):
    """Remembers what it was asked for."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(parts)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


MEMBER = {
    "user": {"id": "5", "username": "ada", "discriminator": "0", "avatar": None},
    "roles": [],
    "flags": 0,
}
INTERACTION = {"id": "1", "application_id": "2", "type": 3, "token": "t", "version": 1, "data": {}}
WHERE = [
    {"guild_id": "3", "guild_locale": "de", "member": {**MEMBER, "permissions": "0", "joined_at": None}},
    {"user": MEMBER["user"]},
]


@pytest.mark.parametrize("where", WHERE)
async def test_whatever_discord_py_looks_at_is_read(where: dict[str, Any]) -> None:
    state: Any = discord.Client(intents=discord.Intents(guilds=True))._connection
    state.user = discord.ClientUser(state=state, data=MEMBER["user"])  # type: ignore[arg-type]
    interaction: Any = Asked(**INTERACTION, **where, context=0, attachment_size_limit=1)
    discord.Interaction(data=interaction, state=state)
    names = {*interaction.names, "message", "channel_id"}
    assert read_interaction(json.dumps(dict.fromkeys(names)).encode()).keys() == names


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "message",
    [b'"\xed\xa0\x80"', b'"\xff"', b'"a\nb"', b'"\\x"', b"01", b"{,}", b"NaN", b"[" * 2_000 + b"]" * 2_000],
)
def test_a_message_that_is_no_json_is_refused_before_somebody_asks(message: bytes) -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)  # as a library of a chain does
    try:
        with pytest.raises(orjson.JSONDecodeError):
            read_interaction(b'{"id":"1","message":' + message + b"}")
    finally:
        sys.setrecursionlimit(limit)
