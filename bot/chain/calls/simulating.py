"""Trying out what an account's calls would do, in a state that is changed for one `eth_call` alone.

In the account's place stands code (sandbox/contracts/solidity/SimulatedAccount.sol) that makes the calls one after the
other and reads numbers before and after them. The account's own code lies elsewhere meanwhile, and answers whoever
calls the account. So any account can be tried out, whatever it is, on each node that takes overrides of state. A node
that ignores them answers something else, and is not believed.

Where something may change is told by the events of the calls, which nodes give that have `eth_simulateV1` or
`debug_traceCall`. They are hints: whoever invents some, or keeps some back, has no say in what is measured.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, ask_at
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Refusal
from bot.chain.nodes.rpc import EndpointFailed, Request
from bot.domain.actions.simulation import Method
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address

_CODE: str = json.loads(Path(__file__).with_name("simulated_account.json").read_text())["deployedBytecode"]


def _invented(name: str) -> Address:
    """An address whose key nobody has."""
    return Address(to_checksum_address(keccak(text=name)[12:]))


STARTER = _invented("folkmoot: who starts a simulation")
_OWN_CODE = _invented("folkmoot: the code of who is simulated")
MOST_READS = 48
"""Of what is looked at before and after; each may take 100,000 gas."""
_CALL, _OUTCOME = "(address,uint256,bytes)[]", "(bool,bytes)[]"
_LONGEST_ANSWER = 512 * 1024
_LONGEST_TRACE = 4 * 1024 * 1024
_MOST_EVENTS = 1_000
_DEEPEST = 64
_COINS = "0x" + "ee" * 20
"""From whom nodes say that the events of moved coins come (`traceTransfers`)."""


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was tried out. `returned` is the beginning of what came back, at most 1,024 bytes."""

    success: bool
    returned: bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of the calls, in their order, and of the reads before and after them."""

    before: tuple[Made, ...]
    made: tuple[Made, ...]
    after: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What a contract logged. Each topic is a number."""

    contract: Address
    topics: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Trace:
    """What nodes tell of calls beside their outcome."""

    method: Method
    events: tuple[Event, ...] = ()
    paid: frozenset[Address] = frozenset()
    """Who gave or got coins."""


@dataclass(frozen=True, slots=True)
class PaidCall:
    """A call with coins, in wei."""

    to: Address
    value: int
    data: bytes


def _message(account: Address, calls: Sequence[PaidCall], reads: Sequence[Call], gas: int) -> dict[str, str]:
    made = [(call.to, call.value, call.data) for call in calls]
    asked = [(read.to, 0, read.data) for read in reads]
    data = "0x" + encode([_CALL, _CALL], [made, asked]).hex()
    return {"from": STARTER, "to": account, "data": data, "gas": hex(gas)}


def _overrides(account: Address, code: bytes) -> dict[Address, dict[str, str]]:
    """In a state with these the calls are made by the account, which has this code."""
    changed = {account: {"code": _CODE}}
    return changed | {_OWN_CODE: {"code": "0x" + code.hex()}} if code else changed


async def try_out(
    endpoints: Endpoints,
    limits: Limits,
    witness: Address | None,
    account: Address,
    code: bytes,
    calls: Sequence[PaidCall],
    reads: Sequence[Call],
    at: BlockRef,
) -> Tried | NoAnswer:
    """What enough endpoints say alike. A read without data is of the account's coins. Raises ChainUnavailable."""
    message = _message(account, calls, reads, limits.simulation_gas)
    request = Request("eth_call", [message], _LONGEST_ANSWER, after=[_overrides(account, code)])

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Tried | NoAnswer]:
        (outcome,) = await ask_at(endpoint, [request], at, witness)
        if isinstance(outcome, NoAnswer):
            return [outcome]
        tried = _tried(outcome, len(calls), len(reads)) if isinstance(outcome, bytes) else None
        return [tried or NoAnswer("the node can't change the state for a call, or has too little gas")]

    (found,) = await endpoints.agree(1, question)
    return found


def _tried(answer: bytes, calls: int, reads: int) -> Tried | None:
    """None for anything but an outcome of each."""
    try:
        before, made, after = decode([_OUTCOME] * 3, answer)
    except (DecodingError, OverflowError):
        return None
    if (len(before), len(made), len(after)) != (reads, calls, reads):
        return None
    return Tried(*(tuple(Made(*each) for each in part) for part in (before, made, after)))


