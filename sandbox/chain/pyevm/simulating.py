"""What calls would do in a state that is changed for them alone: overrides, `eth_simulateV1` and `debug_traceCall`, as
go-ethereum has them; of these as much as tells what moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eth.abc import ComputationAPI, StateAPI
from eth.vm.message import Message
from eth_typing import Address
from eth_utils import keccak, to_canonical_address

from sandbox.chain.errors import RpcError, invalid_params
from sandbox.chain.pyevm.evm import Call, Evm, failure
from sandbox.chain.pyevm.params import address_of, bytes_of, number_of
from sandbox.chain.pyevm.wire import octets, quantity

COINS = to_canonical_address("0x" + "ee" * 20)
"""From whom the events of moved coins come (`traceTransfers`)."""
TRANSFER = keccak(text="Transfer(address,address,uint256)")


def override(state: StateAPI, overrides: Any) -> None:
    """Give accounts other code, coins and storage. Raises RpcError."""
    if overrides is not None and not isinstance(overrides, Mapping):
        raise invalid_params(f"overrides are an object, not {overrides!r}")
    for account, changes in (overrides or {}).items():
        where = address_of(account)
        for name, given in changes.items():
            if name == "code":
                state.set_code(where, bytes_of(given))
            elif name == "balance":
                state.set_balance(where, number_of(given))
            elif name == "stateDiff":
                for slot, value in given.items():
                    state.set_storage(where, number_of(slot), number_of(value))
            else:
                raise invalid_params(f"unknown override {name!r}")


def simulated(evm: Evm, state: StateAPI, wanted: Sequence[Call], *, transfers: bool) -> list[dict[str, Any]]:
    """The outcome of each call, of which one is made after the other; `transfers`: with events of moved coins."""
    if len(wanted) != 1:
        raise RpcError(-32000, "the sandbox simulates one call")
    computation = evm.run(state, wanted[0])
    logs = [*(_moved(computation) if transfers else ()), *computation.get_log_entries()]
    outcome: dict[str, Any] = {
        "status": quantity(computation.is_success),
        "returnData": octets(computation.output),
        "gasUsed": quantity(computation.get_gas_used()),
        "logs": [] if computation.is_error else [_log(*each) for each in logs],
    }
    if computation.is_error:
        problem = failure(computation.error, computation.output)
        outcome["error"] = {"code": 3, "message": problem.message}
    return [outcome]


def traced(computation: ComputationAPI) -> dict[str, Any]:
    """The frame of a call with its events and those of the calls that it makes (`callTracer`, `withLog`)."""
    message = computation.msg
    frame: dict[str, Any] = {
        "type": _type(message),
        "from": octets(message.sender),
        "to": octets(message.code_address or message.storage_address),
        "value": quantity(message.value),
        "input": octets(message.data_as_bytes),
        "output": octets(computation.output),
    }
    if computation.is_error:
        frame["error"] = str(computation.error)
    else:
        entries: Any = computation
        frame["logs"] = [_log(*each[1:]) for each in entries._log_entries]
    if computation.children:
        frame["calls"] = [traced(child) for child in computation.children]
    return frame


def _type(message: Any) -> str:
    if message.is_create:
        return "CREATE"
    if message.is_static:
        return "STATICCALL"
    same = message.code_address in (None, message.storage_address)
    return "CALL" if same or not isinstance(message, Message) else "DELEGATECALL"


def _moved(computation: ComputationAPI) -> Iterator[tuple[Address, tuple[int, ...], bytes]]:
    """The events of coins that moved, each before those of the calls within."""
    if computation.is_error:
        return
    message = computation.msg
    if message.value and message.should_transfer_value:
        topics = (int.from_bytes(TRANSFER, "big"), _number(message.sender), _number(message.storage_address))
        yield Address(COINS), topics, message.value.to_bytes(32, "big")
    for child in computation.children:
        yield from _moved(child)


def _number(account: bytes) -> int:
    return int.from_bytes(account, "big")


def _log(address: bytes, topics: Sequence[int], data: bytes) -> dict[str, Any]:
    return {
        "address": octets(address),
        "topics": [octets(topic.to_bytes(32, "big")) for topic in topics],
        "data": octets(data),
    }
