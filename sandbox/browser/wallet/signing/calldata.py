"""What a call does, in words: to whom, how much, which function with what, and the calls within it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eth_abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils import keccak
from eth_utils.abi import collapse_if_tuple

from bot.domain.quantities import tokens
from sandbox.browser.wallet.address_book import AddressBook
from sandbox.browser.wallet.signing.review import Line

DEEPEST = 4
MOST_CALLS = 50
_WEI_DECIMALS = 18
_MULTISEND = "multiSend(bytes)"
_SAFE_CALL = "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)"
_AMOUNTS = ("value", "amount", "wad")
_OPERATION, _TO, _VALUE, _LENGTH = 1, 20, 32, 32


@dataclass
class Told:
    """Lines and dangers of a call."""

    lines: list[Line] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)
    calls: int = 0


def call_lines(book: AddressBook, to: str, value: int, data: bytes, *, delegate: bool = False) -> Told:
    """What a call does; `delegate`: with everything that the caller owns (DELEGATECALL)."""
    told = Told()
    _tell(told, book, to, value, data, 0, delegate=delegate)
    return told


def _tell(
    told: Told, book: AddressBook, to: str, value: int, data: bytes, depth: int, *, delegate: bool = False
) -> None:
    told.calls += 1
    if depth > DEEPEST or told.calls > MOST_CALLS:
        told.dangers.append("There are more calls within calls than can be shown here.")
        return
    told.lines.append(Line("to", book.told(to), depth))
    if value:
        told.lines.append(Line("sends", f"{tokens(value, _WEI_DECIMALS)} ETH", depth))
    function, arguments = _function(book, to, data)
    if delegate and (function is None or _signature(function) != _MULTISEND):
        told.dangers.append(f"The code of {book.told(to)} could do anything with all that the Safe owns.")
    if not data:
        return
    if function is None:
        told.lines.append(Line("data", "0x" + data.hex(), depth))
        told.dangers.append(f"Nobody here knows what this calls: 0x{data[:4].hex()} of {book.told(to)}.")
        return
    if not book.knows(to):
        told.dangers.append(
            f"Nobody here knows the account {book.told(to)}: what it does may not be what it is called."
        )
    told.lines.append(Line("calls", _signature(function), depth))
    if _signature(function) == _MULTISEND:
        _tell_each(told, book, arguments[0], depth)
        return
    if _signature(function) == _SAFE_CALL:
        inner_to, inner_value, inner_data, operation = arguments[:4]
        told.lines.append(Line("what the Safe does", "", depth))
        _tell(told, book, inner_to, inner_value, inner_data, depth + 1, delegate=operation == 1)
        told.lines.append(Line("as it is called", "", depth))
    for each, argument in zip(function["inputs"], arguments, strict=True):
        told.lines.append(Line(each["name"] or each["type"], _shown(book, to, each, argument), depth))


def _tell_each(told: Told, book: AddressBook, packed: bytes, depth: int) -> None:
    """The calls of a MultiSend, one after the other."""
    place, number = 0, 0
    head = _OPERATION + _TO + _VALUE + _LENGTH
    while place < len(packed) and told.calls <= MOST_CALLS:
        number += 1
        length = int.from_bytes(packed[place + head - _LENGTH : place + head], "big")
        if place + head + length > len(packed):
            told.dangers.append("The list of calls is cut off.")
            return
        to = "0x" + packed[place + _OPERATION : place + _OPERATION + _TO].hex()
        value = int.from_bytes(packed[place + _OPERATION + _TO : place + head - _LENGTH], "big")
        data = packed[place + head : place + head + length]
        told.lines.append(Line(f"call {number}", "", depth))
        _tell(told, book, to, value, data, depth + 1, delegate=packed[place] == 1)
        place += head + length


def _function(book: AddressBook, to: str, data: bytes) -> tuple[dict[str, Any] | None, tuple[Any, ...]]:
    """The function that is called, with its arguments; none where that isn't sure."""
    for abi in book.abis(to):
        for entry in abi:
            if entry["type"] == "function" and keccak(text=_signature(entry))[:4] == data[:4]:
                try:
                    return entry, decode(_types(entry), data[4:])
                except (DecodingError, ValueError, OverflowError):
                    return None, ()
    return None, ()


def _types(entry: dict[str, Any]) -> list[str]:
    return [collapse_if_tuple(each) for each in entry["inputs"]]


def _signature(entry: dict[str, Any]) -> str:
    return f"{entry['name']}({','.join(_types(entry))})"


def _shown(book: AddressBook, to: str, entry: dict[str, Any], value: Any) -> str:
    token = book.token(to)
    if entry["type"] == "address":
        return book.told(value)
    if entry["type"] == "uint256" and entry["name"] in _AMOUNTS and token is not None:
        return token.amount(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return str(value)
