"""What a receipt says a ballot gives is what the count makes of it."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_formats.giving import gifts, price_of
from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import Result, tally
from bot.domain.policy.model import Policy, preset

COUNCIL = ("Ada", "Ben", "Cleo", "Dan")
POWERS = st.integers(0, 2**256)
CHOICES = st.dictionaries(st.sampled_from("1234"), st.integers(0, 2**53), min_size=1).filter(
    lambda weights: any(weights.values())
)


def policy(mechanism: str, **options: Any) -> Policy:
    fields = {"mechanism": mechanism, "choices": COUNCIL, "options": options, "rules": {}}
    return preset("token").model_copy(update=fields)


def counted(found: Policy, choice: Any, power: int) -> Result:
    document = {
        "mechanism": found.mechanism,
        "choices": list(found.choices),
        "options": found.options,
        "ballots": [{"voter": "a", "power": str(power), "choice": choice}],
    }
    return tally(decode(canonical_json(document)))


@given(CHOICES, POWERS)
def test_a_weighted_ballot_gives_what_it_scores(choice: dict[str, int], power: int) -> None:
    found = policy("weighted")
    given_ = gifts(found, choice, power)
    scores = counted(found, choice, power).score_values
    assert [gift.power for gift in given_] == [scores[gift.number - 1] for gift in given_]
    assert sum(Fraction(gift.power) for gift in given_) == power
    assert sum(gift.share for gift in given_) == 1


@given(CHOICES | st.integers(1, 4), POWERS, st.integers(1, 10**20))
def test_a_ballot_under_a_root_gives_the_votes_that_it_scores(choice: Any, power: int, unit: int) -> None:
    found = policy("quadratic", unit=str(unit))
    given_ = gifts(found, choice, power)
    scores = counted(found, choice, power).score_values
    assert [gift.votes for gift in given_] == [scores[gift.number - 1] for gift in given_]
    assert sum(Fraction(gift.power) for gift in given_) == power


@given(CHOICES | st.integers(1, 4), st.integers(1, 1000))
def test_bought_votes_cost_what_makes_the_ballot_valid(choice: Any, unit: int) -> None:
    found = policy("quadratic", form="credits", unit=str(unit))
    cost = price_of(found)
    assert cost is not None
    price = cost(choice)
    assert sum(gift.power for gift in gifts(found, choice, 0)) == price
    assert counted(found, choice, price).invalid == ()
    assert len(counted(found, choice, price - 1).invalid) == 1


def test_four_tokens_give_two_votes_and_nine_give_three() -> None:
    found = gifts(policy("quadratic"), {"1": 4, "2": 9}, 13)
    assert [(gift.power, gift.votes) for gift in found] == [(4, 2), (9, 3)]


def test_where_power_is_matched_a_ballot_gives_its_roots() -> None:
    found = gifts(policy("quadratic", form="matching"), {"1": 4, "2": 9}, 13)
    assert [gift.votes for gift in found] == [2, 3]
    assert price_of(policy("quadratic", form="matching")) is None
    assert price_of(policy("weighted")) is None
