"""Functions by their ABI: from what a proposer writes to calldata, and back only where it is exact."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec
from eth_abi.abi import decode, encode
from eth_abi.exceptions import ABITypeError, DecodingError, EncodingError, ParseError
from eth_abi.grammar import ABIType, BasicType, TupleType, normalize, parse
from eth_utils.crypto import keccak

from bot.domain.errors.proposals.action_lines import (
    BracketsDontMatch,
    ComponentWithoutType,
    InputWithoutName,
    InputWithoutType,
    JsonOfNoFunction,
    JsonUnreadable,
    NoSuchType,
    NotAFunction,
    NotAType,
    NotTypeAndName,
    SeveralFunctions,
    TuplesTooDeep,
    TupleWithoutComponents,
    TypeNotSupported,
)
from bot.domain.fault import (
    Unfit,
)
from bot.execution.actions.lexer import Unbalanced, items

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_LOCATIONS = {"memory", "calldata", "storage", "payable", "indexed"}
_MAX_ARRAYS = 2
"""Lists in lists in lists: nobody needs them, and decoding them can be made to take forever."""
_MAX_TUPLES = 8
_MAX_DECODED = 64 * 1024


class BadFunction(Unfit):
    """An ABI fragment that isn't one."""


class Parameter(msgspec.Struct, frozen=True):
    name: str
    type: str
    """Canonical, as in the selector: `uint256`, `(address,uint256)[]`."""

    def __str__(self) -> str:
        return f"{self.type} {self.name}".strip()


class Function(msgspec.Struct, frozen=True, dict=True):
    name: str
    parameters: tuple[Parameter, ...]
    payable: bool = True
    """False only where the fragment says so."""

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.parameters))})"

    @property
    def types(self) -> list[str]:
        return [parameter.type for parameter in self.parameters]

    @cached_property
    def selector(self) -> bytes:
        """The first four bytes of calldata."""
        return keccak(text=f"{self.name}({','.join(self.types)})")[:4]

    def encode(self, values: Sequence[Any]) -> bytes:
        """Calldata. Raises eth_abi's EncodingError."""
        return self.selector + encode(self.types, list(values))

    def decode(self, data: bytes) -> tuple[Any, ...] | None:
        """The arguments, or None unless encoding them again gives exactly this calldata."""
        values = self.read(data)
        return values if values is not None and self.encode(values) == data else None

    def read(self, data: bytes) -> tuple[Any, ...] | None:
        """The arguments as a contract takes them, which doesn't mind what else there is; None where there are none."""
        if data[:4] != self.selector or len(data) > _MAX_DECODED:
            return None
        try:
            values = tuple(decode(self.types, data[4:]))
            # What can't be encoded is no value of its type, whatever the decoder took it for.
            self.encode(values)
        except (DecodingError, EncodingError, UnicodeDecodeError, OverflowError):
            return None
        return values


def function(fragment: str) -> Function:
    """The function of a fragment: `set(bytes32 key, uint256 value)`, or its JSON ABI. Raises BadFunction."""
    fragment = fragment.strip()
    if fragment.startswith(("{", "[")):
        return _from_json(fragment)
    match = re.fullmatch(rf"(?:function\s+)?({_NAME.pattern})\s*(\(.*\))", fragment, re.S)
    if not match:
        raise BadFunction(NotAFunction())
    return Function(match[1], tuple(_parameter(text) for text in _split(match[2])))


_STRAIGHT = str.maketrans(dict.fromkeys("“”„", '"'))
"""Phones put curly quotes in place of those of JSON; what an ABI names has neither."""


def _from_json(fragment: str) -> Function:
    try:
        entry = json.loads(fragment.translate(_STRAIGHT))
    except (json.JSONDecodeError, RecursionError):
        raise BadFunction(JsonUnreadable()) from None
    if isinstance(entry, list):
        functions = [item for item in entry if isinstance(item, dict) and item.get("type") == "function"]
        if len(functions) != 1:
            raise BadFunction(SeveralFunctions(len(functions)))
        entry = functions[0]
    if not isinstance(entry, dict) or entry.get("type", "function") != "function":
        raise BadFunction(JsonOfNoFunction())
    name, inputs = entry.get("name"), entry.get("inputs", [])
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(inputs, list):
        raise BadFunction(JsonOfNoFunction())
    return Function(name, tuple(map(_json_parameter, inputs)), payable=_is_payable(entry))


