"""The JSON-RPC methods of the embedded chain: names, parameters and answers of the execution API."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from eth.abc import StateAPI
from eth.exceptions import VMError
from eth_typing import Hash32

from sandbox.chain.errors import RpcError, invalid_params
from sandbox.chain.pyevm.evm import ZERO, Call, Executed, failure
from sandbox.chain.pyevm.ledger import Ledger
from sandbox.chain.pyevm.params import address_of, bytes_of, number_of
from sandbox.chain.pyevm.proofs import account_proof
from sandbox.chain.pyevm.simulating import override, simulated, traced
from sandbox.chain.pyevm.wire import (
    block_object,
    checksummed,
    log_objects,
    octets,
    quantity,
    receipt_object,
    transaction_object,
    waiting_object,
)

PRIORITY_FEE = 10**9
MOST_CALLED = 200
"""Calls whose outcome is kept."""
NEEDS_WORKER = frozenset(
    {
        "eth_getBalance",
        "eth_getCode",
        "eth_getStorageAt",
        "eth_getTransactionCount",
        "eth_getProof",
        "eth_call",
        "eth_simulateV1",
        "debug_traceCall",
        "eth_estimateGas",
        "eth_sendRawTransaction",
    }
)
_taken: dict[str, range] = {}
"""How many parameters each method takes that was asked for: to find out takes longer than many a method itself."""


class PyEvmBackend:
    """Answers JSON-RPC out of a ledger. All work on states happens in one thread beside the server's loop."""

    kind = "pyevm"
    plenty: int | None = 30_000_000

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = self._ledger = ledger
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="evm")
        self._called: dict[tuple[Hash32, Call], tuple[VMError | None, bytes]] = {}
        """What calls at a block came to: an error or none, and what was returned."""
        self._methods: dict[str, Callable[..., Any]] = {
            "web3_clientVersion": lambda: "folkmoot-sandbox/py-evm",
            "net_version": lambda: str(ledger.chain_id),
            "net_listening": lambda: True,
            "eth_chainId": lambda: quantity(ledger.chain_id),
            "eth_syncing": lambda: False,
            "eth_accounts": lambda: [],
            "eth_blockNumber": lambda: quantity(ledger.head.header.block_number),
            "eth_getBlockByNumber": self._block_by_number,
            "eth_getBlockByHash": self._block_by_hash,
            "eth_getTransactionByHash": self._transaction,
            "eth_getTransactionReceipt": self._receipt,
            "eth_getBlockReceipts": self._block_receipts,
            "eth_getLogs": self._logs,
            "eth_getBalance": lambda address, block="latest": quantity(
                self._state(block).get_balance(address_of(address))
            ),
            "eth_getCode": lambda address, block="latest": octets(
                self._state(block).get_code(address_of(address))
            ),
            "eth_getStorageAt": self._storage,
            "eth_getTransactionCount": self._transaction_count,
            "eth_getProof": self._proof,
            "eth_call": self._call,
            "eth_simulateV1": self._simulate,
            "debug_traceCall": self._trace,
            "eth_estimateGas": self._estimate,
            "eth_gasPrice": lambda: quantity(ledger.next_base_fee + PRIORITY_FEE),
            "eth_maxPriorityFeePerGas": lambda: quantity(PRIORITY_FEE),
            "eth_feeHistory": self._fee_history,
            "eth_sendRawTransaction": lambda raw: octets(ledger.submit(bytes_of(raw))),
        }

    async def request(self, method: str, params: Sequence[Any]) -> Any:
        """The result of a method; raises RpcError."""
        function = self._methods.get(method)
        if function is None:
            raise RpcError(-32601, f"the method {method} does not exist/is not available")
        taken = _taken.get(method)
        if taken is None:
            taken = _taken[method] = _how_many(function)
        if len(params) not in taken:
            raise invalid_params(f"{len(params)} parameters, and not {taken.start} to {taken.stop - 1}")
        return await self._in_worker(function, *params) if method in NEEDS_WORKER else function(*params)

    async def carry_out(self, raw: str) -> str | None:
        """The hash of a transaction, which is in a block now; None where it fails, and all is as it was."""
        done = await self._in_worker(self._ledger.carry_out, bytes_of(raw))
        return None if done is None else octets(done)

    async def mine(self, timestamp: int | None = None) -> None:
        """Seal one block."""
        await self._in_worker(self._ledger.mine, timestamp)

    async def reorganise(self, depth: int, drop: bool) -> None:
        """Replace the newest blocks."""
        await self._in_worker(self._ledger.reorganise, depth, drop)

    async def automine(self, on: bool) -> None:
        """Whether a transaction is mined as it comes."""
        self._ledger.automine = on

    async def close(self) -> None:
        """Let the worker go."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    async def _in_worker(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._worker, function, *arguments)

    def _find(self, block: Any) -> Executed:
        """The block meant by a number, a tag or an EIP-1898 object; raises RpcError."""
        if isinstance(block, Mapping):
            if "blockHash" in block:
                return self._by_hash(block["blockHash"], bool(block.get("requireCanonical", False)))
            block = block.get("blockNumber")
        if block in ("latest", "pending", "safe", "finalized", None):
            return self._ledger.head
        return self._ledger.block(0 if block == "earliest" else number_of(block))

    def _by_hash(self, text: Any, canonical: bool) -> Executed:
        block = self._ledger.by_hash.get(Hash32(bytes_of(text)))
        if block is None:
            raise RpcError(-32000, "header for hash not found")
        if canonical and not self._ledger.is_canonical(block):
            raise RpcError(-32000, "hash is not currently canonical")
        return block

    def _state(self, block: Any) -> StateAPI:
        return self._ledger.state(self._find(block))

    def _block_by_number(self, block: Any, full: bool = False) -> Any:
        if isinstance(block, str) and block.startswith("0x") and number_of(block) >= len(self._ledger.blocks):
            return None
        return block_object(self._find(block), full)

    def _block_by_hash(self, text: Any, full: bool = False) -> Any:
        block = self._ledger.by_hash.get(Hash32(bytes_of(text)))
        return None if block is None else block_object(block, full)

    def _transaction(self, text: Any) -> Any:
        key = Hash32(bytes_of(text))
        if key in self._ledger.waiting:
            return waiting_object(self._ledger.waiting[key])
        place = self._ledger.places.get(key)
        return None if place is None else transaction_object(place)

    def _receipt(self, text: Any) -> Any:
        place = self._ledger.places.get(Hash32(bytes_of(text)))
        return None if place is None else receipt_object(place)

    def _block_receipts(self, block: Any) -> Any:
        found = self._find(block)
        return [receipt_object(self._ledger.places[each.hash]) for each in found.transactions]

    def _logs(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        if "blockHash" in wanted:
            blocks = [self._by_hash(wanted["blockHash"], canonical=False)]
        else:
            first = self._find(wanted.get("fromBlock")).header.block_number
            last_wanted = wanted.get("toBlock", "latest")
            known = len(self._ledger.blocks) - 1
            is_number = isinstance(last_wanted, str) and last_wanted.startswith("0x")
            last = (
                min(number_of(last_wanted), known)
                if is_number
                else self._find(last_wanted).header.block_number
            )
            if first > last:
                raise invalid_params("invalid block range params")
            blocks = self._ledger.blocks[first : last + 1]
        addresses = wanted.get("address") or []
        among = {
            checksummed(address_of(each))
            for each in ([addresses] if isinstance(addresses, str) else addresses)
        }
        topics = wanted.get("topics") or []
        return [
            log
            for block in blocks
            for log in log_objects(block)
            if (not among or log["address"] in among) and _topics_match(log["topics"], topics)
        ]

    def _storage(self, address: Any, slot: Any, block: Any = "latest") -> str:
        return octets(
            self._state(block).get_storage(address_of(address), number_of(slot)).to_bytes(32, "big")
        )

    def _transaction_count(self, address: Any, block: Any = "latest") -> str:
        sender = address_of(address)
        waiting = self._ledger.waiting_of(sender) if block == "pending" else 0
        return quantity(self._state(block).get_nonce(sender) + waiting)

    def _proof(self, address: Any, slots: Sequence[Any], block: Any = "latest") -> dict[str, Any]:
        header = self._find(block).header
        return account_proof(
            self._ledger.evm.store,
            header.state_root,
            address_of(address),
            [number_of(each) for each in slots],
        )

    def _call(
        self, call: Mapping[str, Any], block: Any = "latest", overrides: Mapping[str, Any] | None = None
    ) -> str:
        found = self._find(block)
        wanted = _call(call, found)
        if overrides:
            state = self._ledger.state_apart(found)
            override(state, overrides)
            computation = self._ledger.evm.run(state, wanted)
            if computation.is_error:
                raise failure(computation.error, computation.output)
            return octets(computation.output)
        # A block doesn't change, and clients ask the same of it again and again.
        key = found.header.hash, wanted
        outcome = self._called.get(key)
        if outcome is None:
            computation = self._ledger.evm.run(self._ledger.state(found), wanted)
            # Without its traceback, by which an error holds all that ran.
            error = computation.error.with_traceback(None) if computation.is_error else None
            outcome = error, computation.output
            if len(self._called) >= MOST_CALLED:
                self._called.clear()
            self._called[key] = outcome
        error, output = outcome
        if error is not None:
            raise failure(error, output)
        return octets(output)

    def _simulate(self, wanted: Mapping[str, Any], block: Any = "latest") -> list[dict[str, Any]]:
        found = self._find(block)
        blocks = wanted.get("blockStateCalls") or []
        if len(blocks) != 1:
            raise RpcError(-32000, "the sandbox simulates one block")
        state = self._ledger.state_apart(found)
        override(state, blocks[0].get("stateOverrides"))
        calls = [_call(each, found) for each in blocks[0].get("calls") or []]
        outcomes = simulated(self._ledger.evm, state, calls, transfers=bool(wanted.get("traceTransfers")))
        return [{"number": quantity(found.header.block_number + 1), "calls": outcomes}]

    def _trace(
        self, call: Mapping[str, Any], block: Any = "latest", config: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        config = config or {}
        if config.get("tracer") != "callTracer":
            raise RpcError(-32000, f"the sandbox has no tracer {config.get('tracer')!r}")
        found = self._find(block)
        state = self._ledger.state_apart(found)
        override(state, config.get("stateOverrides"))
        return traced(self._ledger.evm.run(state, _call(call, found)))

    def _estimate(self, call: Mapping[str, Any], block: Any = "latest") -> str:
        """The least gas with which the call succeeds, found by halving as go-ethereum does, to within 1.5 %."""
        found = self._find(block)
        # What happens in the next block can cost more than in this one: a checkpoint is added, not changed.
        state = self._ledger.pending_state() if found is self._ledger.head else self._ledger.state(found)
        wanted = _call(call, found)

        def enough(gas: int) -> bool:
            candidate = Call(wanted.sender, wanted.to, wanted.data, wanted.value, gas, 0)
            return self._ledger.evm.run(state, candidate).is_success

        computation = self._ledger.evm.run(state, wanted)
        if computation.is_error:
            raise failure(computation.error, computation.output)
        used = wanted.intrinsic_gas + computation.get_gas_used()
        if not computation.children:
            # Nothing is held back for calls (EIP-150), so what was used is what's needed.
            return quantity(max(used, wanted.floor_gas))
        low, high = used - 1, wanted.gas
        for guess in (used, used * 64 // 63 + 2300):
            if low < guess < high:
                low, high = (low, guess) if enough(guess) else (guess, high)
        while (high - low) * 1000 > high * 15:
            middle = min((low + high) // 2, low * 2)
            low, high = (low, middle) if enough(middle) else (middle, high)
        return quantity(max(high, wanted.floor_gas))

    def _fee_history(
        self, count: Any, newest: Any, percentiles: Sequence[float] | None = None
    ) -> dict[str, Any]:
        number = int(count) if isinstance(count, int) else number_of(count)
        last = self._find(newest).header.block_number
        known: Sequence[Any] = self._ledger.blocks
        blocks = known[max(0, last + 1 - number) : last + 1]
        after = (
            known[last + 1].header.base_fee_per_gas if last + 1 < len(known) else self._ledger.next_base_fee
        )
        answer: dict[str, Any] = {
            "oldestBlock": quantity(blocks[0].header.block_number),
            "baseFeePerGas": [*(quantity(each.header.base_fee_per_gas) for each in blocks), quantity(after)],
            "gasUsedRatio": [each.header.gas_used / each.header.gas_limit for each in blocks],
        }
        if percentiles is not None:
            answer["reward"] = [[quantity(PRIORITY_FEE)] * len(percentiles) for _ in blocks]
        return answer


def _call(call: Any, block: Executed) -> Call:
    if not isinstance(call, Mapping):
        raise invalid_params(f"a call is an object, not {call!r}")
    data = call.get("input", call.get("data")) or "0x"
    limit = block.header.gas_limit
    return Call(
        sender=address_of(call["from"]) if call.get("from") else ZERO,
        to=address_of(call["to"]) if call.get("to") else None,
        data=bytes_of(data),
        value=number_of(call.get("value") or "0x0"),
        gas=min(number_of(call["gas"]), limit) if call.get("gas") else limit,
        gas_price=number_of(call.get("gasPrice") or call.get("maxFeePerGas") or "0x0"),
    )


def _topics_match(topics: Sequence[str], wanted: Sequence[Any]) -> bool:
    if len(wanted) > len(topics):
        return False
    for topic, choice in zip(topics, wanted, strict=False):
        if choice is None:
            continue
        choices = [choice] if isinstance(choice, str) else choice
        if choices and topic not in {each.lower() for each in choices}:
            return False
    return True


def _how_many(function: Callable[..., Any]) -> range:
    parameters = inspect.signature(function).parameters.values()
    least = sum(each.default is each.empty for each in parameters)
    return range(least, len(parameters) + 1)
