"""The Safes as the chain has them, over JSON-RPC, and what it says of their transactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_typing import ChecksumAddress
from eth_utils import keccak, to_checksum_address

from sandbox.chain.errors import RpcError
from sandbox.chain.server import CALM
from sandbox.safe_service.records import Execution, SafeTx

SUCCESS = "0x" + keccak(text="ExecutionSuccess(bytes32,uint256)").hex()
FAILURE = "0x" + keccak(text="ExecutionFailure(bytes32,uint256)").hex()
EXEC_TYPES = "address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes"
EXEC_TRANSACTION = keccak(text=f"execTransaction({EXEC_TYPES})")[:4]
SENTINEL = to_checksum_address("0x0000000000000000000000000000000000000001")
# Safe.sol 1.4.1: keccak256("fallback_manager.handler.address"), keccak256("guard_manager.guard.address")
HANDLER_SLOT = "0x" + keccak(text="fallback_manager.handler.address").hex()
GUARD_SLOT = "0x" + keccak(text="guard_manager.guard.address").hex()


@dataclass(frozen=True)
class SafeState:
    """A Safe's settings at the head."""

    address: ChecksumAddress
    nonce: int
    threshold: int
    owners: tuple[ChecksumAddress, ...]
    singleton: ChecksumAddress
    modules: tuple[ChecksumAddress, ...]
    fallback_handler: ChecksumAddress
    guard: ChecksumAddress
    version: str

    @property
    def hands_over_preimage(self) -> bool:
        """Whether it asks owners that are contracts with all that was hashed, as Safes before 1.5.0 do."""
        return self.version.startswith(("1.3.", "1.4."))

    def as_json(self) -> dict[str, Any]:
        """The answer of `GET /v1/safes/{safe}/`."""
        return {
            "address": self.address,
            "nonce": str(self.nonce),
            "threshold": self.threshold,
            "owners": list(self.owners),
            "masterCopy": self.singleton,
            "modules": list(self.modules),
            "fallbackHandler": self.fallback_handler,
            "guard": self.guard,
            "version": self.version,
        }


@dataclass(frozen=True)
class Executed:
    """An execution in the order of nonces, with the transaction if it was called directly."""

    hash: bytes
    execution: Execution
    tx: SafeTx | None
    signatures: bytes


class ChainView:
    """Reads a chain. Its requests are neither counted nor hit by the chain's faults."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def request(self, method: str, params: list[Any]) -> Any:
        """The result of a JSON-RPC method; raises RpcError."""
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        async with self._session.post(self._url, json=question, headers=CALM) as response:
            answer: Mapping[str, Any] = await response.json()
        if "error" in answer:
            raise RpcError.of(answer["error"])
        return answer["result"]

    async def call(self, to: str, data: bytes, sender: str | None = None) -> bytes:
        """What a contract answers at the head, to this caller."""
        message = {"to": to, "data": "0x" + data.hex()}
        if sender is not None:
            message["from"] = sender
        result = await self.request("eth_call", [message, "latest"])
        return bytes.fromhex(result[2:])

    async def safe(self, address: ChecksumAddress) -> SafeState | None:
        """A Safe's settings, or None when there is no Safe at this address."""
        try:
            version = await self._ask(address, "VERSION()", "string")
            owners = await self._ask(address, "getOwners()", "address[]")
            threshold = await self._ask(address, "getThreshold()", "uint256")
            nonce = await self._ask(address, "nonce()", "uint256")
            modules, _ = decode(
                ["address[]", "address"],
                await self.call(
                    address,
                    keccak(text="getModulesPaginated(address,uint256)")[:4]
                    + encode(["address", "uint256"], [SENTINEL, 100]),
                ),
            )
        except (RpcError, DecodingError):
            return None
        return SafeState(
            address,
            nonce,
            threshold,
            tuple(to_checksum_address(owner) for owner in owners),
            await self._address_at(address, "0x0"),
            tuple(to_checksum_address(module) for module in modules),
            await self._address_at(address, HANDLER_SLOT),
            await self._address_at(address, GUARD_SLOT),
            version,
        )

    async def executions(self, safe: ChecksumAddress) -> list[Executed]:
        """Every execution of a Safe's transactions: the first has nonce 0, and so on."""
        wanted = {"address": safe, "fromBlock": "0x0", "toBlock": "latest", "topics": [[SUCCESS, FAILURE]]}
        logs = await self.request("eth_getLogs", [wanted])
        return [await self._executed(safe, nonce, log) for nonce, log in enumerate(logs)]

    async def _executed(self, safe: ChecksumAddress, nonce: int, log: Mapping[str, Any]) -> Executed:
        receipt = await self.request("eth_getTransactionReceipt", [log["transactionHash"]])
        block = await self.request("eth_getBlockByHash", [log["blockHash"], False])
        called = await self.request("eth_getTransactionByHash", [log["transactionHash"]])
        execution = Execution(
            transaction_hash=log["transactionHash"],
            block_number=int(log["blockNumber"], 16),
            at=datetime.fromtimestamp(int(block["timestamp"], 16), UTC),
            executor=to_checksum_address(receipt["from"]),
            success=log["topics"][0] == SUCCESS,
            gas_used=int(receipt["gasUsed"], 16),
            gas_price=int(receipt["effectiveGasPrice"], 16),
        )
        # Since 1.4.0 the hash is indexed; before, it's the first word of the data.
        digest = log["topics"][1] if len(log["topics"]) > 1 else log["data"][:66]
        tx, signatures = _decoded(safe, nonce, called)
        return Executed(bytes.fromhex(digest[2:]), execution, tx, signatures)

    async def _ask(self, address: str, function: str, kind: str) -> Any:
        return decode([kind], await self.call(address, keccak(text=function)[:4]))[0]

    async def _address_at(self, address: str, slot: str) -> ChecksumAddress:
        word = await self.request("eth_getStorageAt", [address, slot, "latest"])
        return to_checksum_address("0x" + word[2:].rjust(64, "0")[24:])


def _decoded(safe: ChecksumAddress, nonce: int, called: Mapping[str, Any]) -> tuple[SafeTx | None, bytes]:
    data = bytes.fromhex(called["input"][2:])
    if called["to"] is None or to_checksum_address(called["to"]) != safe or data[:4] != EXEC_TRANSACTION:
        return None, b""
    to, value, inner, operation, tx_gas, base_gas, gas_price, token, receiver, signatures = decode(
        EXEC_TYPES.split(","), data[4:]
    )
    tx = SafeTx(
        safe, to_checksum_address(to), value, inner, operation, tx_gas, base_gas, gas_price,
        to_checksum_address(token), to_checksum_address(receiver), nonce,
    )  # fmt: skip
    return tx, signatures