def _is_payable(entry: dict[str, Any]) -> bool:
    """Whether coins can be sent along. ABIs from before Solidity 0.4.16 say it by `payable` alone; without a word of
    it nobody knows."""
    mutability = entry.get("stateMutability")
    if mutability is None:
        return entry.get("payable") is not False and entry.get("constant") is not True
    return bool(mutability == "payable")


def _json_parameter(entry: object) -> Parameter:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        raise BadFunction(InputWithoutType())
    name = entry.get("name", "")
    if not isinstance(name, str) or (name and not _NAME.fullmatch(name)):
        raise BadFunction(InputWithoutName())
    return Parameter(name, _checked(_json_type(entry)))


def _json_type(entry: dict[str, Any], depth: int = 0) -> str:
    text = str(entry["type"])
    if not text.startswith("tuple"):
        return text
    components = entry.get("components")
    if not isinstance(components, list) or depth > _MAX_TUPLES:
        raise BadFunction(TupleWithoutComponents())
    parts = [
        _json_type(part, depth + 1)
        for part in components
        if isinstance(part, dict) and isinstance(part.get("type"), str)
    ]
    if len(parts) != len(components):
        raise BadFunction(ComponentWithoutType())
    return f"({','.join(parts)}){text.removeprefix('tuple')}"


def _parameter(text: str) -> Parameter:
    """`uint256 value`, `(address to, uint256 amount)[] payments`, `address payable to`."""
    kind, rest = _type_and_rest(text)
    names = [word for word in rest.split() if word not in _LOCATIONS]
    if len(names) > 1 or (names and not _NAME.fullmatch(names[0])):
        raise BadFunction(NotTypeAndName(text))
    return Parameter(names[0] if names else "", _checked(kind))


def _type_and_rest(text: str, depth: int = 0) -> tuple[str, str]:
    if depth > _MAX_TUPLES:
        raise BadFunction(TuplesTooDeep())
    text = text.strip()
    if text.startswith("tuple"):
        text = text.removeprefix("tuple").lstrip()
    if not text.startswith("("):
        match = re.match(r"[A-Za-z0-9]+(\[[0-9]*\])*", text)
        if not match:
            raise BadFunction(NotAType(text))
        return match[0], text[match.end() :]
    end = _closing(text)
    inner = ",".join(_type_and_rest(part, depth + 1)[0] for part in _split(text[: end + 1]))
    arrays = re.match(r"(\[[0-9]*\])*", text[end + 1 :])
    suffix = arrays[0] if arrays else ""
    return f"({inner}){suffix}", text[end + 1 + len(suffix) :]


def _split(text: str) -> list[str]:
    """The parts of `(a, (b, c), d)`."""
    if _closing(text) != len(text) - 1:
        raise BadFunction(BracketsDontMatch())
    try:
        return [item.text for item in items(text)]
    except Unbalanced as problem:
        raise BadFunction(problem.fault) from None


def _closing(text: str) -> int:
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place
    raise BadFunction(BracketsDontMatch())


def _checked(kind: str) -> str:
    """The canonical spelling of a type that exists and can be encoded."""
    try:
        canonical = normalize(kind)  # type: ignore[no-untyped-call]
        parsed = parse(canonical)
        parsed.validate()
    except (ParseError, ABITypeError, ValueError):
        raise BadFunction(NoSuchType(kind)) from None
    _refuse_unusual(parsed, kind)
    return str(canonical)


def _refuse_unusual(parsed: ABIType, kind: str, arrays: int = 0) -> None:
    if parsed.is_array:
        length = parsed.arrlist[-1]
        if arrays == _MAX_ARRAYS or (length and length[0] == 0):
            raise BadFunction(TypeNotSupported(kind))
        _refuse_unusual(parsed.item_type, kind, arrays + 1)
    elif isinstance(parsed, TupleType):
        if not parsed.components:
            raise BadFunction(TypeNotSupported(kind))
        for part in parsed.components:
            _refuse_unusual(part, kind, arrays)
    elif isinstance(parsed, BasicType) and parsed.base not in _BASES:
        raise BadFunction(TypeNotSupported(kind))


_BASES = {"uint", "int", "address", "bool", "bytes", "string"}
