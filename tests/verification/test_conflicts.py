"""Conflicts of interest, checked by whoever verifies the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.verification.findings import ConflictsRight
from tests.verification.checking import changed, findings, refusal


def twice(record: Any) -> None:
    record["conflicts"][1]["member"] = record["conflicts"][0]["member"]


def empty(record: Any) -> None:
    record["conflicts"][0]["text"] = "  "


def too_long(record: Any) -> None:
    record["conflicts"][0]["text"] = "x" * 301


def late(record: Any) -> None:
    record["conflicts"][1]["at_ms"] = str((record["ended_at"] + 1) * 1000)


def in_another_order(record: Any) -> None:
    record["conflicts"].reverse()


@pytest.mark.parametrize("forgery", [twice, empty, too_long, late, in_another_order])
@pytest.mark.attack("files")
def test_what_no_member_can_have_declared_is_found(
    records: dict[str, bytes], forgery: Callable[[Any], None]
) -> None:
    assert ConflictsRight(members=2, voters=1) in findings(records["plain"])
    assert "conflicts[" in (refusal(changed(records["plain"], forgery)) or "")


def test_where_members_stake_nobody_declares_one(records: dict[str, bytes]) -> None:
    def declared(record: Any) -> None:
        record["conflicts"] = [{"member": "1", "text": "x", "at_ms": "0"}]

    assert "conflicts" in (refusal(changed(records["staked"], declared)) or "")
