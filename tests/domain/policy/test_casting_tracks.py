"""What a track that casts votes elsewhere can and can't be."""

import pytest
from pydantic import ValidationError

from bot.domain.actions.actions import Action
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy, preset, preset_names

CASTING = preset("metagovernance").model_dump()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("choices", ("For", "Against")),
        ("choices", ("Against", "Abstain", "For")),
        ("mechanism", "headcount"),
        ("mechanism", "weighted"),
        ("casts", "split"),
        ("rules", {"min_voters": 3}),
        (
            "rules",
            {"quorum": {"kind": "absolute", "value": "5"}, "roles": {"for": 1, "against": 2, "abstain": 3}},
        ),
    ],
)
def test_a_vote_on_sides_with_a_quorum_may_be_cast(field: str, value: object) -> None:
    assert Policy.model_validate({**CASTING, field: value}).casts is not None


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("choices", {"choices": ("For", "Abstain")}),
        ("choices", {"choices": ("Against", "Abstain")}),
        ("choices", {"choices": ("For", "Against", "Abstain", "Later")}),
        ("choices", {"choices": ("Red", "Blue")}),
        ("choices", {"choices": (), "choices_from": "proposal"}),
        ("mechanism", {"mechanism": "approval"}),
        ("mechanism", {"mechanism": "ranked_choice"}),
        ("mechanism", {"mechanism": "copeland"}),
        ("mechanism", {"mechanism": "quadratic"}),
        ("rules", {"rules": {}}),
        ("rules.majority", {"rules": {"min_voters": 1, "majority": {"kind": "simple"}}}),
        (
            "rules.veto",
            {"rules": {"min_voters": 1, "veto": {"choices": ["Against"], "value": "1/3", "of": "cast"}}},
        ),
        ("extension", {"extension": {"window": "PT1H", "at_most": "PT2H"}}),
        ("objection", {"objection": "PT1H"}),
        ("early_end", {"early_end": True, "rules": {"min_voters": 1, "revote": False}}),
        ("next_track", {"next_track": "main"}),
    ],
)
@pytest.mark.attack("files")
def test_what_would_cast_something_else_than_members_decided_in_time_is_refused(
    place: str, changes: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate({**CASTING, **changes})
    assert place in {".".join(map(str, error["loc"])) for error in refused.value.errors()}


@pytest.mark.parametrize(
    ("choices", "roles"),
    [
        (("For", "Against"), {"for": 2, "against": 1}),
        (("For", "Against", "Abstain"), {"for": 1, "against": 3, "abstain": 2}),
        (("For", "Against", "Abstain"), {"for": 2, "against": 3, "abstain": 1}),
        (("for", "AGAINST"), {"for": 2, "against": 1}),
        (("Yes", "For", "Abstain"), {"for": 1, "against": 2, "abstain": 3}),
        (("Abstain", "No"), {"for": 1, "against": 2}),
    ],
)
@pytest.mark.attack("files")
def test_a_choice_that_is_called_like_a_side_is_cast_as_no_other(
    choices: tuple[str, ...], roles: dict[str, int]
) -> None:
    rules = {"min_voters": 1, "roles": roles}
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate({**CASTING, "choices": choices, "rules": rules})
    assert ("rules", "roles") in {error["loc"] for error in refused.value.errors()}


def test_sides_may_have_names_of_their_own() -> None:
    rules = {"min_voters": 1, "roles": {"for": 2, "against": 1, "abstain": 3}}
    changes = {"choices": ("Nay", "Yea", "Present"), "rules": rules}
    assert Policy.model_validate({**CASTING, **changes}).casts == "whole"


@pytest.mark.parametrize("value", ["", "all", "WHOLE", "Split", 1, True])
@pytest.mark.attack("files")
def test_there_are_two_ways_to_cast(value: object) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate({**CASTING, "casts": value})


def test_a_policy_that_casts_nothing_keeps_the_hash_that_it_had() -> None:
    assert "casts" not in preset("token").document()


DELEGATE = {"kind": "delegate_wallet", "chain": 1, "address": "0x41675C099F32341bf84BFc5382aF534df5C7461a"}


def test_a_delegates_wallet_may_be_what_casts_and_holds_nothing_for_members() -> None:
    policy = Policy.model_validate({**CASTING, "executor": DELEGATE})
    assert policy.executor is not None
    assert (policy.executor.needs_proof, policy.executor.pays_by_rule) == (True, False)


@pytest.mark.parametrize("name", [each for each in preset_names() if not preset(each).casts])
@pytest.mark.attack("files")
def test_a_delegates_wallet_is_named_for_nothing_but_votes_elsewhere(name: str) -> None:
    with pytest.raises(ValidationError, match="executor"):
        Policy.model_validate({**preset(name).model_dump(), "executor": DELEGATE})


@pytest.mark.parametrize(
    "data",
    [
        "0x",
        "0xa9059cbb" + "00" * 64,
        "0x095ea7b3" + "00" * 64,
        "0x5c19a95c" + "00" * 32,
        "0x56781388" + "00" * 64,
    ],
    ids=["a payment", "a transfer", "an approval", "a delegation", "a vote without a reason"],
)
@pytest.mark.attack("actions")
def test_a_delegates_wallet_can_make_no_call_but_a_vote(data: str) -> None:
    executor = Policy.model_validate({**CASTING, "executor": DELEGATE}).executor
    assert executor is not None
    assert not executor.can_make(Action(ChainId(1), Address(str(DELEGATE["address"])), 0, data))
