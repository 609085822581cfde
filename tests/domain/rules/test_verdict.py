"""Why a vote passes or not, as data."""

from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Election, Rules
from bot.domain.elections.tally import Result, tally
from bot.domain.rules.passing import passes
from bot.domain.rules.verdict import (
    AllAbstained,
    AnotherWon,
    EnoughInFavour,
    EvenlySplit,
    FirstPlaceShared,
    Ground,
    MajorityMissed,
    MoreAgainst,
    MoreInFavour,
    NobodyVoted,
    NotStopped,
    Obstacle,
    QuorumMissed,
    QuorumReached,
    Stopped,
    TooFewVoters,
    VotersWithoutPower,
    Won,
    grounds,
    leaders,
    obstacles,
)
from tests.naive.generate import election

MAJORITY = {"majority": {}}


def counted(votes: list[int], rules: dict[str, Any], power: str = "1") -> tuple[Result, Rules, list[str]]:
    document = {
        "mechanism": "single",
        "choices": ["For", "Against", "Abstain"],
        "electorate": {"total_power": "10"},
        "ballots": [{"voter": str(n), "power": power, "choice": choice} for n, choice in enumerate(votes)],
        "rules": rules,
    }
    found: Election = decode(canonical_json(document))
    return tally(found), found.rules or Rules(), found.choices


@pytest.mark.parametrize(
    ("votes", "rules", "found"),
    [
        ([], MAJORITY, [NobodyVoted()]),
        ([3], MAJORITY, [AllAbstained()]),
        ([1, 2], MAJORITY, [EvenlySplit(1, 2)]),
        ([2, 2, 1], MAJORITY, [MoreAgainst(1, 2)]),
        ([1, 2], {}, [FirstPlaceShared((1, 2))]),
        ([3], {}, [AnotherWon((3,))]),
        ([1], {"min_voters": 3}, [TooFewVoters(3, 1)]),
        ([2], {"veto": {"choices": ["Against"], "value": "1/2"}}, [Stopped()]),
        (
            [2],
            {"quorum": {"kind": "absolute", "value": "2"}, "majority": {}, "min_voters": 2},
            [QuorumMissed(), MoreAgainst(1, 2), TooFewVoters(2, 1)],
        ),
    ],
)
def test_each_rule_that_is_missed_is_an_obstacle(
    votes: list[int], rules: dict[str, Any], found: list[Obstacle]
) -> None:
    assert obstacles(*counted(votes, rules)) == found


def test_voters_without_power_are_no_missing_voters() -> None:
    assert obstacles(*counted([1, 2], MAJORITY, power="0")) == [VotersWithoutPower()]


def test_a_missed_majority_says_what_it_needs() -> None:
    (missed,) = obstacles(*counted([1, 1, 2], {"majority": {"value": "3/4", "strict": False, "of": "total"}}))
    assert isinstance(missed, MajorityMissed)
    assert (missed.favour, str(missed.share), missed.strict, missed.of) == (1, "3/4", False, "total")


@pytest.mark.parametrize(
    ("votes", "rules", "found"),
    [
        ([1], {}, [Won((1,))]),
        ([1, 1, 2], MAJORITY, [MoreInFavour()]),
        ([1, 2, 2], {"majority": {"value": "1/4"}}, [EnoughInFavour()]),
        ([1], {"veto": {"choices": ["Against"], "value": "1/2"}}, [NotStopped()]),
        (
            [1],
            {"quorum": {"kind": "absolute", "value": "1"}, "majority": {}},
            [MoreInFavour(), QuorumReached()],
        ),
        ([2], {"quorum": {"kind": "absolute", "value": "1"}}, [QuorumReached()]),
    ],
)
def test_what_passes_says_by_what(votes: list[int], rules: dict[str, Any], found: list[Ground]) -> None:
    assert grounds(*counted(votes, rules)) == found


def test_those_who_are_first_are_the_winner_or_all_who_share_the_place() -> None:
    assert leaders(counted([1, 2, 2], {})[0]) == (2,)
    assert leaders(counted([1, 2], {})[0]) == (1, 2)
    assert leaders(counted([], {})[0]) == ()


def test_any_vote_passes_or_has_an_obstacle_and_never_both() -> None:
    seen = 0
    for seed in range(800):
        try:
            found = decode(canonical_json(election(seed)))
            result = tally(found)
        except ElectionError:
            continue
        seen += 1
        rules, choices = found.rules or Rules(), found.choices
        assert bool(obstacles(result, rules, choices)) != passes(result, rules, choices), seed
    assert seen > 400
