"""What a voter has of their own ballots, beside the record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.verification import findings
from tests.countersigning import PUBLIC_KEY
from tests.verification.checking import refusal, rewritten
from tests.verification.evidence import (
    Told,
    checked,
    received,
    refused,
    signature,
)


def test_each_voter_finds_their_own_ballot(countersigned: Told) -> None:
    for voter in countersigned.voters:
        found, said = checked(countersigned.record, own=countersigned.own(voter))
        assert said is None
        assert isinstance(found[-1], findings.OwnBallotCounts)
        assert found[-1].earlier == len(countersigned.own(voter)["ballots"]) - 1


def without(record: bytes, voter: str) -> bytes:
    """The record that an operator writes who leaves out this voter's ballot."""

    def leave_out(document: Any) -> None:
        document["ballots"] = [each for each in document["ballots"] if each["voter"] != voter]

    return rewritten(record, leave_out)


@pytest.mark.attack("files")
@pytest.mark.parametrize("place", range(4))
def test_a_dropped_ballot_is_found_out_by_its_voters_file(countersigned: Told, place: int) -> None:
    voter = countersigned.voters[place]
    record = without(countersigned.record, voter)
    assert refusal(record) is None
    own = countersigned.own(voter)
    for ballot in own["ballots"]:
        ballot["place"] = None
    said = refused(record, own=own)
    assert said is not None
    assert "left out" in said
    assert own["ballots"][-1]["receipt"] in said


@pytest.mark.attack("files")
def test_a_dropped_ballot_whose_request_is_among_all_is_found_out_by_any_auditor(countersigned: Told) -> None:
    voter = countersigned.voters[-1]

    def lose_places(evidence: dict[str, Any]) -> None:
        for each in evidence["ballots"]:
            each["place"] = None

    said = refused(without(countersigned.record, voter), countersigned.changed(lose_places))
    assert said is not None
    assert "left out" in said


@pytest.mark.attack("files")
def test_an_earlier_ballot_in_place_of_the_last_one_is_found_out_by_its_voter(countersigned: Told) -> None:
    evidence = countersigned.evidence["ballots"]
    replaced = next(each for each in evidence if each["place"] is None)
    voter = replaced["voter"]

    def put_back(record: Any) -> None:
        (theirs,) = (each for each in record["ballots"] if each["voter"] == voter)
        for name in ("choice", "cast_at_ms", "source"):
            theirs[name] = replaced[name]
        theirs["vote_evidence"] = signature(replaced["evidence"]).recorded()
        theirs["reason"] = None
        record["ballots"].sort(key=lambda each: (int(each["cast_at_ms"]), int(each["source"])))

    record = rewritten(countersigned.record, put_back)
    assert refusal(record) is None
    own = countersigned.own(voter)
    for each in own["ballots"]:
        each["place"] = None
    said = refused(record, own=own)
    assert said is not None
    assert replaced["receipt"] in said
    assert "left out" in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("late_ms", [1, 5_001, 59_999])
def test_an_earlier_ballot_that_is_given_a_later_time_is_found(countersigned: Told, late_ms: int) -> None:
    """The time that counts is in the id of the interaction, and in no other part of the signed request."""
    evidence = countersigned.changed(lambda it: None)
    replaced = next(each for each in evidence["ballots"] if each["place"] is None)
    voter = replaced["voter"]
    replaced["cast_at_ms"] = str(int(replaced["cast_at_ms"]) + late_ms)
    replaced["receipt"] = received(evidence["proposal"], replaced)

    def put_back(record: Any) -> None:
        (theirs,) = (each for each in record["ballots"] if each["voter"] == voter)
        for name in ("choice", "cast_at_ms", "source"):
            theirs[name] = replaced[name]
        theirs["vote_evidence"] = signature(replaced["evidence"]).recorded()
        record["ballots"].sort(key=lambda each: (int(each["cast_at_ms"]), int(each["source"])))

    record = rewritten(countersigned.record, put_back)
    places = {each["receipt"]: place for place, each in enumerate(json.loads(record)["ballots"], 1)}
    for each in evidence["ballots"]:
        each["place"] = places.get(each["receipt"])
    said = refusal(record) or refused(record, evidence, public_key=PUBLIC_KEY)
    assert said is not None
    assert "cast_at_ms" in said


def test_a_ballot_that_was_replaced_after_the_file_was_made_is_said_with_the_later_one(
    countersigned: Told,
) -> None:
    replaced = next(each for each in countersigned.evidence["ballots"] if each["place"] is None)
    own = countersigned.own(replaced["voter"])
    own["ballots"] = own["ballots"][:1]
    found, said = checked(countersigned.record, own=own)
    assert said is None
    assert isinstance(found[-1], findings.OwnBallotReplaced)
    assert found[-1].receipt == replaced["receipt"]
    assert found[-1].by in {each["receipt"] for each in json.loads(countersigned.record)["ballots"]}


@pytest.mark.attack("files")
def test_a_voters_own_file_has_one_voter(countersigned: Told) -> None:
    for own in (countersigned.evidence, {**countersigned.evidence, "ballots": []}):
        said = refused(countersigned.record, own=own)
        assert said is not None
        assert "one voter" in said
