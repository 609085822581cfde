"""A view function with what it is asked, as a policy names it: `members($)[1]`.

    view      = name "(" [ argument *( "," argument ) ] ")" [ "[" place "]" ]
    argument  = "$" | type value | value | [ contract "." ] view

`$` is the wallet whose power is read. A value without a type is a `uint256`, an `address` or a `bool`, by its looks.
`place` says which word (32 bytes) of the answer counts, from 0; without one the answer has to be one word alone. A
view within a view is a hop: it names the account of which the outer one is asked, and may be a function of another
contract. `address` alone is the wallet too: functions are copied as `stakedOf(address)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from bot.domain.errors import BadAddress
from bot.domain.errors.chain.views import (
    ArgumentWithoutValue,
    NotOfItsType,
    OneHopOnly,
    TooManyArguments,
    UnknownArgumentType,
    ViewUnreadable,
    WalletNotOnce,
    WordTooFar,
)
from bot.domain.fault import Unfit
from bot.domain.ids import Address, address

LONGEST_VIEW = 600
"""Characters."""
MOST_ARGUMENTS = 8
MOST_WORDS = 32
"""Words of an answer that are read; a longer one is none."""

_TOKEN = re.compile(r"\s*(0x[0-9a-fA-F]*|[A-Za-z_][A-Za-z0-9_$]*|-?[0-9]+|[$()\[\],.])", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_$]{0,99}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,78}", re.ASCII)
_TYPE = re.compile(r"(address|bool)|(u?int)([1-9][0-9]{0,2})|bytes([1-9][0-9]?)", re.ASCII)
_ADDRESS_DIGITS = 42


class Given(msgspec.Struct, frozen=True):
    """An argument that is the same for every wallet."""

    type: str
    """As it stands in the signature."""
    value: str
    word: bytes
    """As it is in calldata: 32 bytes."""

    def __str__(self) -> str:
        return f"{self.type} {self.value}"


class Hop(msgspec.Struct, frozen=True):
    """What names the account of which a view is asked."""

    contract: Address | None
    """None: the view's own."""
    view: View

    def __str__(self) -> str:
        return f"{self.contract}.{self.view}" if self.contract else str(self.view)


class View(msgspec.Struct, frozen=True):
    name: str
    arguments: tuple[Given | Hop | None, ...]
    """None: the wallet."""
    place: int | None
    """Which word of the answer counts; None: it has only one."""

    def __str__(self) -> str:
        """As a policy writes it: the same for all ways to write the same."""
        asked = ", ".join("$" if argument is None else str(argument) for argument in self.arguments)
        return f"{self.name}({asked})" + (f"[{self.place}]" if self.place is not None else "")

    @property
    def signature(self) -> str:
        """As in Solidity, such as `getPowerCurrent(address,uint8)`."""
        types = [each.type if isinstance(each, Given) else "address" for each in self.arguments]
        return f"{self.name}({','.join(types)})"

    @property
    def hop(self) -> Hop | None:
        return next((each for each in self.arguments if isinstance(each, Hop)), None)

    @property
    def wallets(self) -> int:
        """How often the wallet stands in it."""
        return sum(each is None or (isinstance(each, Hop) and each.view.wallets) for each in self.arguments)


@lru_cache(maxsize=256)
def parse_view(text: str) -> View:
    """The view that the text names, with the wallet in it once or not at all. Raises Unfit."""
    if len(text) > LONGEST_VIEW:
        raise Unfit(ViewUnreadable())
    reader = _Reader(list(_tokens(text)))
    view = reader.view(reader.take(), hops=1)
    if not reader.at_end:
        raise Unfit(ViewUnreadable())
    if view.wallets > 1:
        raise Unfit(WalletNotOnce())
    return view


