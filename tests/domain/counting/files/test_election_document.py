"""Reading an election document: what can't be counted is refused with the name of the field."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.counting.errors import NotAWholeNumber
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Ballot, Delegation, Election, ElectionError, encode
from bot.domain.elections.tally import encode_result, tally
from tests.domain.counting.documents import result, vote
from tests.naive.generate import election
from tests.said import raises_saying, said


def refusal(document: object) -> ElectionError:
    """The error with which a document (text as it is, anything else as JSON) is refused."""
    data = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(ElectionError) as caught:
        tally(decode(data.encode()))
    return caught.value


GOOD: dict[str, Any] = vote(
    ("ada", 1, 1),
    electorate={"total_power": "9", "eligible": 3},
    rules={
        "quorum": {"kind": "share", "value": "1/2"},
        "majority": {},
        "veto": {"choices": [], "value": "1"},
    },
    delegations=[{"from": "ben", "to": "ada", "power": "2"}],
)


def changed(path: str, value: object) -> dict[str, Any]:
    """GOOD with one field changed, added, or (given `...`) taken away; the path is like `rules.quorum.kind`."""
    document = json.loads(json.dumps(GOOD))
    place: Any = document
    *cast_method, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in cast_method:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def test_the_document_of_these_tests_is_good() -> None:
    assert result(GOOD)["scores"] == ["3", "0", "0"]


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("mechanism", ..., "mechanism"),
        ("mechanism", "lottery", "mechanism"),
        ("mechanism", ["single"], "mechanism"),
        ("choices", ..., "choices"),
        ("choices", [], "choices"),
        ("choices", "For", "choices"),
        ("choices.1", 7, "choices[1]"),
        ("ballots", ..., "ballots"),
        ("ballots", {}, "ballots"),
        ("ballots.0", "ada", "ballots[0]"),
        ("ballots.0.voter", ..., "ballots[0].voter"),
        ("ballots.0.voter", "", "ballots[0].voter"),
        ("ballots.0.voter", 7, "ballots[0].voter"),
        ("ballots.0.power", ..., "ballots[0].power"),
        ("ballots.0.choice", ..., "ballots[0].choice"),
        ("ballots.0.weight", "1", "ballots[0].weight"),
        ("ballots.0.cast_at", "yesterday", "ballots[0].cast_at"),
        ("options", {"tie_break": "report"}, "options.tie_break"),
        ("options", [], "options"),
        ("electorate.total_power", "-1", "electorate.total_power"),
        ("electorate.total_power", 9, "electorate.total_power"),
        ("electorate.total_power", ..., "electorate.total_power"),
        ("electorate.eligible", -1, "electorate.eligible"),
        ("electorate.size", 1, "electorate.size"),
        ("rules.majorty", {}, "rules.majorty"),
        ("rules.min_voters", -1, "rules.min_voters"),
        ("rules.min_voters", "1", "rules.min_voters"),
        ("rules.revote", 1, "rules.revote"),
        ("rules.quorum.kind", ..., "rules.quorum.kind"),
        ("rules.quorum.kind", "half", "rules.quorum.kind"),
        ("rules.quorum.value", ..., "rules.quorum.value"),
        ("rules.quorum.value", "0.5", "rules.quorum.value"),
        ("rules.quorum.value", "1/0", "rules.quorum.value"),
        ("rules.quorum.value", "-1/2", "rules.quorum.value"),
        ("rules.quorum.value", "1/2/3", "rules.quorum.value"),
        ("rules.quorum.value", 1, "rules.quorum.value"),
        ("rules.quorum.counts", ["Fro"], "rules.quorum.counts[0]"),
        ("rules.quorum.without", ["For", "Fro"], "rules.quorum.without[1]"),
        ("rules.quorum.min", "1/2", "rules.quorum.min"),
        ("rules.quorum", {"kind": "absolute", "value": "4/100"}, "rules.quorum.value"),
        ("rules.quorum", {"kind": "absolute", "value": "1", "without": []}, "rules.quorum.without"),
        ("rules.quorum", {"kind": "headcount", "value": -1}, "rules.quorum.value"),
        (
            "rules.quorum",
            {"kind": "dynamic", "min": "0", "max": "1", "coefficient": "1"},
            "rules.quorum.against",
        ),
        ("rules.quorum", [{"kind": "absolute", "value": "1"}, {"kind": "share"}], "rules.quorum[1].value"),
        ("rules.majority.value", "half", "rules.majority.value"),
        ("rules.majority.kind", "absolute", "rules.majority.kind"),
        ("rules.majority.of", "all", "rules.majority.of"),
        ("rules.majority.abstain", True, "rules.majority.abstain"),
        ("rules.veto.choices", ["Nobody"], "rules.veto.choices[0]"),
        ("rules.veto.value", ..., "rules.veto.value"),
        ("rules.veto.value", "x", "rules.veto.value"),
        ("rules.roles", {"for": 4}, "rules.roles.for"),
        ("rules.roles", {"for": 2, "against": 2}, "rules.roles"),
        ("rules.roles", {"maybe": 2}, "rules.roles.maybe"),
        ("choices", ["Yes", "No"], "rules.majority"),
        ("choices", ["For", "No"], "rules.majority"),
        ("choices", ["For", "For", "Against"], "choices"),
        ("delegations.0.power", "many", "delegations[0].power"),
        ("delegations.0.power", ..., "delegations[0].power"),
        ("delegations.0.from", "", "delegations[0].from"),
        ("delegations.0.to", "", "delegations[0].to"),
        ("delegations.0.until", 1, "delegations[0].until"),
        ("election", 1, "election"),
    ],
)
def test_a_document_that_can_not_be_counted_names_the_field(path: str, value: object, field: str) -> None:
    error = refusal(changed(path, value))
    assert error.field == field
    assert str(error).startswith(f"{field}: ")


@pytest.mark.parametrize(
    "path",
    [
        "ballots.0.power",
        "ballots.0.choice",
        "ballots.0.cast_at",
        "ballots.0.voter",
        "electorate.total_power",
        "electorate.eligible",
        "rules.min_voters",
        "rules.quorum.value",
        "delegations.0.power",
        "options",
        "unknown",
    ],
)
@pytest.mark.parametrize("number", [1.0, 0.5, 1e3, -0.0])
def test_a_number_with_a_fraction_or_an_exponent_is_refused_wherever_it_stands(
    path: str, number: float
) -> None:
    error = refusal(changed(path, number))
    assert error.fault == NotAWholeNumber()
    assert error.field.replace("[0]", ".0") == path


@pytest.mark.parametrize("choice", [[1.0], {"1": 1.0}, [[{"deep": [1e2]}]]])
def test_a_float_inside_a_choice_refuses_the_whole_document(choice: object) -> None:
    assert refusal(changed("ballots.0.choice", choice)).field.startswith("ballots[0].choice")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]x",
        "NaN",
        '{"a":1e999}',
        "[" * 100_000,
        '{"a":' + "9" * 5000 + "}",
        '"\\ud800"',
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    assert refusal(text).field == "document"


def test_what_is_no_utf8_is_refused() -> None:
    with pytest.raises(ElectionError):
        decode(b'{"mechanism":"\xff"}')


@pytest.mark.parametrize("document", [[], "single", 1, None, True])
def test_what_is_no_object_is_refused(document: object) -> None:
    assert refusal(json.dumps(document)).field == "document"


def test_an_election_is_checked_by_the_count_too() -> None:
    ballots: list[Any] = []
    with raises_saying(ElectionError, r"^mechanism: "):
        tally(Election("lottery", ["For"], ballots))
    with raises_saying(ElectionError, r"^options: "):
        tally(Election("conviction", ["For"], ballots))
    with raises_saying(ElectionError, r"^delegations\[0\].power: "):
        tally(Election("single", ["For"], ballots, delegations=[Delegation("ada", "ben", "1.0")]))


def test_an_election_made_by_hand_counts_like_one_that_was_read() -> None:
    for choice in ([2, 1], (2, 1)):
        made = Election("ranked_choice", ["A", "B"], [Ballot("ada", "1", choice)])
        assert tally(made) == tally(decode(encode(made)))


def test_a_document_survives_being_read_and_written() -> None:
    for seed in range(400):
        read = decode(json.dumps(election(seed)).encode())
        written = encode(read)
        assert encode(decode(written)) == written
        assert encode_result(tally(decode(written))) == encode_result(tally(read))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def counts_or_refuses(data: bytes) -> None:
    """Fails by any exception that isn't an ElectionError with a field and a message."""
    try:
        counted = json.loads(encode_result(tally(decode(data))))
    except ElectionError as error:
        refused = [error.field, said(error.fault)]
    else:
        refused = counted["scores"]
    assert all(refused)
    assert refused


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf{}")
def test_any_bytes_count_or_are_refused(data: bytes) -> None:
    counts_or_refuses(data)


@given(json_values)
def test_any_json_counts_or_is_refused(value: object) -> None:
    counts_or_refuses(json.dumps(value).encode())


@given(st.integers(0, 5000), st.data())
def test_a_good_document_with_anything_anywhere_counts_or_is_refused(seed: int, data: st.DataObject) -> None:
    document = election(seed)
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        if isinstance(place, dict) and data.draw(st.booleans()):
            place[
                data.draw(st.sampled_from(["power", "choice", "kind", "at", "value", "1", ""]) | st.text())
            ] = data.draw(json_values)
        else:
            place[key] = data.draw(json_values)
        break
    counts_or_refuses(json.dumps(document).encode())


def test_nested_json_is_refused_also_where_a_library_has_lifted_pythons_own_limit() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200_000)
    try:
        with pytest.raises(ElectionError):
            decode(b"[" * 100_000)
    finally:
        sys.setrecursionlimit(limit)
