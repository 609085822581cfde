"""Real votes of real DAOs: what hung by whom, and what other rules make of them, reckoned a second time."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import counted_roll, encode_result
from bot.domain.imported.imported_vote import ImportedVote
from bot.domain.policy.model import Policy, preset
from bot.domain.statistics.agreement import Pair, agreement
from bot.domain.what_if.backtest import replayed_import
from bot.domain.what_if.comparing import Counted, compared
from bot.domain.what_if.leverage import MOST_MAKERS, Leverage, leverage
from tests.domain.what_if.rewriting import READABLE, rewritten
from tests.naive import count, what_if

FOLDER = Path(__file__).parents[2] / "data" / "real-elections"
PUBLISHED = json.loads((FOLDER / "published.json").read_bytes())
TOKEN = 10**18
SIDES = ["For", "Against", "Abstain"]
MOST_ROOTS = 120
"""Ballots of which the naive count draws roots, digit by digit."""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def real(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_bytes())
    return document


def as_asked(name: str) -> list[dict[str, Any]]:
    """The vote as one that asks which choice has the most; where it was between For and Against, by a majority and the
    quorum that was published, and by one that half again as much would have reached."""
    document = real(name)
    if document["choices"] != SIDES:
        return [document]
    cast = sum(int(each["power"]) for each in document["ballots"])
    quorums = [int(PUBLISHED[name]["quorum"]) * TOKEN, cast * 3 // 2]
    rules = [{"majority": {}, "quorum": {"kind": "absolute", "value": str(each)}} for each in quorums]
    return [{**document, "rules": each} for each in rules]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_real_vote_hangs_by_as_many_as_a_second_reckoning_says(name: str) -> None:
    for document in as_asked(name):
        election = decode(json.dumps(document).encode())
        roll, _ = counted_roll(election)
        flip = compared(election, TOKEN).flip
        assert flip is not None
        assert flip.voters == what_if.fewest(document)
        strongest = sorted(roll.powers, reverse=True)[:MOST_MAKERS]
        assert leverage(election, roll, strongest) == Leverage(
            what_if.decides_alone(document), what_if.quorum_makers(document), what_if.price(document)
        )


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_real_vote_comes_out_by_each_other_rule_as_the_naive_count_says(name: str) -> None:
    document = as_asked(name)[-1]
    found = compared(decode(json.dumps(document).encode()), TOKEN)
    for each in found.counts:
        if each.rule.mechanism == "quadratic" and len(document["ballots"]) > MOST_ROOTS:
            continue
        by_hand = rewritten(document, each.rule.mechanism, to_builtins(each.rule.options))
        assert json.loads(encode_result(each.result)) == count.count(by_hand)
    own = document["mechanism"]
    assert {each.rule.mechanism for each in found.counts} == {own} | {to for of, to in READABLE if of == own}


def policies() -> list[Policy]:
    token = preset("token")
    quorum = {"kind": "absolute", "value": str(20_000_000 * TOKEN)}
    strict = token.model_copy(update={"rules": {"majority": {"value": "9/10"}, "quorum": quorum}})
    heads = token.model_copy(
        update={
            "mechanism": "headcount",
            "options": {},
            "rules": {"majority": {}, "quorum": {"kind": "headcount", "value": 100}},
        }
    )
    return [strict, heads]


def test_policies_replayed_over_real_votes_make_of_them_what_the_naive_count_does() -> None:
    changes: Counter[str] = Counter()
    for name in sorted(PUBLISHED):
        document = real(name)
        election = decode((FOLDER / f"{name}.json").read_bytes())
        vote = ImportedVote(
            source="snapshot",
            key=name,
            title=name,
            author="",
            opened_at=NOON,
            ended_at=NOON,
            election=election,
            voters=0,
            cast_power=0,
            passed=True,
            agrees=True,
        )
        for policy in policies():
            replayed = replayed_import(vote, policy)
            assert isinstance(replayed.after, Counted) == (document["choices"] == SIDES)
            if not isinstance(replayed.after, Counted):
                continue
            counted = count.count({**rewritten(document, policy.mechanism, {}), "rules": policy.rules})
            assert json.loads(encode_result(replayed.after.result)) == counted
            # Without rules of its own the one with the most wins.
            won = count.count(document)["winner"] == 1 + SIDES.index("For")
            changes[policy.mechanism] += replayed.changes
            assert replayed.after.decision.passed == counted["outcome"]["passed"]
            assert replayed.before.decision.passed == won
    assert set(MECHANISMS) > set(changes)
    assert all(changes.values()), "else nothing would be told by it"


def test_who_of_a_real_dao_votes_with_whom_is_what_two_readings_say() -> None:
    votes = {name: real(name) for name in PUBLISHED if name.startswith("uni")}
    often = Counter(ballot["voter"] for vote in votes.values() for ballot in vote["ballots"])
    voters = [voter for voter, _ in often.most_common(30)]
    favoured: dict[str, dict[str, set[int]]] = {}
    for name, vote in votes.items():
        for ballot in vote["ballots"]:
            favoured.setdefault(ballot["voter"], {})[name] = {ballot["choice"]}
    found = agreement(voters, favoured)
    again = what_if.agreements(votes.values(), voters)
    for row, one in enumerate(voters):
        for column, other in enumerate(voters):
            assert found.pairs[row][column] == Pair(*again[one, other])
    assert len({pair.agreed for row in found.pairs for pair in row}) > 2
