"""Amounts of power in words."""

from fractions import Fraction

from bot.domain.policy.model import PowerRule
from bot.wording.language import Language

_VOTES = "votes"
_SYMBOL_LIMIT = 24


def symbol_of(symbol: str, say: Language) -> str:
    """What a unit of power is called, as its token says: cut and harmless, since a token may say anything."""
    named = "" if symbol == _VOTES else say.markup.name(symbol, _SYMBOL_LIMIT)
    return named or say.pgettext("value", "votes")


def power_text(amount: int | Fraction, rule: PowerRule, say: Language, *, exact: bool = False) -> str:
    """An amount of power in tokens: two decimals, cut, or all of them. What is more than nothing never reads as 0."""
    return say.power(amount, rule.decimals, rule.symbol, exact=exact)
