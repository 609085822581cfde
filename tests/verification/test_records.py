"""What `folkmoot verify` finds right and wrong in a record, alone with it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from tests.assurance import ASSURANCE, examples
from tests.docs.pages import named as fields_named
from tests.docs.pages import read, rows
from tests.verification.checking import at, changed, findings, forged, named, places, refusal
from tests.verification.votes import VOTES

UNNOTICED = {
    field for cell in rows(read("docs/auditors.md"), "without the hash") for field in fields_named(cell)
}
"""What may be changed unnoticed, as the page for auditors lists it."""


def may_go_unnoticed(path: tuple[str | int, ...]) -> bool:
    """Whether the page lists the field, or a list or object that holds it."""
    steps = named(path).split(".")
    return any(".".join(steps[:end]) in UNNOTICED for end in range(1, len(steps) + 1))


OTHERS = (None, [], {}, 0, "", "x", True)
"""Values of any type, in place of each value in turn; in the assurance all in place of each."""


def variants(value: Any, number: int) -> Iterator[Any]:
    """Other values near it, of its own and of other types; it is the value of that number."""
    yield from OTHERS if ASSURANCE else OTHERS[number % len(OTHERS) :][:1]
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, -value - 1, str(value), value + 1_000_000)
    elif isinstance(value, str):
        yield from (value + "x", value[::-1], value.upper(), value.lower(), "1" + value, " " + value)
        if value.isdigit():
            yield from (str(int(value) + 1), str(abs(int(value) - 1)), "0" + value, "-" + value, "9" * 50)
        if value.startswith("0x"):
            yield value[:-1] + ("1" if value[-1] == "0" else "0")
    elif isinstance(value, list):
        yield from ([*value, *value[:1]], value[1:], value[::-1], [None])
    elif isinstance(value, dict):
        yield from ({name: value[name] for name in value if name != left_out} for left_out in value)
        yield {**value, "more": 1}


@pytest.mark.parametrize("kind", VOTES)
def test_the_record_of_a_real_vote_is_right(records: dict[str, bytes], kind: str) -> None:
    assert refusal(records[kind]) is None
    assert refusal(gzip.compress(records[kind])) is None
    assert refusal(records[kind], content_hash(records[kind])) is None
    assert len(findings(records[kind])) >= 6


@pytest.mark.attack("files")
@pytest.mark.parametrize("kind", VOTES)
def test_every_changed_value_is_found_but_those_that_the_page_lists(
    records: dict[str, bytes], kind: str
) -> None:
    document = json.loads(records[kind])
    unnoticed = set()
    for number, path in enumerate([path for path in places(document) if path]):
        # One change within what is frozen says as much as all: its hash is another.
        if path[0] == "frozen" and len(path) > 3:
            continue
        parent, value = at(document, path[:-1]), at(document, path)
        for variant in variants(value, number):
            if canonical_json(variant) == canonical_json(value):
                continue
            parent[path[-1]] = variant
            data = canonical_json(document)
            if refusal(data) is None and not may_go_unnoticed(path):
                unnoticed.add((named(path), str(value)[:60], str(variant)[:60]))
            parent[path[-1]] = value
    assert not unnoticed


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(max_size=20)
    | st.sampled_from(["0", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.attack("files")
@settings(max_examples=examples(200, 2_000))
@given(st.data())
def test_whatever_else_stands_in_a_record_is_one_line_and_never_a_fault(
    records: dict[str, bytes], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(sorted(VOTES)))
    document = json.loads(records[kind])
    path = data.draw(st.sampled_from([path for path in places(document) if path]))
    before, value = at(document, path), data.draw(ANYTHING)
    at(document, path[:-1])[path[-1]] = value
    text = canonical_json(document)
    said = refusal(text)
    if canonical_json(value) != canonical_json(before):
        assert said is not None or may_go_unnoticed(path), named(path)
        assert refusal(text, content_hash(records[kind])) is not None
    assert said is None or "\n" not in said


@pytest.mark.attack("files")
@given(st.data())
def test_no_changed_byte_passes_beside_the_hash_of_the_result(
    records: dict[str, bytes], data: st.DataObject
) -> None:
    record = bytearray(records[data.draw(st.sampled_from(sorted(VOTES)))])
    expected = content_hash(bytes(record))
    place = data.draw(st.integers(0, len(record) - 1))
    record[place] ^= data.draw(st.integers(1, 255))
    assert refusal(bytes(record), expected) is not None


def _ballot(record: Any, place: int = 0) -> Any:
    return record["ballots"][place]


def _double(record: Any) -> None:
    _ballot(record)["power"] = str(2 * int(_ballot(record)["power"]))


def _same_wallet(record: Any) -> None:
    mine, theirs = _ballot(record)["evidence"], _ballot(record, 1)["evidence"]
    for one, other in zip(mine, theirs, strict=True):
        other["wallet"], other["raw"] = one["wallet"], one["raw"]
    _ballot(record, 1)["power"] = _ballot(record)["power"]


def _without_one_source(record: Any) -> None:
    del _ballot(record)["evidence"][0]
    _ballot(record)["power"] = "0"


def _with_a_role(record: Any) -> None:
    record["ballots"][1]["roles"] = ["78"]


def _late(record: Any) -> None:
    at_ms = (record["ended_at"] + 5) * 1000
    last = record["ballots"][-1]
    last["cast_at_ms"], last["source"] = str(at_ms), str((at_ms - 1420070400000) << 22)


def _early(record: Any) -> None:
    at_ms = (record["opened_at"] - 5) * 1000
    first = record["ballots"][0]
    first["cast_at_ms"], first["source"] = str(at_ms), str((at_ms - 1420070400000) << 22)


def _another_time(record: Any) -> None:
    last = record["ballots"][-1]
    last["cast_at_ms"] = str(int(last["cast_at_ms"]) + 120_000)


def _twice(record: Any) -> None:
    record["ballots"].append({**record["ballots"][-1]})


def _shorter(record: Any) -> None:
    record["ended_at"] -= 3600


def _lower_quorum(record: Any) -> None:
    record["election"]["rules"]["quorum"]["value"] = "1"


def _another_choice(record: Any) -> None:
    record["election"]["choices"][2] = "Against it"


def _other_weight(record: Any) -> None:
    for each in record["ballots"]:
        each["evidence"][0]["weight"] = "5"


def _other_block(record: Any) -> None:
    for each in record["ballots"]:
        each["evidence"][0]["block"] = "0x" + "ab" * 32


def _other_policy(record: Any) -> None:
    record["frozen"]["policy"]["periods"]["voting"] = "PT1S"


def _unknown_field_of_the_policy(record: Any) -> None:
    record["frozen"]["policy"]["owner_may_change_votes"] = True


def _pause(record: Any) -> None:
    record["suspensions"].append(
        {"by": "1", "reason": "", "unseen_since": None, "at": record["opened_at"] + 5, "resumed_at": None}
    )


def _extension(record: Any) -> None:
    record["extensions"].append({"at_ms": record["ballots"][-1]["cast_at_ms"], "by_ms": "3600000"})
    record["ended_at"] += 3600
    record["closed_at"] += 3600


def _no_card(record: Any) -> None:
    record["card"] = None


FORGERIES: dict[Callable[[Any], None], tuple[str, str]] = {
    _double: ("ballots[0].power", "should be"),
    _same_wallet: ("ballots[1].evidence[0]", "a second time"),
    _without_one_source: ("ballots[0].evidence", "says nothing of source 1"),
    _with_a_role: ("ballots[1].roles[0]", "none of those"),
    _late: ("ballots[2].cast_at_ms", "should be between"),
    _early: ("ballots[0].cast_at_ms", "should be between"),
    _another_time: ("ballots[2].cast_at_ms", "should be"),
    _twice: ("ballots[3].voter", "a second time"),
    _shorter: ("ended_at", "should be between"),
    _lower_quorum: ("election.rules", "should be"),
    _another_choice: ("election.", "should name"),
    _other_weight: ("ballots[0].evidence[0].weight", "should be 1"),
    _other_block: ("ballots[0].evidence[0].block", "none of those in frozen.snapshot"),
    _other_policy: ("ended_at", "should be between"),
    _unknown_field_of_the_policy: ("frozen.policy", "owner_may_change_votes"),
    _pause: ("suspensions[0].resumed_at", "should be"),
    _extension: ("extensions", "should be 0"),
    _no_card: ("card", "should be"),
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__.strip("_"))
def test_a_forger_who_makes_hashes_and_receipts_anew_is_found_out(
    records: dict[str, bytes], forgery: Callable[[Any], None]
) -> None:
    field, words = FORGERIES[forgery]
    said = refusal(forged(records["plain"], forgery))
    assert said is not None
    assert said.startswith(field)
    assert words in said


def _to_another_delegate(record: Any) -> None:
    record["delegated_power"][0]["to"] = record["ballots"][0]["voter"]
    record["election"]["delegations"][0]["to"] = record["ballots"][0]["voter"]


def _one_left_out(record: Any) -> None:
    del record["delegated_power"][0]
    del record["election"]["delegations"][0]


def _one_more(record: Any) -> None:
    record["delegations"].append({"from": "999", "to": record["ballots"][0]["voter"]})


def _counted_twice(record: Any) -> None:
    record["delegated_power"].append(record["delegated_power"][0])
    record["election"]["delegations"].append(record["election"]["delegations"][0])


def _more_than_the_share(record: Any) -> None:
    record["delegated_power"][0]["power"] = record["delegated_power"][0]["whole"]
    record["election"]["delegations"][0]["power"] = record["delegated_power"][0]["whole"]


def _another_whole(record: Any) -> None:
    record["delegated_power"][1]["whole"] = "7"


def _other_parts(record: Any) -> None:
    record["delegations"][0]["parts"] = 1_000


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("kind", "forgery"),
    [
        ("split", _more_than_the_share),
        ("split", _another_whole),
        ("split", _other_parts),
        ("split", _one_left_out),
        ("delegated", _to_another_delegate),
        ("delegated", _one_left_out),
        ("delegated", _one_more),
        ("delegated", _counted_twice),
        ("by_registry", _to_another_delegate),
        ("by_registry", _one_more),
        ("by_registry", _counted_twice),
    ],
)
def test_delegated_power_counts_only_where_it_was_delegated(
    records: dict[str, bytes], kind: str, forgery: Callable[[Any], None]
) -> None:
    said = refusal(changed(records[kind], forgery))
    assert said is not None
    assert "deleg" in said


def test_an_extension_that_the_ballots_ask_for_can_not_be_left_out(records: dict[str, bytes]) -> None:
    def without(record: Any) -> None:
        (extension,) = record["extensions"]
        record["extensions"] = []
        record["ended_at"] -= int(extension["by_ms"]) // 1000

    said = refusal(changed(records["delegated"], without))
    assert said is not None
    assert said.startswith(("extensions", "ballots"))


def test_the_line_names_the_ballot_by_the_receipt_of_its_voter(records: dict[str, bytes]) -> None:
    record = json.loads(records["plain"])
    said = refusal(changed(records["plain"], _double))
    assert said is not None
    assert record["ballots"][0]["receipt"] in said
    assert f"should be {record['ballots'][0]['power']}" in said


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"Folkmoot",
    "half of it": b'{"record":"folkmoot/1",',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "another object": b'{"a":1}',
    "another format": b'{"record":"folkmoot/2"}',
    "no field but the format": b'{"record":"folkmoot/1"}',
    "a fraction": b'{"record":1.5}',
    "an exponent": b'{"record":1e5}',
    "a name twice": b'{"record":"folkmoot/1","record":"folkmoot/1"}',
    "spaces": b'{"record": "folkmoot/1"}',
    "names out of order": b'{"z":1,"record":"folkmoot/1"}',
    "very deep": b"[" * 200_000 + b"]" * 200_000,
    "deep in an object": b'{"record":' + b"[" * 150 + b"]" * 150 + b"}",
    "no UTF-8": b'{"record":"\xff"}',
    "a lone surrogate": b'{"record":"\\ud800"}',
    "not a number": b'{"record":NaN}',
    "a byte order mark and nothing": b"\xef\xbb\xbf",
    "broken gzip": b"\x1f\x8b\x08\x00nonsense",
    "cut gzip": gzip.compress(b'{"record":"folkmoot/1"}')[:-4],
    "a gzip bomb": gzip.compress(b"0" * (40 * 2**20)),
    "a very long number": b'{"record":' + b"9" * 5_000 + b"}",
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_record_is_one_line(what: str) -> None:
    with pytest.raises(RecordError):
        read_record(BROKEN[what])
    said = refusal(BROKEN[what])
    assert said is not None
    assert len(said) < 500
    assert "\n" not in said


@pytest.mark.attack("files")
def test_a_record_with_spaces_has_another_hash_and_is_refused(records: dict[str, bytes]) -> None:
    said = refusal(json.dumps(json.loads(records["plain"]), sort_keys=True).encode())
    assert said is not None
    assert "canonical JSON" in said


@pytest.mark.attack("files")
def test_the_hash_of_another_record_is_refused_with_both(records: dict[str, bytes]) -> None:
    said = refusal(records["plain"], content_hash(records["held"]))
    assert said is not None
    assert content_hash(records["plain"]) in said
    assert content_hash(records["held"]) in said
