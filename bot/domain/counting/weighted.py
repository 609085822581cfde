"""Weighted: a ballot's power is split among choices in proportion to the weights that its voter gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from bot.domain.counting.errors import (
    BallotFault,
    NotWeights,
    OffTheBallot,
    Weightless,
    WeightNegative,
    WeightNotWhole,
)
from bot.domain.counting.exact import sum_of_fractions
from bot.domain.counting.mechanism import BallotKind, Mechanism, NoOptions
from bot.domain.counting.roll import Count, Number, Roll


def fault(choice: object, size: int, options: object) -> BallotFault | None:
    """Why `choice` can't count: it should be weights by number of choice, not negative and not all zero."""
    if type(choice) is not dict:
        return NotWeights()
    for key, weight in choice.items():
        if number_of(key, size) is None:
            return OffTheBallot(key)
        if type(weight) is not int:
            return WeightNotWhole(key)
        if weight < 0:
            return WeightNegative(key)
    if not any(choice.values()):
        return Weightless()
    return None


def weights(choice: Mapping[str, int] | int) -> Mapping[str, int]:
    """The weights of a ballot of numbers; the number of one choice alone is a weight of 1 on it."""
    return {str(choice): 1} if isinstance(choice, int) else choice


def number_of(key: object, size: int) -> int | None:
    """The number of the choice that a key of a weights object stands for, or None."""
    if type(key) is not str or not (key.isascii() and key.isdigit()) or key[0] == "0" or len(key) > 9:
        return None
    number = int(key)
    return number if number <= size else None


def sound(choices: Sequence[Mapping[str, int]], size: int, options: object) -> bool:
    """Whether all weights are those of choices, none negative, and not all of a ballot zero."""
    known = {str(number) for number in range(1, size + 1)}
    if not all(choices) or not known.issuperset(chain.from_iterable(choices)):
        return False
    least = min(chain.from_iterable([choice.values() for choice in choices]), default=1)
    return least > 0 or (least == 0 and all(any(choice.values()) for choice in choices))


def count(roll: Roll, options: object) -> Count:
    """power × weight ÷ Σ weights of every ballot, exact.

    For each choice the numerators are added by denominator (the sum of a ballot's weights), so that a fraction is
    made once for each different sum of weights and not once for each ballot.
    """
    numerators: dict[str, dict[int, int]] = {str(number): {} for number in range(1, roll.size + 1)}
    for weights, power in zip(roll.choices, roll.powers, strict=True):
        total = sum(weights.values())
        for key, weight in weights.items():
            by_total = numerators[key]
            by_total[total] = by_total.get(total, 0) + power * weight
    return Count.exact(map(sum_of_fractions, numerators.values()))


def support(choice: Mapping[str, int], among: frozenset[int]) -> Number:
    """The part of the weights that `among` have."""
    return Fraction(sum(choice.get(str(number), 0) for number in among), sum(choice.values()))


def corners(numbers: Sequence[int]) -> Iterator[Mapping[str, int]]:
    """Everything on one of the choices."""
    return ({str(number): 1} for number in numbers)


WEIGHTED = Mechanism(
    name="weighted",
    ballot=BallotKind.NUMBERS,
    choice=dict[str, int],
    options=NoOptions,
    fault=fault,
    sound=sound,
    count=count,
    support=support,
    corners=corners,
    mergeable=True,
    reads={BallotKind.NUMBERS: weights},
)
