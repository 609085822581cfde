"""What passes where no majority decides."""

from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Rules
from bot.domain.elections.tally import tally
from bot.domain.rules.passing import elects, passes

COUNCIL = ["Ada", "Ben", "Cleo"]
ASKED = ["For", "Against", "Abstain"]


def passed(choices: list[str], votes: list[int], rules: dict[str, Any] | None) -> bool:
    document: dict[str, Any] = {
        "mechanism": "single",
        "choices": choices,
        "electorate": {"total_power": "10"},
        "ballots": [{"voter": str(n), "power": "1", "choice": choice} for n, choice in enumerate(votes)],
    }
    if rules is not None:
        document["rules"] = rules
    election = decode(canonical_json(document))
    return passes(tally(election), election.rules or Rules(), election.choices)


@pytest.mark.parametrize("rules", [None, {}])
@pytest.mark.parametrize(
    ("choices", "votes", "holds"),
    [
        (COUNCIL, [1, 1, 2], True),
        (COUNCIL, [1, 2], False),
        (COUNCIL, [], False),
        (ASKED, [1, 1, 2], True),
        (ASKED, [1, 2, 2], False),
        (ASKED, [1, 2], False),
    ],
)
def test_without_rules_a_vote_passes_when_it_has_a_winner(
    choices: list[str], votes: list[int], rules: dict[str, Any] | None, holds: bool
) -> None:
    assert passed(choices, votes, rules) == holds


@pytest.mark.parametrize(
    ("votes", "holds"), [([1, 1, 2], True), ([1, 1, 1, 2, 2, 2], False), ([1, 1], False), ([], False)]
)
def test_an_election_with_a_quorum_needs_both(votes: list[int], holds: bool) -> None:
    assert passed(COUNCIL, votes, {"quorum": {"kind": "headcount", "value": 3}}) == holds


@pytest.mark.parametrize("votes", [[1, 1, 2, 2], [1, 1, 2, 2, 2]])
def test_k_of_n_passes_by_its_quorum_alone(votes: list[int]) -> None:
    assert passed(ASKED, votes, {"quorum": {"kind": "headcount", "value": 2, "counts": ["For"]}})


@pytest.mark.parametrize(("votes", "holds"), [([], True), ([2], True), ([1, 1], False)])
def test_what_only_a_veto_stops_needs_no_winner(votes: list[int], holds: bool) -> None:
    rules = {"veto": {"choices": ["Object"], "value": "2/10", "of": "total"}}
    assert passed(["Object", "Fine"], votes, rules) == holds


def test_a_majority_decides_where_there_is_one() -> None:
    rules = {"majority": {"kind": "simple"}}
    assert passed(ASKED, [1, 1, 2, 3, 3, 3], rules)
    assert not elects(Rules(), ASKED)
    assert elects(Rules(), COUNCIL)
