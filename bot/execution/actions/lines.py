"""The grammar of action lines. What needs the chain (decimals, code) is left to codec.py.

transfer 1.5 ETH to 0x…
transfer 25000 0xToken to 0x…
call 0x… set(bytes32 key, uint256 value) 0x12… 5 [value 0.1 ETH]
raw 0x… 0xcalldata [value 0.1 ETH]
deploy safe owners 0x… 0x… threshold 2 [recallable] [number 2]

Lines about streams and vestings: streams/lines.py.
"""

import re
from collections.abc import Sequence

import msgspec
from eth_abi.exceptions import EncodingError

from bot.domain.errors import BadAddress, BadAmount
from bot.domain.errors.proposals.action_lines import (
    ArgumentsDontFit,
    BadArgumentAt,
    CallForm,
    DeployForm,
    NotCalldata,
    NotPayable,
    NoVerb,
    OwnersDontFit,
    RawForm,
    TransferForm,
    UnknownAsset,
    ValueIn,
    WrongNumberOfArguments,
)
from bot.domain.errors.proposals.actions import (
    BadAddressOf,
    BadAmountOf,
)
from bot.domain.fault import (
    Unfit,
)
from bot.domain.ids import Address, address
from bot.execution.actions.abi import BadFunction, Function, function
from bot.execution.actions.amounts import base_units
from bot.execution.actions.arguments import BadArgument, accounts_in, value
from bot.execution.actions.lexer import Unbalanced, Word, words
from bot.execution.actions.streams.lines import VERBS, BadStreamLine, StreamLine, names_of, stream_line
from bot.execution.safe.deploying import LARGEST_NUMBER, MOST_OWNERS, Deployment

NATIVE_DECIMALS = 18
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")


class BadLine(Unfit):
    """A line that is no action."""


class Transfer(msgspec.Struct, frozen=True):
    """`amount` as it was written; `token` None is the chain's coin."""

    amount: str
    token: Address | None
    to: Address


class ContractCall(msgspec.Struct, frozen=True):
    to: Address
    function: Function
    data: bytes
    value: int


class RawCall(msgspec.Struct, frozen=True):
    to: Address
    data: bytes
    value: int


Wanted = Transfer | ContractCall | RawCall | Deployment | StreamLine


def wanted(line: str, native: str) -> Wanted:
    """What a line asks for; `native` is the symbol of the chain's coin. Raises BadLine."""
    try:
        given = words(line)
        verb = given[0].text.lower() if given and not given[0].quoted else ""
        if verb == "transfer":
            return _transfer(given[1:], native)
        if verb == "call":
            return _call(given[1:], native)
        if verb == "raw":
            return _raw(given[1:], native)
        if verb == "deploy":
            return _deployment(given[1:])
        if verb in VERBS:
            return stream_line(given, native)
    except (Unbalanced, BadFunction, BadArgument, BadStreamLine) as problem:
        raise BadLine(problem.fault) from None
    except BadAddress as problem:
        raise BadLine(BadAddressOf(problem.text, problem.fault)) from None
    except BadAmount as problem:
        raise BadLine(BadAmountOf(problem.text, problem.fault)) from None
    raise BadLine(NoVerb())


class NamesIn(msgspec.Struct, frozen=True):
    """The words of a line that stand for accounts and for tokens and aren't addresses."""

    accounts: tuple[Word, ...] = ()
    tokens: tuple[Word, ...] = ()


def names_in(line: str, native: str) -> NamesIn:
    """What has to be looked up before `wanted` can read the line. Of a line that is no action there is nothing."""
    try:
        given = words(line)
        verb = given[0].text.lower() if given and not given[0].quoted else ""
        if verb == "transfer" and len(given) == 5:
            asset, to = given[2], given[4]
            if asset.text.upper() == native.upper():
                return NamesIn(_not_plain([to]))
            if asset.text.startswith("0x") or ":" in asset.text:
                return NamesIn(_not_plain([asset, to]))
            return NamesIn(_not_plain([to]), (asset,))
        if verb == "deploy":
            return NamesIn(_not_plain(_owners(given[1:])))
        if verb in ("call", "raw"):
            return NamesIn(_not_plain(_accounts_of_call(verb, given[1:], native)))
        if verb in VERBS:
            accounts, assets = names_of(given)
            addresses = [word for word in assets if ":" in word.text]
            symbols = [word for word in assets if word not in addresses]
            return NamesIn(_not_plain([*addresses, *accounts]), _not_plain(symbols))
    except (Unbalanced, BadFunction, BadArgument, BadLine, BadAmount):
        pass
    return NamesIn()


