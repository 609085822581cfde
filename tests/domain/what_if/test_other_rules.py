"""Counts by other rules: each is what `tally` says of the election file as that rule would have had it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.json import encode

from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections import decoding
from bot.domain.elections.election import ElectionError
from bot.domain.elections.tally import encode_result, tally
from bot.domain.what_if.comparing import compared, counted
from bot.domain.what_if.counting_rule import readable
from tests.domain.what_if.rewriting import READABLE, rewritten
from tests.naive.generate import MECHANISMS as DRAWN
from tests.naive.generate import election


def counts_of(document: dict[str, Any]) -> list[str]:
    """The mechanisms by which it is counted, each held against the rewritten file."""
    before = decoding.decode(encode(document))
    found = compared(before, unit=1000)
    for each in found.counts[1:]:
        assert readable(before, each.rule)
        options = to_builtins(each.rule.options)
        again = tally(decoding.decode(encode(rewritten(document, each.rule.mechanism, options))))
        assert encode_result(each.result) == encode_result(again)
    assert encode_result(found.own.result) == encode_result(tally(before))
    return [each.rule.mechanism for each in found.counts]


@given(st.integers(0, 10**6))
def test_a_count_by_another_rule_is_that_of_the_rewritten_file(seed: int) -> None:
    document = election(seed)
    try:
        decoding.decode(encode(document))
    except ElectionError:
        return
    of = document["mechanism"]
    counted = counts_of(document)
    assert set(counted[1:]) <= {to for (one, to) in READABLE if one == of} | {"quadratic"}


def document(mechanism: str, choice: Any, **more: Any) -> dict[str, Any]:
    return {
        "mechanism": mechanism,
        "choices": ["For", "Against"],
        "rules": {"majority": {}, "quorum": {"kind": "absolute", "value": "5"}},
        "ballots": [{"voter": "ada", "power": "9", "choice": choice}],
        **more,
    }


def test_every_mechanism_is_compared_with_those_that_its_ballots_allow() -> None:
    conviction = {
        "decay": "1/2",
        "max_ratio": "1/5",
        "weight": "1/4",
        "funds": "9",
        "requested": ["1", "1"],
        "at": 9,
    }
    stakes = {"voter": "ada", "power": "9", "stakes": [{"choice": 1, "amount": "3", "at": 1}]}
    roots = ["quadratic", "quadratic"]
    found = {
        "single": counts_of(document("single", 1)),
        "headcount": counts_of(document("headcount", 1)),
        "approval": counts_of(document("approval", [1, 2])),
        "ranked_choice": counts_of(document("ranked_choice", [1, 2])),
        "copeland": counts_of(document("copeland", [1, 2])),
        "weighted": counts_of(document("weighted", {"1": 2, "2": 1})),
        "quadratic": counts_of(document("quadratic", 1)),
        "conviction": counts_of(
            document(
                "conviction",
                0,
                rules={},
                options=conviction,
                ballots=[stakes],
                electorate={"total_power": "9"},
            )
        ),
    }
    assert found == {
        "single": ["single", *roots, "headcount"],
        "headcount": ["headcount", "single", *roots],
        "approval": ["approval"],
        "ranked_choice": ["ranked_choice", "single", "copeland", *roots, "headcount"],
        "copeland": ["copeland", "single", "ranked_choice", *roots, "headcount"],
        "weighted": ["weighted", *roots],
        "quadratic": ["quadratic", "weighted", "quadratic"],
        "conviction": ["conviction"],
    }
    assert set(found) == set(MECHANISMS) == set(DRAWN)


def test_votes_that_were_paid_for_are_counted_by_no_other_rule() -> None:
    paid = document("quadratic", {"1": 3}, options={"form": "credits"})
    assert counts_of(paid) == ["quadratic"]


def test_a_share_of_all_power_is_not_compared_with_scores_that_are_none() -> None:
    of_total = document("single", 1, electorate={"total_power": "10", "eligible": 2})
    of_total["rules"] = {"majority": {"of": "total"}}
    assert counts_of(of_total) == ["single", "quadratic"]


def test_a_whale_loses_where_heads_or_roots_count() -> None:
    whale = document("single", 1)
    whale["ballots"] = [
        {"voter": "whale", "power": "100", "choice": 1},
        *({"voter": f"v{place}", "power": "16", "choice": 2} for place in range(4)),
    ]
    found = compared(decoding.decode(encode(whale)))
    assert [each.decision.passed for each in found.counts] == [True, False, False, False]
    assert found.holds == 1
    assert found.flip is not None
    assert found.flip.voters == 1
    half = counted(found.own.election, found.own.rule, None)
    assert half.decision.passed
