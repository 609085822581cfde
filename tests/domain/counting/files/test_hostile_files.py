"""Election files that somebody made to mislead a count, or to keep it busy."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from math import lcm
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_formats.weights import LARGEST
from bot.domain.counting.casting import _casting
from bot.domain.counting.errors import (
    FractionsTooLong,
    NamedAgain,
    NotJson,
    TooDeep,
    TooLong,
    TooMany,
    Undecompressed,
)
from bot.domain.counting.exact import MOST_BITS
from bot.domain.counting.ranking import MOST_RANKED
from bot.domain.elections.decoding import MOST_NESTED, decode
from bot.domain.elections.election import ElectionError
from bot.domain.elections.tally import encode_result, tally
from bot.domain.rules.outcome import MOST_QUORUMS
from tests.domain.counting.documents import result, vote

SMALL = vote(("ada", 3, 1), ("ben", 2, 2), rules={"majority": {}})


def counted(data: bytes) -> Any:
    return json.loads(encode_result(tally(decode(data))))


def counted_or_refused(data: bytes) -> Any:
    """The result, or the ElectionError."""
    try:
        return counted(data)
    except ElectionError as error:
        return error


def refusal(data: bytes) -> ElectionError:
    with pytest.raises(ElectionError) as caught:
        tally(decode(data))
    return caught.value


# -- compressed, and marked -----------------------------------------------------------------------------------------


def test_a_compressed_file_counts_as_what_is_in_it() -> None:
    text = json.dumps(SMALL).encode()
    assert counted(gzip.compress(text)) == counted(text) == result(SMALL)
    assert counted(gzip.compress(text[:20]) + gzip.compress(text[20:])) == result(SMALL)


def test_a_byte_order_mark_is_no_part_of_the_document() -> None:
    text = b"\xef\xbb\xbf" + json.dumps(SMALL).encode()
    assert counted(text) == counted(gzip.compress(text)) == result(SMALL)


@pytest.mark.attack("files")
@pytest.mark.parametrize("fill", [b" ", b"[", b'"', b"\0", b'{"voter":"a","power":"1","choice":1},'])
def test_a_compressed_file_is_no_longer_than_its_length_explains(fill: bytes) -> None:
    fault = refusal(gzip.compress(fill * (20_000_000 // len(fill)))).fault
    assert isinstance(fault, TooLong)


@pytest.mark.attack("files")
@pytest.mark.parametrize("cut", [2, 9, 12, 40, -1])
def test_what_is_compressed_in_part_is_refused(cut: int) -> None:
    assert refusal(gzip.compress(json.dumps(SMALL).encode())[:cut]).fault == Undecompressed()


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "data",
    [
        b"\x1f\x8b" + bytes(40),
        b"\x1f\x8b\x08" + b"\xff" * 40,
        gzip.compress(json.dumps(SMALL).encode()) + b"more",
    ],
)
def test_what_only_begins_as_compressed_files_do_is_refused(data: bytes) -> None:
    assert refusal(data).fault == Undecompressed()


@pytest.mark.attack("files")
@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\xef\xbb\xbf"])
def test_other_marks_are_no_json(mark: bytes) -> None:
    assert refusal(mark + json.dumps(SMALL).encode()).field == "document"


# -- the same name twice --------------------------------------------------------------------------------------------

TWICE = {
    "mechanism": '{"mechanism":"single","mechanism":"approval","choices":["a"],"ballots":[]}',
    "choices": '{"choices":["a","b"],"mechanism":"single","choices":["b","a"],"ballots":[]}',
    "ballots": '{"mechanism":"single","choices":["a"],"ballots":[],"ballots":[]}',
    "power": '{"mechanism":"single","choices":["a"],"ballots":[{"voter":"x","power":"1","power":"9","choice":1}]}',
    "choice": '{"mechanism":"single","choices":["a","b"],"ballots":[{"voter":"x","power":"1","choice":1,"choice":2}]}',
    "voter": '{"mechanism":"single","choices":["a"],"ballots":[{"voter":"x","voter":"y","power":"1","choice":1}]}',
    "cast_at": (
        '{"mechanism":"single","choices":["a"],'
        '"ballots":[{"voter":"x","power":"1","choice":1,"cast_at":1,"cast_at":2}]}'
    ),
    "1": '{"mechanism":"weighted","choices":["a"],"ballots":[{"voter":"x","power":"1","choice":{"1":1,"1":2}}]}',
    "quorum": (
        '{"mechanism":"single","choices":["a"],"rules":{"quorum":{"kind":"absolute","value":"1"},'
        '"quorum":{"kind":"absolute","value":"0"}},"ballots":[]}'
    ),
    "value": (
        '{"mechanism":"single","choices":["a"],'
        '"rules":{"quorum":{"kind":"absolute","value":"9","value":"0"}},"ballots":[]}'
    ),
    "to": (
        '{"mechanism":"single","choices":["a"],"ballots":[],'
        '"delegations":[{"from":"x","to":"y","to":"z","power":"1"}]}'
    ),
    "at": (
        '{"mechanism":"conviction","choices":["a"],"options":{"decay":"1/2","max_ratio":"1/5","weight":"1/500",'
        '"funds":"9","requested":["1"],"at":1,"at":2},"electorate":{"total_power":"1"},"ballots":[]}'
    ),
    "amount": (
        '{"mechanism":"conviction","choices":["a"],"options":{"decay":"1/2","max_ratio":"1/5","weight":"1/500",'
        '"funds":"9","requested":["1"],"at":1},"electorate":{"total_power":"1"},'
        '"ballots":[{"voter":"x","power":"1","stakes":[{"choice":1,"amount":"1","amount":"2","at":0}]}]}'
    ),
}
WRITTEN = {
    "as it is": lambda text: text,
    "with spaces": lambda text: text.replace(":", " : "),
    "with line breaks": lambda text: text.replace(",", ",\n").replace(":", "\n:\t"),
    "with an escape elsewhere": lambda text: text.replace('["a"', '["\\u0061"'),
    "with colons in strings": lambda text: text.replace('["a"', '[":\\":"'),
    "marked": lambda text: "\ufeff" + text,
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("name", TWICE)
def test_a_name_that_stands_twice_in_an_object_is_refused_however_it_is_written(
    name: str, written: str
) -> None:
    assert refusal(WRITTEN[written](TWICE[name]).encode()).fault == NamedAgain(name)


@pytest.mark.attack("files")
@pytest.mark.parametrize("spelled", ["p\\u006fwer", "\\u0070\\u006f\\u0077\\u0065\\u0072"])
def test_a_name_spelled_otherwise_is_the_same_name(spelled: str) -> None:
    text = TWICE["power"].replace('"power":"9"', f'"{spelled}":"9"')
    assert refusal(text.encode()).fault == NamedAgain("power")


@given(st.text(), st.text(min_size=1))
def test_what_stands_in_strings_is_no_name(choice: str, voter: str) -> None:
    document = vote((voter, 3, 1), choices=[choice, '":', ':"', '\\":'])
    for text in (json.dumps(document), json.dumps(document, ensure_ascii=False, indent=1)):
        try:
            data = text.encode()
        except UnicodeEncodeError:
            continue
        assert counted(data)["scores"] == ["3", "0", "0", "0"]


# -- more than can be counted ---------------------------------------------------------------------------------------


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("mechanism", "most"),
    [("single", 10_000), ("weighted", 10_000), ("ranked_choice", MOST_RANKED), ("copeland", MOST_RANKED)],
)
def test_so_many_choices_are_counted_and_no_more(mechanism: str, most: int) -> None:
    names = [f"c{number}" for number in range(most)]
    assert len(result(vote(mechanism=mechanism, choices=names))["scores"]) == most
    data = json.dumps(vote(mechanism=mechanism, choices=[*names, "one more"])).encode()
    assert refusal(data).fault == TooMany(most)


@pytest.mark.attack("files")
def test_so_many_quorums_are_asked_and_no_more() -> None:
    one = {"kind": "absolute", "value": "1", "counts": ["For"]}
    assert result(vote(rules={"quorum": [one] * MOST_QUORUMS}))["outcome"]["quorum_reached"] is False
    data = json.dumps(vote(rules={"quorum": [one] * (MOST_QUORUMS + 1)})).encode()
    assert refusal(data).fault == TooMany(MOST_QUORUMS)


@pytest.mark.attack("files")
@pytest.mark.parametrize("repeated", [False, True])
def test_rules_may_name_every_choice(repeated: bool) -> None:
    names = [f"c{number}" for number in range(10_000)]
    quorum = {"kind": "absolute", "value": "1", "counts": names * (3 if repeated else 1)}
    assert (
        result(vote(("ada", 1, 1), choices=names, rules={"quorum": quorum}))["outcome"]["quorum_power"] == "1"
    )


@pytest.mark.attack("files")
@pytest.mark.parametrize(("bits", "voters"), [(53, 12_000), (4_000, 300), (13_000, 100)])
@pytest.mark.parametrize("rule", [{}, {"quorum": {"kind": "absolute", "value": "1", "counts": ["For"]}}])
@pytest.mark.parametrize("mechanism", ["weighted", "quadratic"])
def test_fractions_that_no_one_could_read_are_refused(
    mechanism: str, rule: dict[str, Any], bits: int, voters: int
) -> None:
    if mechanism == "quadratic" and not rule:
        pytest.skip("its scores are no fractions")
    chance = Random(bits)
    ballots = [(f"voter {place}", 1, {"1": chance.getrandbits(bits) | 1, "2": 1}) for place in range(voters)]
    data = json.dumps(vote(*ballots, mechanism=mechanism, rules=rule)).encode()
    assert refusal(data).fault == FractionsTooLong()


def test_no_weights_that_members_can_give_make_fractions_too_long() -> None:
    common = 1
    primes = [True] * (25 * LARGEST + 1)
    for number in range(2, len(primes)):
        if primes[number]:
            primes[number * number :: number] = [False] * len(primes[number * number :: number])
            power = number
            while power * number < len(primes):
                power *= number
            common *= power
    assert all(common % number == 0 for number in (2, 9_999, 25 * LARGEST - 1, 25 * LARGEST))
    assert lcm(*range(1, 200)) <= common
    assert common.bit_length() < MOST_BITS


@pytest.mark.attack("files")
@pytest.mark.parametrize("length", [10, 3_000])
@pytest.mark.parametrize("circle", [False, True])
def test_a_chain_of_delegations_that_decides_what_can_be_paid_is_followed_once(
    length: int, circle: bool
) -> None:
    """The first can pay, so that the second gets nothing and can't, so that the third gets something and can …"""
    names = [f"voter {place}" for place in range(length)]
    ballots = [(name, 0, {"1": 1}) for name in names]
    delegations = [{"from": one, "to": other, "power": "1"} for one, other in pairwise(names)]
    if circle:
        delegations.append({"from": names[-1], "to": names[0], "power": "1"})
    else:
        ballots[0] = (names[0], 1, {"1": 1})
    document = vote(*ballots, mechanism="quadratic", options={"form": "credits"}, delegations=delegations)
    assert result(document)["voters"] == (0 if circle else (length + 1) // 2)


delegations_of = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(0, 3)), max_size=10
)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 3), st.integers(0, 4))),
    delegations_of,
)
def test_who_can_pay_is_the_alternating_fixed_point(
    held: dict[str, tuple[int, int]], delegated: list[tuple[str, str, int]]
) -> None:
    """Drawn together round by round, as its definition says."""

    def casting_if(assumed: set[str]) -> set[str]:
        return {
            voter
            for voter, (power, cost) in held.items()
            if cost <= power + sum(lent for of, to, lent in delegated if to == voter and of not in assumed)
        }

    surely: set[str] = set()
    possibly = set(held)
    for _ in range(2 * len(held) + 2):
        surely = casting_if(possibly)
        possibly = casting_if(surely)
    candidates = {voter: [(place, power, None)] for place, (voter, (power, _)) in enumerate(held.items())}
    costs = {place: cost for place, (_, cost) in enumerate(held.values())}
    assert _casting(candidates, delegated, costs) == surely


