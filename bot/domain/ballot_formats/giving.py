"""What one ballot gives to each choice and what it costs, by the functions that count."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bot.domain.choices import counting_of
from bot.domain.counting.mechanism import Mechanism, NoOptions
from bot.domain.counting.quadratic import QUADRATIC, QuadraticOptions, price, weights
from bot.domain.counting.roll import Number, Roll
from bot.domain.counting.weighted import WEIGHTED
from bot.domain.ids import Power
from bot.domain.policy.model import Policy


@dataclass(frozen=True)
class Gift:
    """What one choice gets from a ballot."""

    number: int
    weight: int
    share: Fraction
    """Of the ballot's weights."""
    power: Number
    """Base units put on it: its share, or in the form `credits` what its votes cost."""
    votes: Number | None
    """Quadratic: the votes that these are. None for weighted."""


def gifts(policy: Policy, choice: Any, power: Power) -> list[Gift]:
    """What a weighted or quadratic ballot of so much power (base units) gives, choice by choice."""
    shared = weights(choice)
    total = sum(shared.values())
    cost = price_of(policy)
    tokens = _alone(WEIGHTED, NoOptions(), policy, shared, power)
    votes = _votes(policy, shared, power)
    return [
        Gift(
            int(key),
            weight,
            Fraction(weight, total),
            tokens[int(key) - 1] if cost is None else cost({key: weight}),
            None if votes is None else votes[int(key) - 1],
        )
        for key, weight in sorted(shared.items(), key=lambda item: int(item[0]))
        if weight
    ]


def price_of(policy: Policy) -> Any:
    """Where votes are bought: the function from a choice to what its votes cost in base units. Else None."""
    if policy.mechanism != "quadratic":
        return None
    return price(_options(policy))


def _votes(policy: Policy, shared: Mapping[str, int], power: Power) -> tuple[Number, ...] | None:
    """The square roots of what each choice gets, or the votes that were bought."""
    if policy.mechanism != "quadratic":
        return None
    options = _options(policy)
    if options.form == "matching":
        options = QuadraticOptions(options.unit, "root")
    return _alone(QUADRATIC, options, policy, shared, power)


def _options(policy: Policy) -> QuadraticOptions:
    _, options = counting_of(policy)
    assert isinstance(options, QuadraticOptions), "the options are those of the mechanism"
    return options


def _alone(
    mechanism: Mechanism, options: Any, policy: Policy, choice: Any, power: Power
) -> tuple[Number, ...]:
    """The scores of a count of this one ballot."""
    roll = Roll(len(policy.choices), ("voter",), (power,), (choice,), power, int(power > 0), None)
    return mechanism.count(roll, options).scores
