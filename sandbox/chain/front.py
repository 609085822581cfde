"""What stands before either backend: finality, pruning and faults, the same for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sandbox.chain.errors import RpcError, missing_trie_node
from sandbox.chain.faults import BrokenAnswer, Fault, Faults, emptied, lie

BLOCK_PLACE = {
    "eth_call": 1,
    "eth_simulateV1": 1,
    "debug_traceCall": 1,
    "eth_estimateGas": 1,
    "eth_getBalance": 1,
    "eth_getCode": 1,
    "eth_getTransactionCount": 1,
    "eth_feeHistory": 1,
    "eth_getStorageAt": 2,
    "eth_getProof": 2,
    "eth_getBlockByNumber": 0,
    "eth_getBlockReceipts": 0,
}
NEEDS_STATE = frozenset(BLOCK_PLACE) - {"eth_feeHistory", "eth_getBlockByNumber", "eth_getBlockReceipts"}
LOSES_THE_ANSWER = frozenset({"timeout", "drop", "429", "500", "garbage"})


class Backend(Protocol):
    """A chain that answers JSON-RPC at numbers, hashes and `latest`."""

    kind: str
    plenty: int | None
    """The gas with which `carry_out` tries a transaction; None where nothing is taken back."""

    async def carry_out(self, raw: str) -> str | None: ...
    async def request(self, method: str, params: Sequence[Any]) -> Any: ...
    async def mine(self, timestamp: int | None = None) -> None: ...
    async def reorganise(self, depth: int, drop: bool) -> None: ...
    async def automine(self, on: bool) -> None: ...
    async def close(self) -> None: ...


class Front:
    """Answers requests out of a backend, with the finality, memory and manners it was told to have."""

    def __init__(self, backend: Backend, finality: int) -> None:
        self.backend = backend
        self.finality = finality
        self.kept: int | None = None
        self.gas_cap: int | None = None
        self.faults = Faults()

    async def answer(self, method: str, params: Sequence[Any]) -> Any:
        """The result for a client: counted, and with a fault if one is due."""
        fault = self.faults.take(method)
        if fault is None:
            return await self.result(method, params)
        if fault.kind == "slow":
            await self.faults.kept_waiting(5.0 if fault.to is None else fault.to)
            return await self.result(method, params)
        if fault.kind in LOSES_THE_ANSWER or fault.kind == "error":
            if fault.after:
                await self.result(method, params)
            if fault.kind == "error":
                raise RpcError(-32000, fault.to or "internal error")
            raise BrokenAnswer(fault.kind, fault.to or 0)
        return await self._misled(fault, method, params)

    async def result(self, method: str, params: Sequence[Any], behind: int = 0) -> Any:
        """The true result, as of a head that many blocks behind."""
        head = int(await self.backend.request("eth_blockNumber", []), 16)
        seen = max(0, head - behind)
        if method == "eth_blockNumber":
            return hex(seen)
        params = self._at_numbers(method, params, seen, behind > 0)
        if self.kept is not None and method in NEEDS_STATE:
            await self._refuse_pruned(method, params, head)
        if self.gas_cap is not None and method == "eth_call":
            params = self._capped(params)
        return await self.backend.request(method, params)

    def _capped(self, params: Sequence[Any]) -> list[Any]:
        """The call with no more gas than the node gives, as go-ethereum does it: without a word."""
        wanted = int(params[0].get("gas", hex(1 << 62)), 16)
        return [{**params[0], "gas": hex(min(wanted, self.gas_cap or wanted))}, *params[1:]]

    async def _misled(self, fault: Fault, method: str, params: Sequence[Any]) -> Any:
        if fault.kind == "stale":
            return await self.result(method, params, behind=5 if fault.to is None else fault.to)
        if fault.kind == "wrong_block":
            return await self._wrong_block(method, params, 1 if fault.to is None else fault.to)
        result = await self.result(method, params)
        return emptied(result) if fault.kind == "empty" else lie(result, fault.to)

    async def _wrong_block(self, method: str, params: Sequence[Any], back: int) -> Any:
        if method == "eth_getBlockByHash":
            block = await self.result(method, params)
            before = hex(max(0, int(block["number"], 16) - back))
            return await self.result("eth_getBlockByNumber", [before, *params[1:]])
        place = BLOCK_PLACE.get(method)
        if place is None:
            return await self.result(method, params, behind=back)
        head = int(await self.backend.request("eth_blockNumber", []), 16)
        asked = self._at_numbers(method, params, head, exact=True)
        number = await self._number(asked[place])
        return await self.result(method, [*asked[:place], hex(max(0, number - back)), *asked[place + 1 :]])

    def _at_numbers(self, method: str, params: Sequence[Any], head: int, exact: bool) -> list[Any]:
        """The parameters with tags replaced by numbers; `exact` replaces `latest` and `pending` too."""
        params = list(params)
        if method == "eth_getLogs" and params and isinstance(params[0], Mapping):
            wanted = dict(params[0])
            for bound in ("fromBlock", "toBlock"):
                if bound in wanted:
                    wanted[bound] = self._numbered(wanted[bound], head, exact)
            return [wanted, *params[1:]]
        place = BLOCK_PLACE.get(method)
        if place is None:
            return params
        if len(params) == place and exact:
            params.append("latest")
        if len(params) > place:
            params[place] = self._numbered(params[place], head, exact)
        return params

    def _numbered(self, block: Any, head: int, exact: bool) -> Any:
        if block == "finalized":
            return hex(max(0, head - self.finality))
        if block == "safe":
            return hex(max(0, head - (self.finality + 1) // 2))
        return hex(head) if exact and block in ("latest", "pending") else block

    async def _refuse_pruned(self, method: str, params: Sequence[Any], head: int) -> None:
        place = BLOCK_PLACE[method]
        if len(params) <= place or self.kept is None:
            return
        number = await self._number(params[place])
        if number < head - self.kept:
            raise missing_trie_node(number)

    async def _number(self, block: Any) -> int:
        if isinstance(block, Mapping):
            if "blockHash" not in block:
                return await self._number(block.get("blockNumber", "latest"))
            found = await self.backend.request("eth_getBlockByHash", [block["blockHash"], False])
            if found is None:
                raise RpcError(-32000, "header for hash not found")
            return int(found["number"], 16)
        if block in ("latest", "pending", None):
            return int(await self.backend.request("eth_blockNumber", []), 16)
        return 0 if block == "earliest" else int(block, 16)
