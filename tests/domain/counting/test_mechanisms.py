"""Each mechanism on vectors that are known from elsewhere, or small enough to count by hand."""

from __future__ import annotations

import pytest

from bot.domain.counting.exact import digits
from bot.domain.elections.election import Ballot, Election
from bot.domain.elections.tally import tally
from tests.domain.counting.documents import result, scores, vote
from tests.mechanisms import choice_for

TENNESSEE = (  # Memphis, Nashville, Chattanooga, Knoxville; the common example of Wikipedia's articles on voting.
    ("Memphis and around", 42, [1, 2, 3, 4]),
    ("Nashville and around", 26, [2, 3, 4, 1]),
    ("Chattanooga and around", 15, [3, 4, 2, 1]),
    ("Knoxville and around", 17, [4, 3, 2, 1]),
)
CITIES = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]


def test_tennessee_by_ranked_choice_goes_to_knoxville() -> None:
    counted = result(vote(*TENNESSEE, mechanism="ranked_choice", choices=CITIES))
    assert counted["rounds"] == [
        {"scores": ["42", "26", "15", "17"], "eliminated": [3]},
        {"scores": ["42", "26", None, "32"], "eliminated": [2]},
        {"scores": ["42", None, None, "58"], "eliminated": []},
    ]
    assert counted["scores"] == ["42", "0", "0", "58"]
    assert counted["winner"] == 4


def test_tennessee_by_copeland_goes_to_nashville() -> None:
    counted = result(vote(*TENNESSEE, mechanism="copeland", choices=CITIES))
    assert counted["scores"] == ["0", "3", "2", "1"]
    assert counted["winner"] == 2


def test_choices_that_a_ballot_leaves_out_rank_level_below_the_others_in_copeland() -> None:
    assert scores(vote(("ada", 1, [2]), mechanism="copeland")) == ["1/2", "2", "1/2"]


def test_a_pairwise_tie_is_half_a_win_each() -> None:
    tied = vote(("ada", 1, [1, 2]), ("ben", 1, [2, 1]), mechanism="copeland", choices=["A", "B"])
    assert scores(tied) == ["1/2", "1/2"]
    assert result(tied)["tied"] == [1, 2]


def test_a_partial_ranking_is_invalid_where_full_ones_are_required() -> None:
    for mechanism in ("copeland", "ranked_choice"):
        document = vote(("ada", 1, [2, 1]), mechanism=mechanism, options={"require_full": True})
        assert result(document)["invalid"] == [
            {"voter": "ada", "reason": "the ranking has 2 of 3 choices, all are required"}
        ]
        assert result({**document, "options": {}})["invalid"] == []


def test_four_tokens_give_two_votes_and_nine_give_three() -> None:
    document = vote(("ada", 4, 1), ("ben", 9, 2), mechanism="quadratic")
    assert scores(document) == ["2.000000000000000000", "3.000000000000000000", "0.000000000000000000"]


def test_a_root_is_floored_at_eighteen_digits_once_for_each_voter() -> None:
    document = vote(("ada", 2, 1), ("ben", 2, 1), mechanism="quadratic")
    # √2 = 1.414213562373095048|8…: twice the floor, not the floor of twice.
    assert scores(document)[0] == "2.828427124746190096"


def test_the_unit_of_quadratic_voting_makes_tokens_of_base_units() -> None:
    document = vote(("ada", 4 * 10**18, 1), mechanism="quadratic", options={"unit": str(10**18)})
    assert scores(document)[0] == "2.000000000000000000"


def test_quadratic_power_is_split_by_weight_before_the_root() -> None:
    document = vote(("ada", 100, {"1": 9, "2": 16}), mechanism="quadratic")
    assert scores(document) == ["6.000000000000000000", "8.000000000000000000", "0.000000000000000000"]


def test_quadratic_credits_are_votes_that_cost_their_square() -> None:
    document = vote(("ada", 25, {"1": 3, "2": 4}), mechanism="quadratic", options={"form": "credits"})
    assert scores(document) == ["3", "4", "0"]
    document["ballots"][0]["power"] = "24"
    assert result(document)["invalid"] == [
        {"voter": "ada", "reason": "the votes cost 25, more than the power of 24"}
    ]
    document["ballots"][0]["power"] = "25"
    document["options"]["unit"] = "2"
    assert result(document)["invalid"] == [
        {"voter": "ada", "reason": "the votes cost 50, more than the power of 25"}
    ]


def test_quadratic_matching_prefers_many_small_to_one_big() -> None:
    document = vote(
        ("ada", 1, 1),
        ("ben", 1, 1),
        ("cleo", 1, 1),
        ("dan", 3, 2),
        mechanism="quadratic",
        options={"form": "matching"},
    )
    # (1 + 1 + 1)² = 9 and (√3)² ≈ 3, scaled to 6 of power. √3 is floored first.
    assert scores(document) == ["4.500000000000000000", "1.499999999999999999", "0.000000000000000000"]


def test_weighted_power_is_split_exactly() -> None:
    document = vote(("ada", 1, {"1": 1, "2": 2}), ("ben", 1, {"1": 1, "3": 1}), mechanism="weighted")
    assert scores(document) == ["5/6", "2/3", "1/2"]


