"""Calldata in words: known functions, then the proposer's own ABI where it fits exactly, else bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.chain import tokens
from bot.chain.chains import EvmChain
from bot.domain.actions import Action, Argument, DecodedAction, Operation
from bot.domain.blocks import BlockRef, Value
from bot.domain.ids import Address
from bot.execution.actions.abi import BadFunction, Function, function
from bot.execution.actions.amounts import UINT256_MAX, amount_text
from bot.execution.actions.arguments import shown
from bot.execution.actions.known import APPROVE, MULTI_SEND, SAFE_ADMINISTRATION, TRANSFER, TRANSFER_FROM
from bot.execution.actions.lines import NATIVE_DECIMALS
from bot.execution.safe.multi_send import NotMultiSend, unpacked

_ZERO = Address("0x0000000000000000000000000000000000000000")
_MAX_DEPTH = 2
_LONGEST_VALUE = 70
_TOKEN_FUNCTIONS = {known.selector: known for known in (TRANSFER, APPROVE, TRANSFER_FROM)}


@dataclass(frozen=True)
class Metadata:
    """What the chain says about an action's target; `decimals` None where it tells none."""

    has_code: bool
    symbol: str = "?"
    decimals: int | None = None


@dataclass
class _Words:
    """A decoded action as it is put together."""

    sentence: str
    function: str = ""
    arguments: tuple[Argument, ...] = ()
    warnings: list[str] = field(default_factory=list)


async def metadata_of(actions: Sequence[Action], chain: EvmChain, at: BlockRef) -> dict[Address, Metadata]:
    """Code, symbol and decimals of every target, those inside a multiSend too. Raises ChainUnavailable."""
    targets = list(dict.fromkeys(_targets(actions)))
    codes = await chain.codes(targets, at)
    contracts = [target for target in targets if codes[target]]
    calls = [call for target in contracts for call in (tokens.symbol(target), tokens.decimals(target))]
    answers = await chain.read(calls, at)
    tokens.all_answered(answers, chain.id)
    found = dict.fromkeys(targets, Metadata(has_code=False))
    for place, target in enumerate(contracts):
        symbol, decimals = answers[2 * place : 2 * place + 2]
        reading = tokens.number(decimals)
        places = reading.raw if isinstance(reading, Value) and reading.raw <= tokens.MAX_DECIMALS else None
        found[target] = Metadata(True, tokens.symbol_text(symbol), places)
    return found


def _targets(actions: Sequence[Action], depth: int = 0) -> list[Address]:
    found: list[Address] = []
    for action in actions:
        found.append(action.to)
        arguments = MULTI_SEND.decode(_data(action))
        if arguments and depth < _MAX_DEPTH:
            try:
                found += _targets(unpacked(arguments[0], action.chain), depth + 1)
            except NotMultiSend:
                continue
    return found


def _data(action: Action) -> bytes:
    return bytes.fromhex(action.data[2:])


