"""Quadratic: votes for a choice are the square root of the tokens put on it (Lalley and Weyl, 2018; Posner and Weyl).

4 tokens give 2 votes, 9 give 3. Roots are taken in fixed point, floored at 18 decimal digits, once for each voter
and choice; only integers are added after that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, isqrt
from typing import Literal

import msgspec

from bot.domain.counting import weighted
from bot.domain.counting.errors import ElectionError
from bot.domain.counting.exact import SCALE, decimal_text, number, quantity
from bot.domain.counting.roll import Count, Mechanism, Number, Roll

Choice = Mapping[str, int] | int


class QuadraticOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`unit`: base units in one token. `form`: what the weights mean and how the votes are added.

    root: power is split by weight, a choice gets the sum of √tokens. credits: the weights are votes, n votes cost
    n² tokens, a choice gets the sum of votes. matching: (Σ√tokens)², scaled to the power of the valid ballots.
    """

    unit: str = "1"
    form: Literal["root", "credits", "matching"] = "root"


def check(options: QuadraticOptions, size: int) -> None:
    """Raises ElectionError for options that can't be counted with."""
    if quantity(options.unit, "options.unit") == 0:
        raise ElectionError("options.unit", "should be at least 1")


def fault(choice: object, size: int, options: object) -> str | None:
    """Why `choice` can't count: it should be weights as in weighted voting, or the number of one choice."""
    if type(choice) is int:
        return None if 1 <= choice <= size else f"choice {choice} is not on the ballot"
    if type(choice) is dict:
        return weighted.fault(choice, size, options)
    return "the choice should be an object of weights by number of choice, or the number of one choice"


def sound(choices: Sequence[Choice], size: int, options: object) -> bool:
    """Whether none of the choices has a fault."""
    spread: Sequence[Mapping[str, int]] = choices  # type: ignore[assignment]
    if int in set(map(type, choices)):
        if not {choice for choice in choices if isinstance(choice, int)} <= set(range(1, size + 1)):
            return False
        spread = [choice for choice in choices if not isinstance(choice, int)]
    return weighted.sound(spread, size, options)


def weights(choice: Choice) -> Mapping[str, int]:
    """The weights of a choice; the number of one choice alone is a weight of 1 on it."""
    return {str(choice): 1} if isinstance(choice, int) else choice


def price(options: QuadraticOptions) -> Callable[[Choice], int] | None:
    """In the form `credits`: what the votes of a choice cost in base units, Σ votes² × unit. Else None."""
    if options.form != "credits":
        return None
    unit = number(options.unit)
    return lambda choice: sum(votes * votes for votes in weights(choice).values()) * unit


def count(roll: Roll, options: QuadraticOptions) -> Count:
    """The score of each choice in the form that the options name."""
    if options.form == "credits":
        return Count.exact(_votes(roll))
    roots = _roots(roll, number(options.unit))
    scaled = roots if options.form == "root" else list(_matched(roots, roll.cast_power))
    return Count(tuple(Fraction(score, SCALE) for score in scaled), tuple(map(decimal_text, scaled)))


def support(choice: Choice, among: frozenset[int]) -> Number:
    """The part of the weights that `among` have."""
    return weighted.support(weights(choice), among)


def _votes(roll: Roll) -> list[int]:
    sums = {str(place): 0 for place in range(1, roll.size + 1)}
    for choice in roll.choices:
        for key, votes in weights(choice).items():
            sums[key] += votes
    return list(sums.values())


def _roots(roll: Roll, unit: int) -> list[int]:
    """Σ √tokens of each choice in units of 10⁻¹⁸. ⌊√⌊x⌋⌋ = ⌊√x⌋, so the quotient may be floored first."""
    sums = {str(place): 0 for place in range(1, roll.size + 1)}
    shared = gcd(SCALE * SCALE, unit)
    square, unit = SCALE * SCALE // shared, unit // shared
    for choice, power in zip(roll.choices, roll.powers, strict=True):
        tokens = power * square
        if isinstance(choice, int):
            sums[str(choice)] += isqrt(tokens // unit)
            continue
        total = sum(choice.values()) * unit
        for key, weight in choice.items():
            sums[key] += isqrt(tokens * weight // total)
    return list(sums.values())


def _matched(roots: list[int], power: int) -> Iterator[int]:
    """(Σ√tokens)² of each choice, scaled so that all add up to `power`, floored, in units of 10⁻¹⁸."""
    squares = [root * root for root in roots]
    total = sum(squares)
    for square in squares:
        yield square * power * SCALE // total if total else 0


QUADRATIC = Mechanism(
    "quadratic", dict[str, int] | int, QuadraticOptions, fault, count, support, price, check, sound=sound
)
