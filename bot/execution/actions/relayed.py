"""Calls that another account is told to make, now or later: those of Governors, timelocks, Moloch DAOs and contracts
that make many calls in one (Multicall), taken out of the calldata that holds them, so that nothing hides there."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action
from bot.domain.ids import Address, ChainId, address
from bot.execution.actions.abi import Function, function
from bot.execution.actions.known import MULTI_SEND, SUBMIT_TO_MOLOCH, TRANSFER
from bot.execution.safe.multi_send import NotMultiSend, unpacked

_MOST_CALLS = 200
"""In one list. A list can name the same bytes again and again, and one of a few kilobytes would become gigabytes."""
_WORD = 32


class Told(msgspec.Struct, frozen=True):
    """The account that is told of calls."""

    chain: ChainId
    account: Address


class NoListOfCalls(ValueError):
    """The arguments don't fit together: nobody can tell from here what would be called."""


class TooManyListed(NoListOfCalls):
    """There are more calls than are looked at, and a contract may make them all the same."""


class RelayingFunction(msgspec.Struct, frozen=True):
    """A function that has calls made by somebody else. `calls` takes them out of its arguments, raising
    NoListOfCalls."""

    function: Function
    step: Literal["proposed", "queued", "made", "own"]
    """What is done with them: a vote on them begins, they wait for their time, they are made at once, or the account
    calls itself at once, as whoever calls it."""
    calls: Callable[["Told", Sequence[Any]], list[Action]]

    def read(self, data: bytes) -> tuple[Any, ...] | None:
        """Its arguments; None where there are none. Raises NoListOfCalls for lists that are too long, or that name the
        same bytes more than once."""
        self._require_short(data)
        values = self.function.read(data)
        if values is not None and len(self.function.encode(values)) >= len(data) + _WORD:
            raise NoListOfCalls
        return values

    def loosely(self, told: Told, data: bytes) -> list[Action]:
        """The calls as a contract may take them, which minds neither padding nor what texts are made of. Raises
        NoListOfCalls, TooManyListed."""
        self._require_short(data)
        types = [kind.replace("string", "bytes") for kind in self.function.types]
        try:
            return self.calls(told, decode(types, data[4:], strict=False))
        except (DecodingError, OverflowError):
            raise NoListOfCalls from None

    def _require_short(self, data: bytes) -> None:
        for place, parameter in enumerate(self.function.parameters):
            if parameter.type.endswith("[]") and _length(data, place) > _MOST_CALLS:
                raise TooManyListed


def _length(data: bytes, place: int) -> int:
    """Of the list that is the argument at a place; 0 where there is none."""
    arguments = data[4:]
    at = int.from_bytes(arguments[place * _WORD : (place + 1) * _WORD], "big")
    return int.from_bytes(arguments[at : at + _WORD], "big") if at < len(arguments) else 0


def _single(told: Told, to: str, value: int, data: bytes) -> Action:
    return Action(told.chain, address(to), value, f"0x{data.hex()}")


def _signed(signature: str | bytes, data: bytes) -> bytes:
    """Calldata, of which the function may be named apart."""
    name = signature.encode() if isinstance(signature, str) else signature
    return keccak(primitive=name)[:4] + data if name else data


def _lists(told: Told, given: Sequence[Any]) -> list[Action]:
    targets, values, datas, *_ = given
    if not len(targets) == len(values) == len(datas):
        raise NoListOfCalls
    return [_single(told, *each) for each in zip(targets, values, datas, strict=True)]


def _signed_lists(told: Told, given: Sequence[Any]) -> list[Action]:
    targets, values, signatures, datas, *_ = given
    if len(signatures) != len(datas):
        raise NoListOfCalls
    named = [_signed(*each) for each in zip(signatures, datas, strict=True)]
    return _lists(told, [targets, values, named])


def _first_three(told: Told, given: Sequence[Any]) -> list[Action]:
    return [_single(told, *given[:3])]


def _first_two(told: Told, given: Sequence[Any]) -> list[Action]:
    to, data = given
    return [_single(told, to, 0, data)]


def _signed_one(told: Told, given: Sequence[Any]) -> list[Action]:
    to, value, signature, data, *_ = given
    return [_single(told, to, value, _signed(signature, data))]


def _payment(told: Told, given: Sequence[Any]) -> list[Action]:
    """What a Moloch DAO of the second version pays out of its bank."""
    applicant, *_, amount, token, _ = given
    if not amount:
        return []
    return [_single(told, token, 0, TRANSFER.encode([applicant, amount]))]


def _packed(data: bytes, told: Told) -> list[Action]:
    """What Baal has its Safe make: calldata of `multiSend`."""
    values = MULTI_SEND.read(data)
    if values is None:
        raise NoListOfCalls
    try:
        return unpacked(values[0], told.chain)
    except NotMultiSend:
        raise NoListOfCalls from None


