"""Delegations in a count: delegated power, and the delegator's own ballot that takes it back."""

from __future__ import annotations

from tests.domain.counting.documents import AGAINST, FOR, result, scores, vote

DELEGATED = [{"from": "ben", "to": "ada", "power": "5"}]


def test_a_delegate_votes_with_delegated_power() -> None:
    assert scores(vote(("ada", 10, FOR), delegations=DELEGATED)) == ["15", "0", "0"]


def test_a_delegators_own_ballot_overrides_the_delegate() -> None:
    assert scores(vote(("ada", 10, FOR), ("ben", 5, AGAINST), delegations=DELEGATED)) == ["10", "5", "0"]


def test_an_invalid_ballot_of_a_delegator_takes_nothing_back() -> None:
    assert scores(vote(("ada", 10, FOR), ("ben", 5, 9), delegations=DELEGATED)) == ["15", "0", "0"]


def test_power_delegated_to_somebody_who_does_not_vote_is_not_cast() -> None:
    assert result(vote(("cleo", 1, FOR), delegations=DELEGATED))["cast_power"] == "1"


def test_delegated_power_makes_a_head_but_never_two() -> None:
    document = vote(("ada", 0, FOR), mechanism="headcount")
    assert scores(document) == ["0", "0", "0"]
    document["delegations"] = [*DELEGATED, {"from": "cleo", "to": "ada", "power": "7"}]
    assert scores(document) == ["1", "0", "0"]


def test_delegated_power_pays_for_quadratic_votes() -> None:
    document = vote(("ada", 4, {"1": 3}), mechanism="quadratic", options={"form": "credits"})
    assert result(document)["invalid"] == [
        {"voter": "ada", "reason": "the votes cost 9, more than the power of 4"}
    ]
    document["delegations"] = DELEGATED
    assert scores(document) == ["3", "0", "0"]


def test_votes_that_a_delegator_can_not_pay_take_nothing_back() -> None:
    document = vote(
        ("ada", 4, {"1": 3}),
        ("ben", 5, {"2": 9}),
        mechanism="quadratic",
        options={"form": "credits"},
        delegations=DELEGATED,
    )
    assert scores(document) == ["3", "0", "0"]


def test_votes_whose_payment_depends_on_themselves_are_not_cast() -> None:
    document = vote(
        ("ada", 4, {"1": 3}),
        ("ben", 4, {"2": 3}),
        mechanism="quadratic",
        options={"form": "credits"},
        delegations=[*DELEGATED, {"from": "ada", "to": "ben", "power": "5"}],
    )
    counted = result(document)
    assert counted["scores"] == ["0", "0", "0"]
    assert [each["voter"] for each in counted["invalid"]] == ["ada", "ben"]
    assert "depends on themselves" in counted["invalid"][0]["reason"]


def test_stakes_may_use_delegated_power() -> None:
    document = {
        "mechanism": "conviction",
        "choices": ["Park"],
        "electorate": {"total_power": "100"},
        "options": {
            "decay": "1/2",
            "max_ratio": "1/5",
            "weight": "1/500",
            "funds": "100",
            "requested": ["0"],
            "at": 1,
        },
        "ballots": [{"voter": "ada", "power": "1", "stakes": [{"choice": 1, "amount": "6", "at": 0}]}],
    }
    assert scores(document) == ["0"]
    assert scores({**document, "delegations": DELEGATED}) == ["6"]
