"""How few hold a vote that is under way and what would turn it, against trying it out."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given
from msgspec.json import encode
from msgspec.structs import replace

from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Ballot, Election
from bot.domain.elections.tally import counted_roll, tally
from bot.domain.rules.passing import elects
from bot.domain.what_if.decision import Decision, decision
from bot.domain.what_if.leverage import MOST_MAKERS, Leverage, leverage
from tests.domain.what_if.test_flipping import elections
from tests.mechanisms import choice_for

FAR = 130
"""More than any price of these small votes."""


def with_ballots(election: Election, *more: Ballot[Any], of: list[Ballot[Any]] | None = None) -> Election:
    fields = {name: getattr(election, name) for name in election.__struct_fields__}
    return Election(**{**fields, "ballots": [*(election.ballots if of is None else of), *more]})


def decided(election: Election) -> Decision:
    return decision(election, tally(election))


def found(election: Election) -> Leverage | None:
    roll, _ = counted_roll(election)
    strongest = sorted(roll.powers, reverse=True)[:MOST_MAKERS]
    return leverage(with_ballots(election, of=[]), roll, strongest)


def turning(election: Election, power: int) -> bool:
    """Whether one voter more with so much power can change what comes out."""
    mechanism, stood = election.mechanism, decided(election)
    choices = [choice_for(mechanism, number, 3) for number in (1, 2, 3)]
    more = [tuple(each) if isinstance(each, list) else each for each in choices]
    if mechanism == "approval":
        more = [(), (1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)]
    return any(decided(with_ballots(election, Ballot("late", str(power), each))) != stood for each in more)


@given(elections())
def test_the_price_is_the_least_power_that_turns_it(election: Election) -> None:
    told = found(election)
    if told is None or told.price is None:
        return
    assert turning(election, told.price)
    assert not any(turning(election, power) for power in range(1, min(told.price, FAR)))


@given(elections())
def test_who_decides_alone_does_whatever_the_others_choose(election: Election) -> None:
    told = found(election)
    if told is None or not told.decides_alone:
        return
    ballots = election.ballots
    strongest = max(range(len(ballots)), key=lambda place: int(ballots[place].power))
    numbers = (1, 2, 3) if elects(election.rules, election.choices) else (1, 2)  # type: ignore[arg-type]
    outcomes = set()
    for mine, theirs in product(numbers, repeat=2):
        choices = [theirs] * len(ballots)
        choices[strongest] = mine
        cast = [
            replace(each, choice=decode_choice(election.mechanism, number))
            for each, number in zip(ballots, choices, strict=True)
        ]
        stood = decided(with_ballots(election, of=cast))
        if elects(election.rules, election.choices):  # type: ignore[arg-type]
            assert stood.winner == mine
        else:
            assert stood.passed == (mine == 1)
        outcomes.add(stood)
    assert len(outcomes) > 1


def decode_choice(mechanism: str, number: int) -> Any:
    choice = choice_for(mechanism, number, 3)
    return tuple(choice) if isinstance(choice, list) else choice


def vote(powers: list[int], choices: list[int], quorum: int = 0, **more: Any) -> Leverage:
    told = found(
        decode(
            encode(
                {
                    "mechanism": "single",
                    "choices": ["For", "Against", "Abstain"],
                    "rules": {"majority": {}, "quorum": {"kind": "absolute", "value": str(quorum)}},
                    "ballots": [
                        {"voter": f"v{place}", "power": str(power), "choice": choice}
                        for place, (power, choice) in enumerate(zip(powers, choices, strict=True))
                    ],
                    **more,
                }
            )
        )
    )
    assert told is not None
    return told


def test_a_whale_decides_alone_until_others_outvote_it() -> None:
    assert vote([100, 20, 30], [1, 2, 2], quorum=60).decides_alone
    assert vote([100, 20, 30], [2, 1, 3], quorum=60).decides_alone
    assert not vote([100, 20, 30], [1, 2, 2], quorum=200).decides_alone
    assert not vote([100, 60, 50], [1, 1, 1], quorum=60).decides_alone
    assert not vote([100, 20], [1, 2], quorum=60).decides_alone


def test_nobody_decides_between_one_choice_and_itself() -> None:
    ballots = [{"voter": f"v{place}", "power": "9", "choice": 1} for place in range(3)]
    told = found(
        decode(encode({"mechanism": "single", "choices": ["Park"], "rules": {}, "ballots": ballots}))
    )
    assert told is not None
    assert not told.decides_alone


def test_few_make_the_quorum_where_many_have_voted() -> None:
    few = [40, 30, 30, *[1] * 6]
    assert vote(few, [1, 2] * 4 + [1], quorum=100).quorum_makers == 3
    assert vote(few, [1, 2] * 4 + [1], quorum=101).quorum_makers is None
    assert vote(few[:8], [1, 2] * 4, quorum=100).quorum_makers is None
    assert vote(few, [1, 2] * 4 + [1]).quorum_makers is None


def test_a_price_beyond_what_is_left_is_none() -> None:
    assert vote([100, 20, 30], [1, 2, 2]).price == 50
    roll, _ = counted_roll(
        two := with_ballots(
            decode(
                encode(
                    {
                        "mechanism": "single",
                        "choices": ["For", "Against"],
                        "rules": {"majority": {}},
                        "ballots": [{"voter": "a", "power": "9", "choice": 1}],
                    }
                )
            )
        )
    )
    assert leverage(two, roll, [9], remaining=9) == Leverage(False, None, 9)
    assert leverage(two, roll, [9], remaining=8) == Leverage(False, None, None)


def test_where_power_is_not_what_counts_nothing_is_told() -> None:
    for mechanism, traits in MECHANISMS.items():
        if mechanism in ("single", "approval", "weighted", "conviction"):
            continue
        choice = choice_for(mechanism, 1, 3)
        document = {
            "mechanism": mechanism,
            "choices": ["A", "B", "C"],
            "ballots": [{"voter": "a", "power": "9", "choice": choice}],
        }
        assert found(decode(encode(document))) is None, traits