def _pairs(told: Told, given: Sequence[Any]) -> list[Action]:
    """The list at the end: of targets, and of the calldata for each at its end."""
    return [_single(told, to, 0, data) for to, *_, data in given[-1]]


def _with_values(told: Told, given: Sequence[Any]) -> list[Action]:
    return [_single(told, to, value, data) for to, _, value, data in given[-1]]


def _to_itself(told: Told, given: Sequence[Any]) -> list[Action]:
    """The list of calldata at the end, for each of which the account calls itself."""
    return [_single(told, told.account, 0, data) for data in given[-1]]


_LISTS = "address[] targets, uint256[] values, bytes[] calldatas"
_COMPOUND = "address target, uint256 value, string signature, bytes data, uint256 eta"
_KNOWN = (
    # OpenZeppelin's Governor, and Compound's (Bravo and Alpha).
    RelayingFunction(function(f"propose({_LISTS}, string description)"), "proposed", _lists),
    RelayingFunction(
        function(
            "propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)"
        ),
        "proposed",
        _signed_lists,
    ),
    RelayingFunction(function(f"queue({_LISTS}, bytes32 descriptionHash)"), "queued", _lists),
    RelayingFunction(function(f"execute({_LISTS}, bytes32 descriptionHash)"), "made", _lists),
    RelayingFunction(function("relay(address target, uint256 value, bytes data)"), "made", _first_three),
    # OpenZeppelin's TimelockController.
    RelayingFunction(
        function(
            "schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)"
        ),
        "queued",
        _first_three,
    ),
    RelayingFunction(
        function(f"scheduleBatch({_LISTS}, bytes32 predecessor, bytes32 salt, uint256 delay)"),
        "queued",
        _lists,
    ),
    RelayingFunction(
        function("execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)"),
        "made",
        _first_three,
    ),
    RelayingFunction(function(f"executeBatch({_LISTS}, bytes32 predecessor, bytes32 salt)"), "made", _lists),
    # Compound's Timelock.
    RelayingFunction(function(f"queueTransaction({_COMPOUND})"), "queued", _signed_one),
    RelayingFunction(function(f"executeTransaction({_COMPOUND})"), "made", _signed_one),
    # Moloch v2, its Minion, and Baal (Moloch v3).
    RelayingFunction(SUBMIT_TO_MOLOCH, "proposed", _payment),
    RelayingFunction(
        function("proposeAction(address actionTo, uint256 actionValue, bytes actionData, string details)"),
        "proposed",
        _first_three,
    ),
    RelayingFunction(
        function("submitProposal(bytes proposalData, uint32 expiration, uint256 baalGas, string details)"),
        "proposed",
        lambda told, given: _packed(given[0], told),
    ),
    RelayingFunction(
        function("processProposal(uint32 id, bytes proposalData)"),
        "made",
        lambda told, given: _packed(given[1], told),
    ),
    RelayingFunction(function("executeAsBaal(address to, uint256 value, bytes data)"), "made", _first_three),
    # Accounts that act for another chain: Uniswap's on chains of Optimism's kind, and Arbitrum's UpgradeExecutor.
    RelayingFunction(function("forward(address target, bytes data)"), "made", _first_two),
    RelayingFunction(function("executeCall(address target, bytes targetCallData)"), "made", _first_two),
    # Multicall, in its three versions.
    *(
        RelayingFunction(function(f"{name}((address target, bytes callData)[] calls)"), "made", _pairs)
        for name in ("aggregate", "blockAndAggregate")
    ),
    *(
        RelayingFunction(
            function(f"{name}(bool requireSuccess, (address target, bytes callData)[] calls)"), "made", _pairs
        )
        for name in ("tryAggregate", "tryBlockAndAggregate")
    ),
    RelayingFunction(
        function("aggregate3((address target, bool allowFailure, bytes callData)[] calls)"), "made", _pairs
    ),
    RelayingFunction(
        function(
            "aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)"
        ),
        "made",
        _with_values,
    ),
    # What many contracts have to call themselves for whoever calls them: OpenZeppelin's Multicall, Uniswap's routers.
    RelayingFunction(function("multicall(bytes[] data)"), "own", _to_itself),
    RelayingFunction(function("multicall(uint256 deadline, bytes[] data)"), "own", _to_itself),
    RelayingFunction(function("multicall(bytes32 previousBlockhash, bytes[] data)"), "own", _to_itself),
    # The same by Sablier's name for it, and by LlamaPay's.
    RelayingFunction(function("batch(bytes[] calls)"), "own", _to_itself),
    RelayingFunction(
        function("batch(bytes[] calls, bool revertOnFail)"),
        "own",
        lambda told, given: _to_itself(told, given[:1]),
    ),
)

RELAYING = {known.function.selector: known for known in _KNOWN}
"""By selector."""
