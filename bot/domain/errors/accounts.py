"""Why what a person wrote for an account, or a token, can't be taken; and refusals of the address book."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


class NotAName(Fault, frozen=True):
    """It has signs that a name of ENS has not, or such as can be taken for others."""


class OfOtherChain(Fault, frozen=True):
    """What stands before the colon names another chain than the one that is meant."""

    prefix: str
    chain: str
    expected: str


class NamesUnread(Fault, frozen=True):
    """No chain that the bot reads has names."""


class NameUnknown(Fault, frozen=True):
    """Nobody has the name, or it leads nowhere on the chain that is meant."""

    chain: str
    block: int


class NameOffChain(Fault, frozen=True):
    """What the name stands for is not on chain, or its resolver gives no answer."""


class LabelUnknown(Fault, frozen=True):
    """The space's address book has no such name for the chain."""

    chain: str
    known: tuple[str, ...]


class MemberWithoutWallet(Fault, frozen=True):
    """No wallet of the member counts on the chain."""

    member: int
    chain: str


class SeveralTokens(Fault, frozen=True):
    """More than one token that the space knows is called so."""

    symbol: str
    tokens: tuple[str, ...]


class TooManyNames(Fault, frozen=True):
    """More names at once than are looked up."""

    limit: int


@dataclass(eq=False)
class BadLabel(Refused):
    """No entry of the address book can be called so."""

    name: str
    longest: int


@dataclass(eq=False)
class LabelTaken(Refused):
    """Another account of the chain has the name in the address book, or one that looks like it."""

    name: str
    account: str


@dataclass(eq=False)
class BookFull(Refused):
    limit: int


@dataclass(eq=False)
class NotInBook(Refused):
    name: str
    known: tuple[str, ...]
