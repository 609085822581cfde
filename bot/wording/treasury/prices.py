"""Dollars, and why there are none."""

from fractions import Fraction
from math import floor

from bot.domain.treasury.prices import (
    AbsurdPrice,
    FeedUnread,
    FromTheFuture,
    IncompleteRound,
    NotPositive,
    OtherDecimals,
    SequencerDown,
    Stale,
)
from bot.domain.treasury.valuation import NoDecimals, NoFeed, OtherTokenDecimals, Unredeemable, Unvalued
from bot.wording.language import Language

_WHY = 80


def dollars(value: Fraction, say: Language) -> str:
    """With two decimals, cut; what is more than nothing never reads as 0, and a loss stands with its sign."""
    cents = floor(abs(value) * 100)
    if not cents and value:
        return say.pgettext("value", "less than {amount}").format(amount=f"${say.tokens(1, 2)}")
    whole, rest = divmod(cents, 100)
    # The decimals of 1.05, with the sign before them that the language has, and always two of them.
    exact = f"{say.number(whole)}{say.tokens(100 + rest, 2)[1:]:0<3}" if rest else say.number(whole)
    return f"{'−' if value < 0 else ''}${exact}"


def unvalued_words(why: Unvalued, say: Language) -> str:
    """Why nothing says what something is worth, as a clause."""
    match why:
        case NoFeed():
            return say._("no price feed is named for it")
        case NoDecimals():
            return say._("the token doesn't tell its decimals")
        case OtherTokenDecimals(named, found):
            return say._(
                "the token tells {found} decimals now, and told {named} when it was named here"
            ).format(found=say.pgettext("value", "no") if found is None else found, named=named)
        case Unredeemable(said):
            return _technical(say._("the vault doesn't tell what its shares are worth"), said, say)
        case Stale(age, heartbeat):
            return say._("its price is {age} old, and {heartbeat} at most are believed").format(
                age=say.duration(age), heartbeat=say.duration(heartbeat)
            )
        case NotPositive(answer):
            return say._("its feed tells a price of {answer}").format(
                answer=say.pgettext("value", "0") if answer == 0 else say.pgettext("value", "less than 0")
            )
        case IncompleteRound():
            return say._("its feed has no complete price")
        case FromTheFuture():
            return say._("its price claims to be newer than the block")
        case AbsurdPrice():
            return say._("its feed tells a price that can't be")
        case OtherDecimals(named, found):
            return say._(
                "its feed tells {found} decimals now, and told {named} when it was named here"
            ).format(found=found, named=named)
        case FeedUnread(said):
            return _technical(say._("its feed tells no price"), said, say)
        case SequencerDown():
            return say._("its chain stood still within the last hour, so that prices there may be old ones")


def _technical(clause: str, said: str, say: Language) -> str:
    """The clause, with the technical words of a node or contract where there are some."""
    return f"{clause} ({say.markup.code(said[:_WHY])})" if said else clause
