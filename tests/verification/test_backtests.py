"""Other policies, replayed over real votes by their records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import what_if
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.power import Erc20, Role
from bot.domain.what_if.backtest import Replayed, replayed, unexamined
from bot.domain.what_if.comparing import Counted
from bot.domain.what_if.past_vote import PastVote, past_vote
from tests.forked import command
from tests.verification.votes import VOTES

TOKEN = 100
"""Base units, of the vote `plain`."""


@pytest.fixture
def past(records: dict[str, bytes]) -> dict[str, PastVote]:
    return {kind: past_vote(record) for kind, record in records.items()}


def changed(policy: Policy, **changes: Any) -> Policy:
    return Policy.model_validate({**policy.model_dump(), **changes})


def with_power(policy: Policy, **changes: Any) -> Policy:
    return policy.model_copy(update={"power": policy.power.model_copy(update=changes)})


def scores(vote: Replayed) -> list[str]:
    assert isinstance(vote.after, Counted)
    return list(vote.after.result.scores)


def test_the_same_policy_makes_the_same_of_every_vote(past: dict[str, PastVote]) -> None:
    for kind in VOTES:
        vote = replayed(past[kind], past[kind].policy)
        if past[kind].policy.open_ended:
            assert vote.after == what_if.BallotsOfAnotherKind()
        else:
            assert isinstance(vote.after, Counted)
            assert vote.after.result == vote.before.result
        assert not vote.changes


def test_another_quorum_or_mechanism_makes_another_outcome(past: dict[str, PastVote]) -> None:
    vote, policy = past["plain"], past["plain"].policy
    assert replayed(vote, policy).before.decision.passed
    more = changed(policy, rules={**policy.rules, "quorum": {"kind": "absolute", "value": str(600 * TOKEN)}})
    assert replayed(vote, more).changes
    heads = changed(policy, mechanism="headcount", options={})
    assert scores(replayed(vote, heads)) == ["1", "1", "1"]
    assert replayed(vote, heads).changes
    ranked = changed(policy, mechanism="ranked_choice", options={}, rules={}, reactions=False)
    assert replayed(vote, ranked).after == what_if.BallotsOfAnotherKind()


def test_powers_follow_from_the_numbers_that_were_read(past: dict[str, PastVote]) -> None:
    """ada holds 300, ben 200 and a role that gives 30, cleo 7."""
    vote, policy = past["plain"], past["plain"].policy
    assert list(vote.election.choices) == ["For", "Against", "Abstain"]
    assert scores(replayed(vote, policy)) == [str(each * TOKEN) for each in (300, 7, 230)]
    capped = with_power(policy, cap=5 * TOKEN)
    assert scores(replayed(vote, capped)) == [str(5 * TOKEN)] * 3
    assert replayed(vote, capped).changes
    least = with_power(policy, minimum=250 * TOKEN)
    assert scores(replayed(vote, least)) == [str(300 * TOKEN), "0", "0"]
    token, silver, role = policy.power.sources
    weighed = with_power(policy, sources=(role.model_copy(update={"weight": 2 * role.weight}), token, silver))
    assert scores(replayed(vote, weighed)) == [str(each * TOKEN) for each in (300, 7, 260)]
    without = with_power(policy, sources=(token,))
    assert scores(replayed(vote, without)) == [str(each * TOKEN) for each in (300, 7, 200)]


def test_what_was_not_read_is_not_made_up(past: dict[str, PastVote]) -> None:
    vote, policy = past["plain"], past["plain"].policy
    (token, silver, role) = policy.power.sources
    assert isinstance(silver, Erc20)
    assert isinstance(role, Role)
    other = with_power(policy, sources=(token, role.model_copy(update={"role": 78})))
    assert replayed(vote, other).after == what_if.OtherPower()
    share = {"kind": "share", "value": "1/100"}
    of_all = changed(policy, rules={**policy.rules, "quorum": share})
    assert replayed(vote, of_all).after == what_if.TotalNotRead()
    more = changed(policy, choices=("For", "Against", "Later"), rules={})
    assert replayed(vote, more).after == what_if.OtherChoices()


def test_without_delegation_only_those_count_who_voted(past: dict[str, PastVote]) -> None:
    """ada votes with 10; ben with 20, and with 40 of cleo's, 5 of dan's and 80 of eve's that come to them."""
    vote, policy = past["delegated"], past["delegated"].policy
    assert scores(replayed(vote, policy))[:2] == ["10", "145"]
    alone = policy.model_copy(update={"delegation": None})
    assert scores(replayed(vote, alone))[:2] == ["10", "20"]
    direct = policy.model_copy(update={"delegation": past["by_registry"].policy.delegation})
    assert replayed(vote, direct).after == what_if.OtherDelegation()


def test_what_decides_which_ballots_come_is_named(past: dict[str, PastVote]) -> None:
    policy = past["plain"].policy
    assert unexamined([policy], policy) == ()
    longer = changed(policy, proposal_threshold=5)
    assert unexamined([policy, longer], policy) == ("proposal_threshold",)


async def test_the_command_says_what_would_have_come_out(
    records: dict[str, bytes], past: dict[str, PastVote], tmp_path: Path
) -> None:
    for kind in ("plain", "staked", "held"):
        (tmp_path / f"{kind}.json").write_bytes(records[kind])
    policy = changed(past["plain"].policy, name="heads", mechanism="headcount", options={})
    (tmp_path / "policy.toml").write_text(policy_toml(policy))
    status, out, err = await command(
        tmp_path,
        *("policy", "backtest", "policy.toml", "plain.json", "staked.json"),
        environment={"PATH": os.environ["PATH"]},
    )
    assert (status, err) == (0, "")
    first, change, *rest = out.splitlines()
    assert first == "1 of 1 vote would have come out otherwise under heads."
    assert change.startswith("• Proposal 1, ")
    assert "It was: Passed: more voted for it than against" in change
    assert "It would have been: Defeated: it is a tie between For and Against." in change
    assert rest[0] == (
        "1 vote can't be replayed (1): its ballots don't say what the policy's mechanism asks."
    )
    assert rest[-1].startswith("Not looked at, since it decides which ballots come: periods")
    status, out, err = await command(
        tmp_path,
        *("policy", "backtest", "policy.toml", "policy.toml"),
        environment={"PATH": os.environ["PATH"]},
    )
    assert (status, out, len(err.splitlines())) == (2, "", 1)