async def trace(
    endpoints: Endpoints,
    limits: Limits,
    account: Address,
    code: bytes,
    calls: Sequence[PaidCall],
    at: BlockRef,
) -> Trace:
    """What the endpoints tell of the calls, all of it together; nothing where none can. Nothing is raised."""
    message = _message(account, calls, (), limits.simulation_gas)
    overrides = _overrides(account, code)

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Trace | NoAnswer]:
        return [await _trace_of(endpoint, message, overrides, at)]

    try:
        found = await endpoints.each(question)
    except ChainUnavailable:
        return Trace(Method.CALLED)
    methods = {each.method for each in found}
    events = dict.fromkeys(event for each in found for event in each.events)
    return Trace(
        next(method for method in Method if method in methods),
        tuple(events),
        frozenset[Address]().union(*(each.paid for each in found)),
    )


async def _trace_of(
    endpoint: Endpoint, message: Mapping[str, str], overrides: Mapping[Address, Any], at: BlockRef
) -> Trace:
    """By the best method that the endpoint has. The block's number is enough for hints. Nothing is raised."""
    block = {"stateOverrides": overrides, "calls": [message]}
    simulate = Request(
        Method.SIMULATED,
        [{"blockStateCalls": [block], "traceTransfers": True}, hex(at.number)],
        _LONGEST_TRACE,
    )
    tracer = {
        "tracer": "callTracer",
        "tracerConfig": {"withLog": True},
        "stateOverrides": overrides,
    }
    traced = Request(Method.TRACED, [message, hex(at.number), tracer], _LONGEST_TRACE)
    for method, request, told in ((Method.SIMULATED, simulate, _simulated), (Method.TRACED, traced, _traced)):
        if method in endpoint.refused_methods:
            continue
        try:
            (answer,) = await endpoint.ask([request])
        except EndpointFailed:
            # Hints are not worth more than that.
            break
        if isinstance(answer, Refusal):
            if not answer.passing:
                endpoint.refused_methods.add(method)
            continue
        try:
            events, paid = told(answer)
        except (TypeError, KeyError, ValueError, AttributeError, IndexError):
            # Whatever it is, it is no answer to this.
            endpoint.refused_methods.add(method)
            continue
        return Trace(method, tuple(events[:_MOST_EVENTS]), frozenset(paid[:_MOST_EVENTS]))
    return Trace(Method.CALLED)


def _simulated(answer: Any) -> tuple[list[Event], list[Address]]:
    """Raises one of those that `_trace_of` catches."""
    logs = answer[0]["calls"][0].get("logs") or []
    events, paid = list[Event](), list[Address]()
    for log in logs[:_MOST_EVENTS]:
        event = _event(log)
        if event.contract.lower() == _COINS:
            paid += [_address(topic) for topic in event.topics[1:3]]
        else:
            events.append(event)
    return events, paid


def _traced(answer: Any) -> tuple[list[Event], list[Address]]:
    """Raises one of those that `_trace_of` catches."""
    events, paid = list[Event](), list[Address]()
    for frame in _frames(answer):
        if len(events) >= _MOST_EVENTS:
            break
        if int(frame.get("value") or "0x0", 16) and frame.get("type") != "DELEGATECALL":
            paid += [_address(int(frame["from"], 16)), _address(int(frame["to"], 16))]
        events += [_event(log) for log in (frame.get("logs") or [])[:_MOST_EVENTS]]
    return events, paid


def _frames(frame: Any, depth: int = 0) -> Iterator[Any]:
    """A frame and those within that did not fail."""
    if depth > _DEEPEST or frame.get("error"):
        return
    yield frame
    for inner in frame.get("calls") or []:
        yield from _frames(inner, depth + 1)


def _event(log: Any) -> Event:
    topics = tuple(int(topic, 16) for topic in log["topics"][:4])
    if any(topic >> 256 for topic in topics):
        raise ValueError("a topic has 32 bytes")
    data = str(log.get("data") or "0x")
    return Event(_address(int(log["address"], 16)), topics, bytes.fromhex(data[2:66]))


def _address(number: int) -> Address:
    """Raises ValueError for more than an address."""
    return Address(to_checksum_address(f"0x{number:040x}"))
