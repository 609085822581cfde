"""Exact numbers: reading them from text and writing them as text. No float anywhere."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from bot.domain.counting.errors import ElectionError

PLACES = 18
"""Digits after the point of a root (election-format.md, Mechanisms)."""

SCALE = 10**PLACES

MOST_DIGITS = 4000
"""Longest quantity that is read. A quantity on chain has at most 78 digits; Python refuses beyond 4,300."""

_CHUNK = 10**MOST_DIGITS


def is_quantity(text: object) -> bool:
    """Whether `text` is a decimal integer string: ASCII digits and nothing else."""
    return type(text) is str and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def quantity(text: object, field: str) -> int:
    """The integer in base units that a decimal integer string stands for; ElectionError otherwise."""
    if not is_quantity(text):
        raise ElectionError(field, 'should be a decimal integer string in base units, such as "1000"')
    return int(text)  # type: ignore[call-overload, no-any-return]


def ratio(text: object, field: str) -> Fraction:
    """The fraction that a string "p/q" (or a whole "p") stands for; ElectionError otherwise."""
    if type(text) is str:
        top, slash, bottom = text.partition("/")
        if not slash:
            bottom = "1"
        if is_quantity(top) and is_quantity(bottom) and int(bottom) > 0:
            return Fraction(int(top), int(bottom))
    raise ElectionError(field, 'should be a fraction of two whole numbers as a string, such as "1/2"')


def digits(number: int) -> str:
    """Decimal digits of an integer of any size (plain `str` refuses more than 4,300 digits)."""
    if number < 0:
        return "-" + digits(-number)
    if number < _CHUNK:
        return str(number)
    size = MOST_DIGITS
    while 10 ** (2 * size) <= number:
        size *= 2
    high, low = divmod(number, 10**size)
    return digits(high) + digits(low).rjust(size, "0")


def text_of(number: int | Fraction) -> str:
    """An integer, or an exact fraction in lowest terms such as "1/3"."""
    if isinstance(number, int):
        return digits(number)
    if number.denominator == 1:
        return digits(number.numerator)
    return f"{digits(number.numerator)}/{digits(number.denominator)}"


def decimal_text(scaled: int) -> str:
    """A number given in units of 10⁻¹⁸, as a decimal with exactly 18 digits after the point."""
    whole, part = divmod(scaled, SCALE)
    return f"{digits(whole)}.{part:0{PLACES}d}"


def whole(number: Fraction) -> int | Fraction:
    """The same number, as an int where it is one."""
    return number.numerator if number.denominator == 1 else number


def sum_of_fractions(numerators: dict[int, int]) -> int | Fraction:
    """Σ numerator ÷ denominator over a mapping from denominator to the sum of its numerators.

    The fractions are added in pairs, then pairs of pairs, so that big denominators meet late and few times.
    """
    terms = [(numerator, denominator) for denominator, numerator in numerators.items() if numerator]
    while len(terms) > 1:
        added = [_plus(*terms[i], *terms[i + 1]) for i in range(0, len(terms) - 1, 2)]
        if len(terms) % 2:
            added.append(terms[-1])
        terms = added
    return whole(Fraction(*terms[0])) if terms else 0


def _plus(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    shared = gcd(b, d)
    return a * (d // shared) + c * (b // shared), b // shared * d
