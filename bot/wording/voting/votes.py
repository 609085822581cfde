"""Votes that are not power, in words."""

from fractions import Fraction

from bot.domain.counting.exact import PLACES
from bot.wording.language import Language


def votes_text(score: Fraction, say: Language, *, exact: bool = False) -> str:
    """Quadratic votes, which are integers, or roots with 18 decimals: cut to two of them, or with all."""
    return say.power(score * 10**PLACES, PLACES, "votes", exact=exact)
