"""Who was elected, worked out again by whoever verifies the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.verification.findings import ElectedRight
from bot.wording.verification.findings import line
from tests.verification.checking import SAY, changed, findings, forged, refusal


def test_those_who_were_elected_are_found_again(records: dict[str, bytes]) -> None:
    (found,) = [each for each in findings(records["elected"]) if isinstance(each, ElectedRight)]
    elected = json.loads(records["elected"])["frozen"]["candidates"][1:]
    assert list(found.members) == elected
    said = line(found, SAY)
    assert f"Elected to 2 seats, as the candidates and the count have it: {', '.join(elected)}." in said
    assert found.owners is not None
    assert (len(found.owners.joining), len(found.owners.leaving), found.owners.threshold) == (2, 1, 2)
    assert f"The Safe's owners: {', '.join(found.owners.joining)} in, {found.owners.leaving[0]} out" in said


def somebody_else(record: Any) -> None:
    record["elected"]["winners"][1] = {"choice": 1, "member": "101"}


def another_member(record: Any) -> None:
    record["elected"]["winners"][0]["member"] = "101"


def in_another_order(record: Any) -> None:
    record["elected"]["winners"].reverse()


def left_out(record: Any) -> None:
    record["elected"]["winners"].pop()


def tied(record: Any) -> None:
    record["elected"]["tied"] = [1, 3]


def to_the_same_wallet(record: Any) -> None:
    winners = record["elected"]["winners"]
    winners[1]["wallet"] = winners[0]["wallet"]


def nobody(record: Any) -> None:
    del record["elected"]


@pytest.mark.parametrize(
    "forgery", [somebody_else, another_member, in_another_order, left_out, tied, to_the_same_wallet, nobody]
)
@pytest.mark.attack("files")
def test_others_than_those_who_were_elected_are_found(
    records: dict[str, bytes], forgery: Callable[[Any], None]
) -> None:
    assert (refusal(changed(records["elected"], forgery)) or "").startswith("elected")


@pytest.mark.attack("files")
def test_candidates_that_are_missing_are_found(records: dict[str, bytes]) -> None:
    def without(record: Any) -> None:
        record["frozen"]["candidates"].pop()

    assert (refusal(forged(records["elected"], without)) or "").startswith("frozen.candidates")


@pytest.mark.attack("files")
def test_somebody_elected_by_a_vote_that_elects_nobody_is_refused(records: dict[str, bytes]) -> None:
    def add(record: Any) -> None:
        record["elected"] = {"winners": [{"choice": 1, "member": "101"}], "tied": []}

    assert (refusal(changed(records["plain"], add)) or "").startswith("elected")


@pytest.mark.attack("files")
@pytest.mark.parametrize("part", ["owners", "actions"])
def test_seats_beside_what_the_policy_lets_be_done_are_found(records: dict[str, bytes], part: str) -> None:
    def change(record: Any) -> None:
        if part == "owners":
            del record["frozen"]["policy"]["elects"]["owners"]
        else:
            record["frozen"]["actions"] = [{}]

    field = "frozen.seats" if part == "owners" else "frozen.actions"
    assert (refusal(forged(records["elected"], change)) or "").startswith(field)
