"""Who was elected, worked out again by whoever verifies the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.verification.findings import ElectedRight
from bot.wording.verification.findings import line
from tests.verification.checking import SAY, changed, findings, forged, refusal


def test_those_who_were_elected_are_found_again(records: dict[str, bytes]) -> None:
    (found,) = [each for each in findings(records["elected"]) if isinstance(each, ElectedRight)]
    assert found.members == ("102", "103")
    assert line(found, SAY) == "Elected to 2 seats, as the candidates and the count have it: 102, 103."


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


def nobody(record: Any) -> None:
    del record["elected"]


@pytest.mark.parametrize("forgery", [somebody_else, another_member, in_another_order, left_out, tied, nobody])
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
