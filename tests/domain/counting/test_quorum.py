"""Quorum: each kind, which choices count, strict and not, several at once."""

from __future__ import annotations

from typing import Any

from tests.domain.counting.documents import passed, result, vote

BALLOTS = (("ada", 300, 1), ("ben", 100, 2), ("cleo", 50, 3), ("dan", 0, 1))


def quorum(kind: str, value: Any = None, **more: Any) -> dict[str, Any]:
    given = {"kind": kind, **more}
    if value is not None:
        given["value"] = value
    return vote(*BALLOTS, electorate={"total_power": "1000"}, rules={"quorum": given})


def test_an_absolute_quorum_is_reached_at_its_value() -> None:
    assert passed(quorum("absolute", "450"))
    assert not passed(quorum("absolute", "451"))


def test_a_strict_quorum_is_reached_only_above_its_value() -> None:
    assert not passed(quorum("absolute", "450", strict=True))
    assert passed(quorum("absolute", "449", strict=True))


def test_a_share_is_taken_of_the_total_power_and_never_rounded() -> None:
    assert passed(quorum("share", "45/100"))
    outcome = result(quorum("share", "4501/10001"))["outcome"]
    assert outcome["quorum_needed"] == "4501000/10001"
    assert not outcome["quorum_reached"]


def test_a_head_count_counts_voters_with_power_only() -> None:
    assert passed(quorum("headcount", "3"))
    assert not passed(quorum("headcount", "4"))
    assert passed(quorum("headcount", 3))


def test_only_the_named_choices_count_toward_a_quorum() -> None:
    outcome = result(quorum("absolute", "351", counts=["For", "Abstain"]))["outcome"]
    assert outcome["quorum_power"] == "350"
    assert not outcome["passed"]
    assert not passed(quorum("headcount", "3", counts=["For", "Abstain"]))
    assert passed(quorum("headcount", "2", counts=["For", "Abstain"]))
    assert result(quorum("absolute", "1", counts=[]))["outcome"]["quorum_power"] == "0"


def test_the_power_of_choices_can_be_taken_off_the_total_first() -> None:
    outcome = result(quorum("share", "1/2", without=["Abstain", "Against"]))["outcome"]
    assert outcome["quorum_needed"] == "425"
    assert outcome["quorum_reached"]
    assert not passed(quorum("share", "1/2"))


def test_a_dynamic_quorum_rises_with_opposition_up_to_its_maximum() -> None:
    # Nouns: min 10 %, max 15 or 60 %, against 100 of 1000, coefficient 4: 10 % + 4 × 10 % = 50 %.
    rising = {"min": "1/10", "coefficient": "4", "against": ["Against"]}
    outcome = result(quorum("dynamic", max="6/10", **rising))["outcome"]
    assert (outcome["quorum_needed"], outcome["quorum_reached"]) == ("500", False)
    outcome = result(quorum("dynamic", max="15/100", **rising))["outcome"]
    assert (outcome["quorum_needed"], outcome["quorum_reached"]) == ("150", True)


def test_all_of_several_quorums_must_hold() -> None:
    low, high = {"kind": "absolute", "value": "1"}, {"kind": "absolute", "value": "451"}
    assert passed(vote(*BALLOTS, rules={"quorum": [low, low]}))
    outcome = result(vote(*BALLOTS, rules={"quorum": [low, high]}))["outcome"]
    assert not outcome["quorum_reached"]
    assert outcome["quorum_power"] == ["450", "450"]
    assert outcome["quorum_needed"] == ["1", "451"]


def test_a_vote_without_quorum_has_no_quorum_numbers() -> None:
    outcome = result(vote(*BALLOTS, rules={"min_voters": 1}))["outcome"]
    assert outcome["quorum_reached"]
    assert outcome["quorum_power"] is None
    assert outcome["quorum_needed"] is None


def test_power_behind_choices_is_what_each_mechanism_gives_them() -> None:
    def counted(mechanism: str, choice: Any, *names: str) -> str:
        document = vote(("ada", 90, choice), mechanism=mechanism)
        document["rules"] = {"quorum": {"kind": "absolute", "value": "0", "counts": list(names)}}
        return result(document)["outcome"]["quorum_power"]

    assert counted("approval", [1, 2], "For", "Against") == "90"  # Not twice.
    assert counted("approval", [], "For", "Against", "Abstain") == "0"
    assert counted("ranked_choice", [2, 1], "For") == "0"
    assert counted("ranked_choice", [2, 1], "Against") == "90"
    assert counted("copeland", [2, 1], "Against") == "90"
    assert counted("weighted", {"1": 1, "2": 3}, "For") == "45/2"
    assert counted("quadratic", {"1": 1, "2": 2}, "For", "Abstain") == "30"
    assert counted("quadratic", 1, "For") == "90"
    assert counted("headcount", 1, "For") == "90"