def test_denominators_that_share_nothing_still_add_up_exactly() -> None:
    primes = [101, 103, 107, 109, 113, 127]
    ballots = [(str(prime), 1, {"1": 1, "2": prime - 1}) for prime in primes]
    result = tally(Election("weighted", ["A", "B"], [Ballot(v, str(p), c) for v, p, c in ballots]))
    assert sum(result.score_values) == len(primes)
    assert result.scores[0].endswith("/1741209542339")
    assert 101 * 103 * 107 * 109 * 113 * 127 == 1741209542339


def test_numbers_longer_than_python_prints_are_printed() -> None:
    assert digits(10**9000 + 7) == "1" + "0" * 8999 + "7"
    assert digits(-(10**5000)) == "-1" + "0" * 5000


def test_an_approval_gives_full_power_to_each_choice() -> None:
    counted = result(vote(("ada", 5, [1, 3]), ("ben", 2, [3]), ("cleo", 9, []), mechanism="approval"))
    assert counted["scores"] == ["5", "0", "7"]
    assert counted["cast_power"] == "16"
    assert counted["voters"] == 3


def test_a_head_count_gives_one_to_each_voter_with_power() -> None:
    ballots = (("ada", 10**30, 1), ("ben", 1, 2), ("cleo", 1, 2), ("dan", 0, 1))
    assert scores(vote(*ballots, mechanism="headcount")) == ["1", "2", "0"]


def test_nobody_wins_when_nobody_scored() -> None:
    for mechanism in ("single", "approval", "weighted", "quadratic", "headcount", "ranked_choice"):
        counted = result(vote(mechanism=mechanism))
        assert (counted["winner"], counted["tied"]) == (None, [])


def test_those_who_share_the_highest_score_are_tied() -> None:
    counted = result(vote(("ada", 1, 1), ("ben", 1, 3)))
    assert (counted["winner"], counted["tied"]) == (None, [1, 3])


@pytest.mark.parametrize(
    ("mechanism", "choice", "reason"),
    [
        ("single", 0, "choice 0 is not on the ballot"),
        ("single", [1], "the choice should be the number of one choice"),
        ("single", True, "the choice should be the number of one choice"),
        ("headcount", "1", "the choice should be the number of one choice"),
        ("approval", [1, 1], "choice 1 stands twice"),
        ("approval", [4], "choice 4 is not on the ballot"),
        ("approval", 1, "the choice should be a list of numbers of choices"),
        ("approval", [None], "the choice should be a list of numbers of choices"),
        ("ranked_choice", [], "the ranking is empty"),
        ("ranked_choice", [2, 1, 2], "choice 2 stands twice"),
        ("copeland", [], "the ranking is empty"),
        ("weighted", {"1": 0}, "no choice has any weight"),
        ("weighted", {}, "no choice has any weight"),
        ("weighted", {"1": 2, "2": -1}, "the weight of choice 2 is negative"),
        ("weighted", {"4": 1}, "choice 4 is not on the ballot"),
        ("weighted", {"01": 1}, "choice 01 is not on the ballot"),
        ("weighted", {"1": "1"}, "the weight of choice 1 should be a whole number"),
        ("weighted", 1, "the choice should be an object of weights by number of choice"),
        ("quadratic", 7, "choice 7 is not on the ballot"),
        ("quadratic", {"1": -4}, "the weight of choice 1 is negative"),
    ],
)
def test_one_bad_ballot_is_listed_and_spoils_nothing(mechanism: str, choice: object, reason: str) -> None:
    good = choice_for(mechanism, 2, 3)
    counted = result(vote(("bad", 100, choice), ("good", 1, good), mechanism=mechanism))
    assert counted["invalid"] == [{"voter": "bad", "reason": reason}]
    assert (counted["winner"], counted["cast_power"], counted["voters"]) == (2, "1", 1)


@pytest.mark.parametrize(
    "power", ["-1", "+1", "1.5", "1e3", "", " 1", "1_0", "0x1", "١", 1, None, [], "9" * 4001]
)
def test_a_power_that_is_no_decimal_integer_string_makes_a_ballot_invalid(power: object) -> None:
    document = vote(("bad", 1, 1), ("good", 1, 2))
    document["ballots"][0]["power"] = power
    counted = result(document)
    assert counted["invalid"] == [
        {"voter": "bad", "reason": "the power should be a decimal integer string in base units"}
    ]
    assert counted["scores"] == ["0", "1", "0"]


def test_leading_zeros_change_nothing() -> None:
    document = vote(("ada", 1, 1))
    for zeros in (3, 5000):
        document["ballots"][0]["power"] = "0" * zeros + "12"
        assert scores(document)[0] == "12"


def test_more_choices_than_fit_into_a_byte_are_compared_too() -> None:
    for size in (126, 127, 300):
        ranking = list(range(size, 0, -1))
        counted = scores(
            vote(
                ("ada", 1, ranking),
                ("ben", 1, ranking[:3]),
                mechanism="copeland",
                choices=[f"Choice {number}" for number in range(1, size + 1)],
            )
        )
        assert counted == [str(number - 1) for number in range(1, size + 1)]
