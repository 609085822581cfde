"""What is wrong with a view function as a policy names it (bot/domain/power/view.py)."""

from bot.domain.fault import Fault


class ViewUnreadable(Fault, frozen=True):
    """Not of the form of a function with what it is asked."""


class WalletNotOnce(Fault, frozen=True):
    """The wallet stands in it twice or not at all."""


class WalletInTotal(Fault, frozen=True):
    """How much there is in all, asked of a wallet."""


class UnknownArgumentType(Fault, frozen=True):
    """A type that can't be given: none of one word, or none at all."""

    type: str


class ArgumentWithoutValue(Fault, frozen=True):
    type: str


class NotOfItsType(Fault, frozen=True):
    """A value that its type doesn't have."""

    type: str
    value: str


class TooManyArguments(Fault, frozen=True):
    most: int


class WordTooFar(Fault, frozen=True):
    """A place in the answer that is never read."""

    last: int


class OneHopOnly(Fault, frozen=True):
    """A function within a function within a function."""