def _accounts_of_call(verb: str, given: Sequence[Word], native: str) -> list[Word]:
    given, _ = _without_value(given, native)
    if verb == "raw":
        return list(given[:1])
    if len(given) > 1 and given[1].text == "function":
        given = [given[0], *given[2:]]
    if len(given) < 2:
        return []
    parameters = function(given[1].text).parameters
    found = [given[0]]
    for parameter, word in zip(parameters, given[2:], strict=False):
        found += accounts_in(word, parameter.type)
    return found


def _not_plain(given: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for word in given if not word.text.startswith("0x"))


def _transfer(given: Sequence[Word], native: str) -> Transfer:
    if len(given) != 4 or given[2].text.lower() != "to":
        raise BadLine(TransferForm(native))
    amount, asset, _, to = (word.text for word in given)
    if asset.upper() == native.upper():
        return Transfer(amount, None, address(to))
    if not asset.startswith("0x"):
        raise BadLine(UnknownAsset(asset, native))
    return Transfer(amount, address(asset), address(to))


def _call(given: Sequence[Word], native: str) -> ContractCall:
    given, wei = _without_value(given, native)
    if len(given) > 1 and given[1].text == "function":
        given = [given[0], *given[2:]]
    if len(given) < 2:
        raise BadLine(CallForm())
    to, called, arguments = address(given[0].text), function(given[1].text), given[2:]
    if len(arguments) != len(called.parameters):
        raise BadLine(WrongNumberOfArguments(str(called), len(called.parameters), len(arguments)))
    if wei and not called.payable:
        raise BadLine(NotPayable(str(called), native))
    values = []
    for place, (parameter, word) in enumerate(zip(called.parameters, arguments, strict=True), start=1):
        try:
            values.append(value(word, parameter.type))
        except BadArgument as problem:
            raise BadLine(BadArgumentAt(place, str(parameter), problem.fault)) from None
    try:
        return ContractCall(to, called, called.encode(values), wei)
    except EncodingError as problem:
        raise BadLine(ArgumentsDontFit(str(problem))) from None


def _raw(given: Sequence[Word], native: str) -> RawCall:
    given, wei = _without_value(given, native)
    if len(given) != 2:
        raise BadLine(RawForm())
    to, data = address(given[0].text), given[1].text
    if not _HEX.fullmatch(data):
        raise BadLine(NotCalldata())
    return RawCall(to, bytes.fromhex(data[2:]), wei)


def _deployment(given: Sequence[Word]) -> Deployment:
    """`safe owners 0x… 0x… threshold 2`, then perhaps `recallable` and `number 2`, in this order."""
    owners = _owners(given)
    rest = [word.text.lower() for word in given[2 + len(owners) :]]
    if not owners or len(rest) < 2 or not _is_number(rest[1]):
        raise BadLine(DeployForm())
    threshold, rest = int(rest[1]), rest[2:]
    recallable = rest[:1] == ["recallable"]
    rest = rest[1:] if recallable else rest
    number = 1
    if len(rest) == 2 and rest[0] == "number" and _is_number(rest[1]):
        number, rest = int(rest[1]), []
    if rest or not 0 < number <= LARGEST_NUMBER:
        raise BadLine(DeployForm())
    accounts = tuple(address(word.text) for word in owners)
    if len(set(accounts)) < len(accounts) or not 0 < threshold <= len(accounts) <= MOST_OWNERS:
        raise BadLine(OwnersDontFit(MOST_OWNERS))
    return Deployment(accounts, threshold, recallable, number)


def _owners(given: Sequence[Word]) -> list[Word]:
    """The words between `owners` and `threshold`; none where the line is no such."""
    texts = [word.text.lower() for word in given]
    if texts[:2] != ["safe", "owners"] or "threshold" not in texts:
        return []
    return list(given[2 : texts.index("threshold")])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10


def _without_value(given: Sequence[Word], native: str) -> tuple[list[Word], int]:
    """The words before a closing `value 0.1 ETH`, and its wei."""
    rest = list(given)
    if len(rest) < 3 or rest[-3] != Word("value"):
        return rest, 0
    if rest[-1].text.upper() != native.upper():
        raise BadLine(ValueIn(native, rest[-1].text))
    return rest[:-3], base_units(rest[-2].text, NATIVE_DECIMALS)