class Decoder:
    """Decodes actions of one chain with what is known of their targets."""

    def __init__(self, native: str, account: Address | None, metadata: Mapping[Address, Metadata]) -> None:
        self._native = native
        self._account = account
        self._metadata = metadata

    def decode(self, action: Action, depth: int = 0) -> DecodedAction:
        """The action in words."""
        data = _data(action)
        words = self._plain(action) if not data else self._called(action, data, depth)
        if action.operation is Operation.DELEGATE_CALL and MULTI_SEND.decode(data) is None:
            words.warnings.insert(0, "It is a DELEGATECALL: foreign code runs as the Safe itself.")
        if data and not self._of(action.to).has_code:
            words.warnings.append(f"There is no contract at {action.to}: the call would do nothing.")
        if data and action.value:
            words.sentence += f", with {self._coins(action.value)}"
        if self._account is not None and action.to == self._account:
            words.warnings.append("It calls the Safe itself.")
        return DecodedAction(action, words.sentence, words.function, words.arguments, tuple(words.warnings))

    def _plain(self, action: Action) -> _Words:
        if action.value == 0:
            return _Words(f"call {action.to} with nothing")
        words = _Words(f"send {self._coins(action.value)} to {action.to}")
        if action.to == _ZERO:
            words.warnings.append("Nobody can ever take it from the zero address.")
        return words

    def _called(self, action: Action, data: bytes, depth: int) -> _Words:
        selector = data[:4]
        if (known := _TOKEN_FUNCTIONS.get(selector)) and (arguments := known.decode(data)):
            return self._token(action.to, known, arguments)
        if (admin := SAFE_ADMINISTRATION.get(selector)) and (arguments := admin.function.decode(data)):
            words = self._by(admin.function, action.to, arguments)
            words.warnings.append(admin.warning)
            return words
        if selector == MULTI_SEND.selector and (arguments := MULTI_SEND.decode(data)) and depth < _MAX_DEPTH:
            return self._batch(action, arguments[0], depth)
        if claimed := _claimed(action.signature, data):
            words = self._by(claimed[0], action.to, claimed[1])
            words.warnings.append(
                f"The names are the proposer's: the contract is only told 0x{selector.hex()} and the values."
            )
            return words
        words = _Words(f"call {action.to} with {len(data)} bytes of calldata")
        words.warnings.append("Its calldata can't be read: nobody can tell from here what it does.")
        if admin:
            words.warnings.append(f"If it is a Safe: {admin.warning}")
        return words

    def _token(self, token: Address, known: Function, arguments: Sequence[Any]) -> _Words:
        words = _Words("", str(known), _arguments(known, arguments))
        target = self._of(token)
        if target.decimals is None:
            what = f"{arguments[-1]} base units of {token}"
            words.warnings.append(f"{token} tells no decimals: it may be no ERC-20 token.")
            if known is not TRANSFER:
                what = f"{arguments[-1]} (base units, or the number of an NFT) of {token}"
        else:
            what = f"{amount_text(arguments[-1], target.decimals)} {target.symbol} (token {token})"
        to = Address(_checksummed(arguments[-2]))
        if known is TRANSFER:
            words.sentence = f"send {what} to {to}"
        elif known is TRANSFER_FROM:
            words.sentence = f"move {what} from {_checksummed(arguments[0])} to {to}"
        else:
            words.sentence = f"let {to} spend {what}"
            words.warnings.append(f"{to} may take it at any time later.")
            if arguments[-1] == UINT256_MAX:
                words.sentence = f"let {to} spend any amount of {target.symbol} (token {token})"
        if to == _ZERO and known is not APPROVE:
            words.warnings.append("Nobody can ever take it from the zero address.")
        if to == token:
            words.warnings.append("It goes to the token's own contract, where it is usually lost.")
        return words

    def _batch(self, action: Action, transactions: bytes, depth: int) -> _Words:
        try:
            inner = [self.decode(part, depth + 1) for part in unpacked(transactions, action.chain)]
        except NotMultiSend as problem:
            return _Words(
                f"call {action.to} with a batch that can't be read", str(MULTI_SEND), warnings=[f"{problem}."]
            )
        steps = "; ".join(f"{number}) {part.sentence}" for number, part in enumerate(inner, start=1))
        warnings = [
            f"{number}) {warning}" for number, part in enumerate(inner, start=1) for warning in part.warnings
        ]
        if action.operation is not Operation.DELEGATE_CALL:
            warnings.append("The batch's calls would come from the batch contract, and not from the Safe.")
        return _Words(f"make {len(inner)} calls: {steps}", str(MULTI_SEND), warnings=warnings)

    def _by(self, called: Function, to: Address, values: Sequence[Any]) -> _Words:
        arguments = _arguments(called, values)
        listed = ", ".join(f"{each.name} = {_short(each.value)}" for each in arguments)
        return _Words(
            f"call {called.name} on {to}" + (f": {listed}" if listed else ""), str(called), arguments
        )

    def _of(self, target: Address) -> Metadata:
        return self._metadata.get(target, Metadata(has_code=False))

    def _coins(self, wei: int) -> str:
        return f"{amount_text(wei, NATIVE_DECIMALS)} {self._native}"


def _claimed(signature: str, data: bytes) -> tuple[Function, tuple[Any, ...]] | None:
    """The function that the proposer named, if the calldata is exactly a call of it."""
    if not signature:
        return None
    try:
        called = function(signature)
    except BadFunction:
        return None
    values = called.decode(data)
    return None if values is None else (called, values)


def _arguments(called: Function, values: Sequence[Any]) -> tuple[Argument, ...]:
    return tuple(
        Argument(parameter.name or f"argument {place}", parameter.type, shown(value, parameter.type))
        for place, (parameter, value) in enumerate(zip(called.parameters, values, strict=True), start=1)
    )


def _checksummed(account: str) -> str:
    return shown(account, "address")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
