"""Where something may change by calls that are tried out: by what contracts log, and who is paid.

Nodes tell it that have `eth_simulateV1` or `debug_traceCall`. They are hints: whoever invents some, or keeps some back,
has no say in what is measured.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeVar

import msgspec

from bot.chain.calls.simulating import PaidCall, message_of, overrides_of
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Refusal
from bot.chain.nodes.rpc import EndpointFailed, Request
from bot.domain.actions.simulation import Method
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, checksummed

_LONGEST_TRACE = 4 * 1024 * 1024
Hint = TypeVar("Hint")
_MOST_HINTS = 1_000
"""Events of those that are asked for, and accounts with coins. What is beyond is counted."""
_COINS = int("ee" * 20, 16)
"""From whom nodes say that the events of moved coins come (`traceTransfers`)."""


class Event(msgspec.Struct, frozen=True):
    """What a contract logged. Each topic is a number."""

    contract: Address
    topics: tuple[int, ...]
    data: tuple[int, ...] = ()
    """The first words of what it logged beside them, as many as are asked for of its kind."""


class Trace(msgspec.Struct, frozen=True):
    """What nodes tell of calls beside their outcome."""

    method: Method
    events: tuple[Event, ...] = ()
    """Those first of which more endpoints tell."""
    paid: tuple[Address, ...] = ()
    """Who gave or got coins, in the same order."""
    cut: int = 0
    """So many more events and accounts were told of, and not kept."""


async def trace(
    endpoints: Endpoints,
    limits: Limits,
    account: Address,
    code: bytes,
    calls: Sequence[PaidCall],
    kinds: Mapping[int, int],
    at: BlockRef,
) -> Trace:
    """What the endpoints tell of the calls, all of it together; nothing where none can. `kinds` are the first topics
    of the events that are asked for, with how many words of their data: others are never kept in their place. Nothing
    is raised."""
    message = message_of(account, calls, (), limits.simulation_gas)
    overrides = overrides_of(account, code)

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Trace | NoAnswer]:
        return [await _trace_of(endpoint, message, overrides, kinds, at)]

    try:
        found = await endpoints.each(question)
    except ChainUnavailable:
        return Trace(Method.CALLED)
    methods = {each.method for each in found}
    return Trace(
        next(method for method in Method if method in methods),
        _merged([each.events for each in found]),
        _merged([each.paid for each in found]),
        max(each.cut for each in found),
    )


def _merged(told: Sequence[Sequence[Hint]]) -> tuple[Hint, ...]:
    """What several endpoints tell, each once: first that of which more of them tell, then in turns, so that one that
    invents a thousand pushes none of the others out of sight."""
    number_of = Counter(hint for each in told for hint in each)
    in_turns = [hint for turn in zip_longest(*told) for hint in turn if hint is not None]
    return tuple(sorted(dict.fromkeys(in_turns), key=lambda hint: -number_of[hint]))


async def _trace_of(
    endpoint: Endpoint,
    message: Mapping[str, str],
    overrides: Mapping[Address, Any],
    kinds: Mapping[int, int],
    at: BlockRef,
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
        hints = _Hints(kinds)
        try:
            told(answer, hints)
        except (TypeError, KeyError, ValueError, AttributeError, IndexError):
            # Whatever it is, it is no answer to this.
            endpoint.refused_methods.add(method)
            continue
        return Trace(method, tuple(hints.events), tuple(hints.paid), hints.cut)
    return Trace(Method.CALLED)


class _Hints:
    """What one endpoint tells, each once and in its order."""

    def __init__(self, kinds: Mapping[int, int]) -> None:
        self._kinds = kinds
        self.events: dict[Event, None] = {}
        self.paid: dict[Address, None] = {}
        self.cut = 0

    def log(self, contract: int, topics: Sequence[int], data: str) -> None:
        if any(topic >> 256 for topic in topics):
            raise ValueError("a topic has 32 bytes")
        if topics and topics[0] in self._kinds:
            words = _words(data, self._kinds[topics[0]])
            self._keep(self.events, Event(_address(contract), tuple(topics), words))

    def pay(self, account: int) -> None:
        self._keep(self.paid, _address(account))

    def _keep(self, known: dict[Hint, None], hint: Hint) -> None:
        if hint not in known and len(known) >= _MOST_HINTS:
            self.cut += 1
        else:
            known[hint] = None


def _simulated(answer: Any, hints: _Hints) -> None:
    """Raises one of those that `_trace_of` catches."""
    for log in answer[0]["calls"][0].get("logs") or []:
        contract, topics, data = _logged(log)
        if contract == _COINS:
            for topic in topics[1:3]:
                hints.pay(topic)
        else:
            hints.log(contract, topics, data)


def _traced(answer: Any, hints: _Hints) -> None:
    """Raises one of those that `_trace_of` catches."""
    for frame in _frames(answer):
        if int(frame.get("value") or "0x0", 16) and frame.get("type") != "DELEGATECALL":
            hints.pay(int(frame["from"], 16))
            hints.pay(int(frame["to"], 16))
        for log in frame.get("logs") or []:
            hints.log(*_logged(log))


def _frames(answer: Any) -> Iterator[Any]:
    """A frame and those within that did not fail, however deep they are."""
    waiting = [answer]
    while waiting:
        frame = waiting.pop()
        if not frame.get("error"):
            yield frame
            waiting += reversed(frame.get("calls") or [])


def _logged(log: Any) -> tuple[int, tuple[int, ...], str]:
    topics = tuple(int(topic, 16) for topic in log["topics"][:4])
    return int(log["address"], 16), topics, str(log.get("data") or "0x")


def _words(data: str, most: int) -> tuple[int, ...]:
    """The first whole words of hex digits. Raises ValueError for anything else."""
    raw = bytes.fromhex(data[2 : 2 + 64 * most])
    return tuple(int.from_bytes(raw[at : at + 32], "big") for at in range(0, len(raw) - 31, 32))


def _address(number: int) -> Address:
    """Raises ValueError for more than an address."""
    return checksummed(f"0x{number:040x}")
