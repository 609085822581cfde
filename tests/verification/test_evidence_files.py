"""Files of evidence that are none, or not for the record."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.evidence import (
    Told,
    refused,
)


@pytest.mark.attack("files")
def test_a_ballot_that_is_there_twice_is_refused(countersigned: Told) -> None:
    said = refused(countersigned.record, countersigned.evidence, countersigned.evidence)
    assert said is not None
    assert "second time" in said


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"Folkmoot",
    "half of it": b'{"vote_evidence":"folkmoot/1",',
    "a list": b"[]",
    "null": b"null",
    "another format": b'{"vote_evidence":"folkmoot/2"}',
    "a name twice": b'{"vote_evidence":"folkmoot/1","vote_evidence":"folkmoot/1"}',
    "very deep": b"[" * 200_000 + b"]" * 200_000,
    "no UTF-8": b'{"vote_evidence":"\xff"}',
    "UTF-16": '{"vote_evidence":"folkmoot/1"}'.encode("utf-16"),
    "broken gzip": b"\x1f\x8b\x08\x00nonsense",
    "a gzip bomb": gzip.compress(b"0" * (40 * 2**20)),
    "not a number": b'{"vote_evidence":NaN}',
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_holds_no_evidence_is_one_line(countersigned: Told, what: str) -> None:
    said = refused(countersigned.record, BROKEN[what])
    assert said is not None
    assert len(said) < 500


ODD = [None, True, -1, 1.5, 2**70, "", "x", "9" * 400, [], {}, [[]], {"kind": "signed"}, {"kind": "other"}]


@pytest.mark.attack("files")
@given(st.data())
def test_whatever_else_stands_in_an_evidence_file_is_one_line_and_never_a_fault(
    countersigned: Told, data: st.DataObject
) -> None:
    evidence = countersigned.changed(lambda it: None)
    within: Any = evidence
    if data.draw(st.booleans()):
        within = data.draw(st.sampled_from(evidence["ballots"]))
        within = data.draw(st.sampled_from([within, within["evidence"]]))
    name = data.draw(st.sampled_from([*within, "more"]))
    value = data.draw(st.sampled_from(ODD))
    unchanged = within.get(name) == value and type(within.get(name)) is type(value)
    within[name] = value
    said = refused(countersigned.record, evidence)
    # A part that is one of many says only that there are more; a place may be unknown when the file is made.
    assert unchanged or said is not None or (name == "place" and value is None)


@pytest.mark.attack("files")
def test_evidence_for_a_vote_that_asked_for_none_is_refused(
    records: dict[str, bytes], countersigned: Told
) -> None:
    said = refused(records["plain"], countersigned.evidence)
    assert said is not None
    assert "content_hash" in said