def _tokens(text: str) -> Iterator[str]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise Unfit(ViewUnreadable())
        yield found[1]
        place = found.end()


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def at_end(self) -> bool:
        return self._next == len(self._tokens)

    def take(self, wanted: str = "") -> str:
        """The next token, which has to be this one where one is wanted."""
        if self.at_end or (wanted and self._tokens[self._next] != wanted):
            raise Unfit(ViewUnreadable())
        self._next += 1
        return self._tokens[self._next - 1]

    def _follows(self, *tokens: str) -> bool:
        return not self.at_end and self._tokens[self._next] in tokens

    def view(self, name: str, hops: int) -> View:
        """What stands after a name; within it at most so many hops."""
        if not _NAME.fullmatch(name):
            raise Unfit(ViewUnreadable())
        self.take("(")
        arguments: list[Given | Hop | None] = []
        while not self._follows(")"):
            if arguments:
                self.take(",")
            if len(arguments) == MOST_ARGUMENTS:
                raise Unfit(TooManyArguments(MOST_ARGUMENTS))
            arguments.append(self._argument(hops))
        self.take(")")
        return View(name, tuple(arguments), self._place())

    def _place(self) -> int | None:
        if not self._follows("["):
            return None
        self.take("[")
        place = self.take()
        self.take("]")
        if not place.isdigit() or len(place) > 4 or int(place) >= MOST_WORDS:
            raise Unfit(WordTooFar(MOST_WORDS - 1))
        return int(place)

    def _argument(self, hops: int) -> Given | Hop | None:
        token = self.take()
        if token == "$":
            return None
        if self._follows("("):
            return self._hop(None, token, hops)
        if self._follows("."):
            contract = _account(token)
            self.take(".")
            return self._hop(contract, self.take(), hops)
        if token == "address" and self._follows(",", ")"):
            return None
        if not self._follows(",", ")"):
            return _given(token, self.take())
        if _TYPE.fullmatch(token):
            raise Unfit(ArgumentWithoutValue(token))
        return _given(_type_by_looks(token), token)

    def _hop(self, contract: Address | None, name: str, hops: int) -> Hop:
        if not hops:
            raise Unfit(OneHopOnly())
        view = self.view(name, hops - 1)
        if view.wallets != 1:
            raise Unfit(WalletNotOnce())
        return Hop(contract, view)


def _type_by_looks(value: str) -> str:
    if value in ("true", "false"):
        return "bool"
    if value.startswith("0x") and len(value) == _ADDRESS_DIGITS:
        return "address"
    if _NUMBER.fullmatch(value):
        return "uint256"
    raise Unfit(UnknownArgumentType(value))


def _given(name: str, value: str) -> Given:
    """Raises Unfit for a type that isn't one word, or a value that its type doesn't have."""
    name = {"uint": "uint256", "int": "int256"}.get(name, name)
    found = _TYPE.fullmatch(name)
    if found is None:
        raise Unfit(UnknownArgumentType(name))
    plain, sign, bits, size = found.groups()
    if plain == "address":
        account = _account(value)
        return Given(name, account, bytes(12) + bytes.fromhex(account[2:]))
    if plain == "bool" and value in ("true", "false"):
        return Given(name, value, int(value == "true").to_bytes(32, "big"))
    if sign and (int(bits) % 8 or int(bits) > 256):
        raise Unfit(UnknownArgumentType(name))
    if sign and _NUMBER.fullmatch(value):
        return _number(name, int(value), int(bits), signed=sign == "int")
    if size and int(size) > 32:
        raise Unfit(UnknownArgumentType(name))
    if size and value.startswith("0x") and len(value) == 2 + 2 * int(size):
        return Given(name, value.lower(), bytes.fromhex(value[2:]).ljust(32, b"\0"))
    raise Unfit(NotOfItsType(name, value))


def _number(name: str, value: int, bits: int, *, signed: bool) -> Given:
    least, most = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    if not least <= value <= most:
        raise Unfit(NotOfItsType(name, str(value)))
    return Given(name, str(value), value.to_bytes(32, "big", signed=signed))


def _account(text: str) -> Address:
    try:
        return address(text)
    except BadAddress:
        raise Unfit(NotOfItsType("address", text)) from None
