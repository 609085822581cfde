"""Shares in words."""

from fractions import Fraction

from bot.domain.quantities import tokens


def share_words(share: Fraction) -> str:
    """A share exactly: in percent where that ends, else as a fraction."""
    percents = share * 100
    for places in range(5):
        scaled = percents * 10**places
        if scaled.denominator == 1:
            return f"{tokens(int(scaled), places)} %"
    return f"{share.numerator}/{share.denominator}"
