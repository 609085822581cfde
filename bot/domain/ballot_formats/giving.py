"""What one ballot gives to each choice and what it costs, by the functions that count."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec

from bot.domain.ballot_formats.weights import by_number
from bot.domain.counting.exact import whole
from bot.domain.counting.roll import Number
from bot.domain.elections.choices import counting_of
from bot.domain.ids import Power
from bot.domain.policy.model import Policy


class Gift(msgspec.Struct, frozen=True):
    """What one choice gets from a ballot."""

    number: int
    weight: int
    share: Fraction
    """Of the ballot's weights."""
    power: Number
    """Base units put on it: its share, or where votes are bought what its votes cost."""
    votes: Number | None
    """The votes that these are; None where power is counted and no votes."""


def gifts(policy: Policy, choice: Any, power: Power) -> list[Gift]:
    """What a ballot that gives numbers, with so much power (base units), gives choice by choice."""
    mechanism, options = counting_of(policy)
    assert mechanism.support is not None, "numbers are given to choices"
    cost = price_of(policy)
    votes = mechanism.votes and mechanism.votes(choice, power, len(policy.choices), options)
    found = []
    for number, weight in by_number(choice):
        if weight:
            share = Fraction(mechanism.support(choice, frozenset({number})))
            spent = whole(share * power) if cost is None else cost({str(number): weight})
            found.append(Gift(number, weight, share, spent, votes[number - 1] if votes else None))
    return found


def price_of(policy: Policy) -> Callable[[Any], int] | None:
    """Where votes are bought: the function from a choice to what its votes cost in base units. Else None."""
    price = policy.counting.price
    if price is None:
        return None
    _, options = counting_of(policy)
    return price(options)
