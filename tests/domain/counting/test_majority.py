"""Majority: every form of it, at its exact edge; veto, least number of voters, first or last ballot."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.counting.documents import ABSTAIN, AGAINST, FOR, passed, result, vote


def decided(favour: int, against: int, abstaining: int = 0, total: int = 1000, **majority: Any) -> bool:
    document = vote(
        ("ada", favour, FOR),
        ("ben", against, AGAINST),
        ("cleo", abstaining, ABSTAIN),
        electorate={"total_power": str(total)},
        rules={"majority": {"kind": "simple", **majority}},
    )
    return passed(document)


def test_a_tie_is_defeated() -> None:
    assert not decided(50, 50)
    assert decided(51, 50)


def test_all_abstaining_defeats() -> None:
    assert not decided(0, 0, 100)
    assert not decided(0, 0, 100, strict=False)


def test_a_supermajority_is_exact_to_the_last_unit() -> None:
    assert not decided(2 * 10**30, 10**30, value="2/3")
    assert decided(2 * 10**30 + 1, 10**30, value="2/3")
    assert decided(2 * 10**30, 10**30, value="2/3", strict=False)


def test_abstaining_counts_in_the_base_only_where_included() -> None:
    assert decided(60, 40, 100)
    assert not decided(60, 40, 100, abstain="included")


def test_a_majority_of_the_total_ignores_who_stayed_away_from_neither_side() -> None:
    assert not decided(500, 0, of="total")
    assert decided(501, 499, of="total")


def test_a_value_of_zero_needs_one_for() -> None:
    assert decided(1, 99, value="0/1")
    assert not decided(0, 0, value="0/1")
    assert not decided(0, 10, value="0/1", strict=False)


def test_roles_name_other_choices_as_for_against_and_abstain() -> None:
    rules = {"majority": {}, "roles": {"for": 2, "against": 1}}
    document = vote(("ada", 2, 2), ("ben", 1, 1), choices=["No", "Yes"], rules=rules)
    assert passed(document)
    rules["roles"] = {"for": 1, "against": 2}
    assert not passed(document)


def test_a_head_count_is_a_majority_of_heads_and_its_total_is_the_eligible() -> None:
    ballots = (("ada", 1, FOR), ("ben", 1, FOR), ("cleo", 100, AGAINST))
    assert passed(vote(*ballots, mechanism="headcount", rules={"majority": {}}))
    rules = {"majority": {"of": "total"}}
    assert passed(vote(*ballots, mechanism="headcount", rules=rules, electorate={"eligible": 3}))
    assert not passed(vote(*ballots, mechanism="headcount", rules=rules, electorate={"eligible": 4}))


@pytest.mark.parametrize(
    ("favour", "against", "abstain", "quorum", "succeeds"),
    [
        (10, 9, 0, 10, True),
        (10, 10, 0, 10, False),
        (5, 4, 5, 10, True),  # For and Abstain reach the quorum together.
        (5, 4, 4, 10, False),
        (9, 100, 1, 10, False),
    ],
)
def test_openzeppelins_governor_counting_simple(
    favour: int, against: int, abstain: int, quorum: int, succeeds: bool
) -> None:
    """GovernorCountingSimple: quorum ≤ for + abstain, and for > against."""
    document = vote(("ada", favour, FOR), ("ben", against, AGAINST), ("cleo", abstain, ABSTAIN))
    document["rules"] = {
        "quorum": {"kind": "absolute", "value": str(quorum), "counts": ["For", "Abstain"]},
        "majority": {},
    }
    assert passed(document) == succeeds


@pytest.mark.parametrize(
    ("yes", "no", "percent", "succeeds"),
    [(20, 19, 20, True), (19, 0, 20, False), (20, 20, 20, False), (1, 0, 0, True), (0, 0, 0, False)],
)
def test_molochs_baal_passes_on_yes_above_no_with_yes_at_quorum(
    yes: int, no: int, percent: int, succeeds: bool
) -> None:
    """Baal `_didPass`: yesVotes > noVotes, and yesVotes × 100 ≥ quorumPercent × total shares (here 100)."""
    document = vote(("ada", yes, 1), ("ben", no, 2), choices=["Yes", "No"], electorate={"total_power": "100"})
    document["rules"] = {
        "roles": {"for": 1, "against": 2},
        "quorum": {"kind": "share", "value": f"{percent}/100", "counts": ["Yes"]},
        "majority": {},
    }
    assert passed(document) == succeeds


def test_an_optimistic_vote_passes_unless_the_veto_is_reached() -> None:
    def optimistic(against: int, **veto: Any) -> dict[str, Any]:
        rules = {"veto": {"choices": ["Against"], **veto}}
        return vote(
            ("ada", 100 - against, FOR),
            ("ben", against, AGAINST),
            rules=rules,
            electorate={"total_power": "900"},
        )

    assert passed(optimistic(32, value="1/3", of="cast"))
    assert not passed(optimistic(34, value="1/3", of="cast"))
    assert not passed(optimistic(90, value="1/10", of="total"))
    assert passed(optimistic(89, value="1/10", of="total"))
    assert result(optimistic(90, value="1/10", of="total"))["outcome"]["vetoed"] is True


def test_nobody_voting_is_no_veto() -> None:
    assert passed(vote(rules={"veto": {"choices": ["Against"], "value": "1/3"}}))
    assert passed(vote(("ada", 0, AGAINST), rules={"veto": {"choices": ["Against"], "value": "0/1"}}))


def test_a_veto_defeats_whatever_the_majority() -> None:
    rules = {"majority": {}, "veto": {"choices": ["Against"], "value": "1/4"}}
    outcome = result(vote(("ada", 75, FOR), ("ben", 25, AGAINST), rules=rules))["outcome"]
    assert (outcome["majority_reached"], outcome["vetoed"], outcome["passed"]) == (True, True, False)


def test_a_least_number_of_voters_counts_those_with_power() -> None:
    ballots = (("ada", 5, FOR), ("ben", 0, FOR))
    assert passed(vote(*ballots, rules={"min_voters": 1}))
    assert not passed(vote(*ballots, rules={"min_voters": 2}))


def test_the_last_valid_ballot_of_a_voter_counts() -> None:
    assert result(vote(("ada", 5, FOR), ("ada", 6, AGAINST)))["scores"] == ["0", "6", "0"]


def test_an_invalid_ballot_is_as_if_never_cast() -> None:
    counted = result(vote(("ada", 5, FOR), ("ada", 6, 9)))
    assert counted["scores"] == ["5", "0", "0"]
    assert counted["invalid"] == [{"voter": "ada", "reason": "choice 9 is not on the ballot"}]
    assert counted["voters"] == 1


def test_the_first_valid_ballot_counts_where_ballots_can_not_be_changed() -> None:
    document = vote(("ada", 1, 9), ("ada", 5, FOR), ("ada", 6, AGAINST), rules={"revote": False})
    assert result(document)["scores"] == ["5", "0", "0"]


def test_a_council_passes_at_k_of_n() -> None:
    """k of n members: a head count with a quorum of k heads for it, or one unit of power each and k units."""
    heads = {"quorum": {"kind": "headcount", "value": "2", "counts": ["For"]}}
    units = {"quorum": {"kind": "absolute", "value": "2", "counts": ["For"]}}
    for mechanism, rules in (("headcount", heads), ("single", units)):
        two = vote(("ada", 1, FOR), ("ben", 1, FOR), ("cleo", 1, AGAINST), mechanism=mechanism, rules=rules)
        one = vote(("ada", 1, FOR), ("ben", 1, AGAINST), mechanism=mechanism, rules=rules)
        assert passed(two)
        assert not passed(one)


def test_a_vote_without_rules_has_no_outcome() -> None:
    assert "outcome" not in result(vote(("ada", 1, FOR)))
    assert result(vote(("ada", 1, FOR), rules={}))["outcome"]["passed"] is True
