"""What a track that pays its voters can and can't be."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.policy.model import Policy, preset
from bot.domain.policy.voter_rewards import OPENS_DROP
from bot.wording.governance.policies.policies import warnings
from bot.wording.language import language
from tests.fakes import account

RIVER, SAFE = account("river"), account("safe")
REWARDS = {"token": RIVER, "symbol": "RIVER", "decimals": 0, "pool": 100}
TOKEN = preset("token").model_dump()
FITTING = {"asset": RIVER, "symbol": "RIVER", "decimals": 0, "per_period": 100}


LISTED = {**REWARDS, "distributor": account("distributor")}
OPENING = {"contract": account("distributor"), "functions": [OPENS_DROP]}


def limits(**changes: Any) -> dict[str, Any]:
    return {"limits": {"period": "P30D", "spending": [{**FITTING, **changes}]}}


def listing(**changes: Any) -> dict[str, Any]:
    """Rewards from which voters claim, and limits that let their list be opened."""
    found = limits(**changes)
    return {"voter_rewards": LISTED, "limits": {**found["limits"], "calls": [OPENING]}}


def refused_at(document: dict[str, Any]) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate(document)
    return {".".join(map(str, error["loc"])) for error in refused.value.errors()}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"executor": {"kind": "safe", "chain": 1, "address": SAFE}},
        limits(),
        limits(per_recipient=100),
        {**limits(per_recipient=10), "voter_rewards": {**REWARDS, "cap": 10}},
        {"voter_rewards": {**LISTED, "claimable": "P30D"}},
        listing(),
        listing(per_recipient=100, recipients=[account("distributor")]),
        {"voter_rewards": {**REWARDS, "late": "PT1H", "shared": "root", "needs_quorum": False}},
    ],
)
def test_a_safe_pays_voters_within_the_limits_of_the_track(more: dict[str, Any]) -> None:
    assert Policy.model_validate({**TOKEN, "voter_rewards": REWARDS, **more}).voter_rewards is not None


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("voter_rewards.pool", limits(per_period=99)),
        ("voter_rewards.pool", limits(per_recipient=99)),
        ("voter_rewards.pool", limits(recipients=[SAFE])),
        ("voter_rewards.pool", limits(asset=account("another token"))),
        ("voter_rewards.pool", limits(asset=None)),
        ("voter_rewards.pool", {"limits": {"period": "P30D"}}),
        ("voter_rewards", {"executor": {"kind": "moloch", "chain": 1, "address": SAFE}}),
        ("voter_rewards", {"executor": {"kind": "governor", "chain": 1, "address": SAFE}}),
        ("voter_rewards.late", {"voter_rewards": {**REWARDS, "late": "P5D"}}),
        ("voter_rewards.pool", {"voter_rewards": {**REWARDS, "pool": 0}}),
        ("voter_rewards.pool", {"voter_rewards": {**REWARDS, "pool": -1}}),
        ("voter_rewards.pool", {"voter_rewards": {**REWARDS, "pool": 2**256}}),
        ("voter_rewards.cap", {"voter_rewards": {**REWARDS, "cap": 0}}),
        ("voter_rewards.shared", {"voter_rewards": {**REWARDS, "shared": "everybody"}}),
        ("voter_rewards.token", {"voter_rewards": {**REWARDS, "token": None}}),
        ("voter_rewards.late", {"voter_rewards": {**REWARDS, "late": "-PT1S"}}),
        ("voter_rewards.more", {"voter_rewards": {**REWARDS, "more": 1}}),
        ("voter_rewards", {"next_track": "main"}),
        ("voter_rewards.distributor", {**limits(), "voter_rewards": LISTED}),
        ("voter_rewards.pool", listing(recipients=[SAFE])),
        ("voter_rewards.pool", {**listing(per_recipient=99), "voter_rewards": {**LISTED, "cap": 10}}),
        ("voter_rewards.claimable", {"voter_rewards": {**LISTED, "claimable": "PT0S"}}),
        ("voter_rewards.distributor", {"voter_rewards": {**LISTED, "distributor": "0x12"}}),
    ],
)
@pytest.mark.attack("files")
def test_rewards_that_could_never_go_out_or_would_go_out_otherwise_are_refused(
    place: str, changes: dict[str, Any]
) -> None:
    assert place in refused_at({**TOKEN, "voter_rewards": REWARDS, **changes})


def test_a_vote_without_ballots_pays_nobody() -> None:
    assert "voter_rewards" in refused_at({**preset("conviction").model_dump(), "voter_rewards": REWARDS})


def test_a_policy_that_pays_nobody_keeps_the_hash_that_it_had() -> None:
    assert "voter_rewards" not in preset("token").document()


@pytest.mark.parametrize(("shared", "warned"), [("equal", True), ("root", True), ("power", False)])
def test_what_splitting_gains_is_said_where_it_gains(shared: str, warned: bool) -> None:
    source = {"kind": "erc20", "chain": 1, "contract": RIVER}
    policy = Policy.model_validate(
        {
            **TOKEN,
            "power": {**TOKEN["power"], "sources": [source]},
            "voter_rewards": {**REWARDS, "shared": shared},
        }
    )
    assert any("several Discord accounts" in words for words in warnings(policy, language())) is warned
