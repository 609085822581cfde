"""Exact numbers: reading them from text and writing them as text. No float anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, gcd, isqrt, sqrt

from bot.domain.counting.errors import (
    ElectionError,
    FractionsTooLong,
    NotAQuantity,
    NotARatio,
)

PLACES = 18
"""Digits after the point of a root (election-format.md, Mechanisms)."""

SCALE = 10**PLACES

MOST_DIGITS = 4000
"""Longest quantity that is read. A quantity on chain has at most 78 digits; Python refuses beyond 4,300."""

BEYOND = 10**MOST_DIGITS
"""The least quantity that is not read."""

MOST_BITS = 400_000
"""Of the common denominator of all sums of weights. That of all sums which 25 weights of up to 10,000 can have is
shorter (360,843 bits), so that no vote of the bot comes to it."""

NEAR = 2**200
"""Below it a floating-point root is near enough to be mended by one step."""


def is_quantity(text: object) -> bool:
    """Whether `text` is a decimal integer string: ASCII digits and nothing else, of a size that can be read."""
    return type(text) is str and text.isascii() and text.isdigit() and len(text.lstrip("0")) <= MOST_DIGITS


def quantity(text: object, field: str) -> int:
    """The integer in base units that a decimal integer string stands for; ElectionError otherwise."""
    if type(text) is not str or not is_quantity(text):
        raise ElectionError(field, NotAQuantity())
    return number(text)


def number(text: str) -> int:
    """The integer that a text stands for of which `is_quantity` is known."""
    return int(text.lstrip("0") or "0")


def ratio(text: object, field: str) -> Fraction:
    """The fraction that a string "p/q" (or a whole "p") stands for; ElectionError otherwise."""
    if type(text) is str:
        top, slash, bottom = text.partition("/")
        if not slash:
            bottom = "1"
        if is_quantity(top) and is_quantity(bottom) and number(bottom) > 0:
            return Fraction(number(top), number(bottom))
    raise ElectionError(field, NotARatio())


def digits(value: int) -> str:
    """Decimal digits of an integer of any size (plain `str` refuses more than 4,300 digits)."""
    if value < 0:
        return "-" + digits(-value)
    if value < BEYOND:
        return str(value)
    size = MOST_DIGITS
    while 10 ** (2 * size) <= value:
        size *= 2
    high, low = divmod(value, 10**size)
    return digits(high) + digits(low).rjust(size, "0")


def text_of(value: int | Fraction) -> str:
    """An integer, or an exact fraction in lowest terms such as "1/3"."""
    if isinstance(value, int):
        return digits(value)
    if value.denominator == 1:
        return digits(value.numerator)
    return f"{digits(value.numerator)}/{digits(value.denominator)}"


def decimal_text(scaled: int) -> str:
    """A number given in units of 10⁻¹⁸, as a decimal with exactly 18 digits after the point."""
    whole, part = divmod(scaled, SCALE)
    return f"{digits(whole)}.{part:0{PLACES}d}"


def whole(value: Fraction) -> int | Fraction:
    """The same number, as an int where it is one."""
    return value.numerator if value.denominator == 1 else value


def roots(numbers: Sequence[int], bound: int) -> list[int]:
    """⌊√n⌋ of each number, exactly; none is negative or above `bound`.

    Where `bound` allows it, one step of Newton's method in integers replaces the many of `isqrt`. With s = √n and an
    integer x ≥ 1, ⌊(x + ⌊n ÷ x⌋) ÷ 2⌋ = ⌊s + (x − s)² ÷ 2x⌋, which is never less than ⌊s⌋, whatever x is. The x taken
    is the floor of a floating-point root, off by at most 1 + s·2⁻⁵², so that below s = 2¹⁰⁰ the excess is under 1
    and the step gives ⌊s⌋ or ⌊s⌋ + 1. A comparison of integers then tells which.
    """
    if bound >= NEAR:
        return list(map(isqrt, numbers))
    guesses = map(floor, map(sqrt, numbers))
    steps = [(guess + number // (guess or 1)) >> 1 for number, guess in zip(numbers, guesses, strict=True)]
    return [step if step * step <= number else step - 1 for number, step in zip(numbers, steps, strict=True)]


def sum_of_fractions(numerators: dict[int, int]) -> int | Fraction:
    """Σ numerator ÷ denominator over a mapping from denominator to the sum of its numerators.

    The fractions are added in pairs, then pairs of pairs, so that big denominators meet late and few times. Pairs are
    made as soon as they can be, so that a sum that grows too long is found out before everything is added. Raises
    ElectionError where the common denominator has more than MOST_BITS.
    """
    # So many of each level wait for another of theirs as the number of terms has bits.
    waiting: list[tuple[int, int, int]] = []
    for denominator, numerator in numerators.items():
        if not numerator:
            continue
        term, level = (numerator, denominator), 0
        while waiting and waiting[-1][2] == level:
            term, level = _plus(*waiting.pop()[:2], *term), level + 1
        waiting.append((*term, level))
    if not waiting:
        return 0
    term = waiting.pop()[:2]
    while waiting:
        term = _plus(*waiting.pop()[:2], *term)
    return whole(Fraction(*term))


def _plus(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    shared = gcd(b, d)
    common = b // shared * d
    if common.bit_length() > MOST_BITS:
        raise ElectionError("ballots", FractionsTooLong())
    return a * (d // shared) + c * (b // shared), common
