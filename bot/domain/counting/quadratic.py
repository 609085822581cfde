"""Quadratic: votes for a choice are the square root of the tokens put on it (Lalley and Weyl, 2018; Posner and Weyl).

4 tokens give 2 votes, 9 give 3. Roots are taken in fixed point, floored at 18 decimal digits, once for each voter
and choice; only integers are added after that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import gcd
from typing import Literal

import msgspec

from bot.domain.counting import ranking, weighted
from bot.domain.counting.errors import (
    BallotFault,
    BelowOne,
    ElectionError,
    NotWeightsOrOneChoice,
    OffTheBallot,
)
from bot.domain.counting.exact import SCALE, decimal_text, number, quantity, roots
from bot.domain.counting.mechanism import BallotKind, Mechanism, ScoreUnit
from bot.domain.counting.roll import Bounds, Count, Number, Roll
from bot.domain.counting.weighted import weights

Choice = Mapping[str, int] | int

AT_ONCE = 4096
"""Ballots whose roots are taken together: few enough that the numbers stay in the processor's cache."""


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
        raise ElectionError("options.unit", BelowOne())


def fault(choice: object, size: int, options: object) -> BallotFault | None:
    """Why `choice` can't count: it should be weights as in weighted voting, or the number of one choice."""
    if type(choice) is int:
        return None if 1 <= choice <= size else OffTheBallot(choice)
    if type(choice) is dict:
        return weighted.fault(choice, size, options)
    return NotWeightsOrOneChoice()


def sound(choices: Sequence[Choice], size: int, options: object) -> bool:
    """Whether none of the choices has a fault."""
    spread: Sequence[Mapping[str, int]] = choices  # type: ignore[assignment]
    if int in set(map(type, choices)):
        if not {choice for choice in choices if isinstance(choice, int)} <= set(range(1, size + 1)):
            return False
        spread = [choice for choice in choices if not isinstance(choice, int)]
    return weighted.sound(spread, size, options)


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
    votes = _roots(roll, number(options.unit))
    scaled = votes if options.form == "root" else list(_matched(votes, roll.cast_power))
    return Count(tuple(Fraction(score, SCALE) for score in scaled), tuple(map(decimal_text, scaled)))


def bounds(low: Roll, high: Roll, options: QuadraticOptions) -> Bounds:
    """More power on a ballot lowers no score, but in the form `matching`: there each choice has a share of all power,
    which grows with its own votes and shrinks with those of others."""
    if options.form != "matching":
        return Bounds(tuple(zip(count(low, options).scores, count(high, options).scores, strict=True)))
    unit = number(options.unit)
    least = [votes * votes for votes in _roots(low, unit)]
    most = [votes * votes for votes in _roots(high, unit)]
    all_least, all_most = sum(least), sum(most)
    return Bounds(
        tuple(
            (
                Fraction(_matched_share(own, own + all_most - own_most, low.cast_power), SCALE),
                Fraction(_matched_share(own_most, own_most + all_least - own, high.cast_power), SCALE),
            )
            for own, own_most in zip(least, most, strict=True)
        )
    )


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
    bound = roll.cast_power * square // unit
    spread: Sequence[Mapping[str, int]] = roll.choices
    if int in set(map(type, roll.choices)):
        spread = list(map(weights, roll.choices))
    for start in range(0, len(spread), AT_ONCE):
        some = spread[start : start + AT_ONCE]
        shares = _shares(some, roll.powers[start : start + AT_ONCE], square, unit)
        for key, root in zip(chain.from_iterable(some), roots(shares, bound), strict=True):
            sums[key] += root
    return list(sums.values())


def _shares(spread: Sequence[Mapping[str, int]], powers: Sequence[int], square: int, unit: int) -> list[int]:
    """⌊power × square ÷ unit × weight ÷ Σ weights⌋ for every weight of every ballot, in a row."""
    shares: list[int] = []
    append = shares.append
    for choice, power in zip(spread, powers, strict=True):
        if len(choice) == 1:
            append(power * square // unit)
            continue
        given = choice.values()
        tokens, total = power * square, sum(given) * unit
        for weight in given:
            append(tokens * weight // total)
    return shares


def _matched(votes: list[int], power: int) -> Iterator[int]:
    """(Σ√tokens)² of each choice, scaled so that all add up to `power`, floored, in units of 10⁻¹⁸."""
    squares = [given * given for given in votes]
    total = sum(squares)
    for square in squares:
        yield _matched_share(square, total, power)


def _matched_share(square: int, total: int, power: int) -> int:
    """The part of the power, in units of 10⁻¹⁸, that so many of the total of squares get."""
    return square * power * SCALE // total if total else 0


def score_unit(options: QuadraticOptions) -> ScoreUnit:
    """Votes; in the form `matching` the power that is shared out."""
    return ScoreUnit.POWER if options.form == "matching" else ScoreUnit.VOTES


def votes(choice: Choice, power: int, size: int, options: QuadraticOptions) -> Sequence[Number]:
    """The roots of what this ballot puts on each choice, or the votes that it buys."""
    alone = Roll(size, ("voter",), (power,), (choice,), power, int(power > 0), None)
    return count(
        alone, QuadraticOptions(options.unit, "credits" if options.form == "credits" else "root")
    ).scores


def alone(options: QuadraticOptions) -> Callable[[int], int] | None:
    """In the form `root`: the number of the choice."""
    return int if options.form == "root" else None


QUADRATIC = Mechanism(
    name="quadratic",
    ballot=BallotKind.NUMBERS,
    choice=dict[str, int] | int,
    options=QuadraticOptions,
    check=check,
    fault=fault,
    sound=sound,
    price=price,
    count=count,
    support=support,
    bounds=bounds,
    score_unit=score_unit,
    votes=votes,
    by_root=True,
    per_token=True,
    reads={BallotKind.ONE: int, BallotKind.RANKING: ranking.first},
    variants=({"form": "root"}, {"form": "matching"}),
    alone=alone,
)