# -- what no reader survives everywhere -----------------------------------------------------------------------------


@pytest.mark.attack("files")
@pytest.mark.parametrize("depth", [1_000, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("closed", [True, False])
def test_a_depth_that_nobody_needs_is_refused_in_a_line(
    opening: str, closing: str, depth: int, closed: bool
) -> None:
    inner = opening * depth + "1" + (closing * depth if closed else "")
    text = (
        f'{{"mechanism":"single","choices":["a"],"ballots":[{{"voter":"x","power":"1","choice":{inner}}}]}}'
    )
    found = counted_or_refused(text.encode())
    if isinstance(found, ElectionError):
        assert isinstance(found.fault, (TooDeep, NotJson))
    else:
        assert [each["voter"] for each in found["invalid"]] == ["x"]


@pytest.mark.attack("files")
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [97, 98, 500, 990, 3_000])
def test_every_python_refuses_the_same_depth(opening: str, closing: str, depth: int) -> None:
    inner = opening * depth + "1" + closing * depth
    text = (
        f'{{"mechanism":"single","choices":["a"],"ballots":[{{"voter":"x","power":"1","choice":{inner}}}]}}'
    )
    found = counted_or_refused(text.encode())
    if depth + 3 <= MOST_NESTED:
        assert [each["voter"] for each in found["invalid"]] == ["x"]
    else:
        assert isinstance(found, ElectionError)
        assert found.fault == TooDeep()


@pytest.mark.attack("files")
@pytest.mark.parametrize("digits", [400, 4_000, 4_301, 100_000])
@pytest.mark.parametrize("place", ["power", "choice", "cast_at", "weight", "total"])
def test_huge_numbers_are_counted_exactly_or_refused(place: str, digits: int) -> None:
    number = "9" * digits
    texts = {
        "power": f'{{"voter":"x","power":"{number}","choice":1}}',
        "choice": f'{{"voter":"x","power":"1","choice":{number}}}',
        "cast_at": f'{{"voter":"x","power":"1","choice":1,"cast_at":{number}}}',
        "weight": f'{{"voter":"x","power":"1","choice":{{"1":{number}}}}}',
        "total": '{"voter":"x","power":"1","choice":1}',
    }
    mechanism = "weighted" if place == "weight" else "single"
    total = number if place == "total" else "1"
    text = (
        f'{{"mechanism":"{mechanism}","choices":["a"],"electorate":{{"total_power":"{total}"}},'
        f'"ballots":[{texts[place]}]}}'
    )
    found = counted_or_refused(text.encode())
    if isinstance(found, ElectionError):
        assert digits > 4_000
        assert found.field
    else:
        invalid = [each["voter"] for each in found["invalid"]]
        assert invalid or found["scores"] == [number if place == "power" else "1"]


@pytest.mark.attack("files")
@pytest.mark.parametrize("place", ["voter", "choice name", "power", "field"])
def test_long_strings_are_counted_or_refused(place: str) -> None:
    text = "x" * 1_000_000
    document: dict[str, Any] = {
        "voter": vote((text, 1, 1)),
        "choice name": vote(("ada", 1, 1), choices=[text]),
        "power": {**vote(), "ballots": [{"voter": "ada", "power": text, "choice": 1}]},
        "field": {**vote(), text: 1},
    }[place]
    if place == "field":
        assert refusal(json.dumps(document).encode()).field == text
    else:
        found = result(document)
        assert (found["scores"][0], len(found["invalid"])) == (("0", 1) if place == "power" else ("1", 0))
