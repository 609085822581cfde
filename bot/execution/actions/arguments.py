"""Arguments: words into values of an ABI type, and values into words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from eth_abi.grammar import ABIType, BasicType, TupleType, parse

from bot.domain.errors import BadAddress
from bot.domain.errors.proposals.action_lines import (
    DoesNotFit,
    NotABool,
    NotAListFor,
    NotAnInteger,
    NotHexBytes,
    TypeNotSupported,
    WrongNumberOfBytes,
    WrongNumberOfItems,
    WrongNumberOfParts,
)
from bot.domain.errors.proposals.actions import (
    BadAddressOf,
)
from bot.domain.fault import (
    Unfit,
)
from bot.domain.ids import address
from bot.execution.actions.lexer import Unbalanced, Word, items

_INTEGER = re.compile(r"-?[0-9]{1,78}|0x[0-9a-fA-F]{1,64}")
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")


class BadArgument(Unfit):
    """A word that is no value of its type."""


def value(word: Word, kind: str) -> Any:
    """What eth_abi encodes for the word as a value of the type. Raises BadArgument."""
    return _value(word, parse(kind), _BASIC)


def accounts_in(word: Word, kind: str) -> list[Word]:
    """The words in it that stand for an account each, where it is to be a value of the type. Raises BadArgument."""
    found: list[Word] = []

    def account(part: Word, _: BasicType) -> None:
        found.append(part)

    _value(word, parse(kind), {**dict.fromkeys(_BASIC, _nothing), "address": account})
    return found


def _value(word: Word, kind: ABIType, basic: Mapping[str, Callable[[Word, BasicType], Any]]) -> Any:
    if kind.is_array:
        parts = _items(word, "[]", kind)
        length = kind.arrlist[-1]
        if length and len(parts) != length[0]:
            raise BadArgument(WrongNumberOfItems(str(kind), length[0], len(parts)))
        return [_value(part, kind.item_type, basic) for part in parts]
    if isinstance(kind, TupleType):
        parts = _items(word, "()[]", kind)
        if len(parts) != len(kind.components):
            raise BadArgument(WrongNumberOfParts(str(kind), len(kind.components), len(parts)))
        return tuple(_value(part, inner, basic) for part, inner in zip(parts, kind.components, strict=True))
    if not isinstance(kind, BasicType):
        raise BadArgument(TypeNotSupported(str(kind)))
    return basic[kind.base](word, kind)


def _items(word: Word, brackets: str, kind: ABIType) -> list[Word]:
    text = word.text
    pairs = {brackets[place : place + 2] for place in range(0, len(brackets), 2)}
    if word.quoted or len(text) < 2 or text[0] + text[-1] not in pairs:
        raise BadArgument(NotAListFor(text, str(kind)))
    try:
        return items(text, word.place[0])
    except Unbalanced as problem:
        raise BadArgument(problem.fault) from None


def _nothing(word: Word, _: BasicType) -> None:
    return None


def _integer(word: Word, kind: BasicType) -> int:
    if not _INTEGER.fullmatch(word.text):
        raise BadArgument(NotAnInteger(word.text))
    number = int(word.text, 16 if word.text.startswith("0x") else 10)
    bits = int(str(kind.sub))
    low, high = (0, 2**bits - 1) if kind.base == "uint" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    if not low <= number <= high:
        raise BadArgument(DoesNotFit(word.text, str(kind)))
    return number


def _address(word: Word, _: BasicType) -> str:
    try:
        return address(word.text)
    except BadAddress as problem:
        raise BadArgument(BadAddressOf(problem.text, problem.fault)) from None


def _bool(word: Word, _: BasicType) -> bool:
    if word.text not in ("true", "false"):
        raise BadArgument(NotABool(word.text))
    return word.text == "true"


def _bytes(word: Word, kind: BasicType) -> bytes:
    if not _HEX.fullmatch(word.text):
        raise BadArgument(NotHexBytes(word.text))
    raw = bytes.fromhex(word.text[2:])
    if kind.sub is not None and len(raw) != kind.sub:
        raise BadArgument(WrongNumberOfBytes(str(kind), int(str(kind.sub)), len(raw)))
    return raw


def _string(word: Word, _: BasicType) -> str:
    return word.text


_BASIC: dict[str, Callable[[Word, BasicType], Any]] = {
    "uint": _integer,
    "int": _integer,
    "address": _address,
    "bool": _bool,
    "bytes": _bytes,
    "string": _string,
}


def shown(given: Any, kind: str) -> str:
    """A decoded value as text; control and direction characters in strings are escaped."""
    return _shown(given, parse(kind))


def _shown(given: Any, kind: ABIType) -> str:
    if kind.is_array:
        return "[" + ", ".join(_shown(item, kind.item_type) for item in given) + "]"
    if isinstance(kind, TupleType):
        return "(" + ", ".join(map(_shown, given, kind.components)) + ")"
    if isinstance(given, bytes):
        return "0x" + given.hex()
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(kind, BasicType) and kind.base == "address":
        return address(given)
    if isinstance(given, str):
        return quoted(given)
    return str(given)


def quoted(text: str) -> str:
    """Text in quotes as it can be typed again, with nothing invisible in it."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    if char.isprintable():
        return char
    return f"\\u{{{ord(char):x}}}"
