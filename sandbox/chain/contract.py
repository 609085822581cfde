"""Contracts of the sandbox: compiled artifacts, and talking to a deployed one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from eth_abi import decode, encode
from eth_typing import ChecksumAddress
from eth_utils import keccak, to_checksum_address
from eth_utils.abi import collapse_if_tuple

if TYPE_CHECKING:
    from sandbox.chain.account import Account
    from sandbox.chain.chain import LocalChain

MULTICALL3 = to_checksum_address("0xcA11bde05977b3631167028862bE2a173976CA11")
SAFES_OWN = {
    "SafeProxyFactory": to_checksum_address("0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67"),
    "SafeL2": to_checksum_address("0x29fcB43b46531BcA003ddC8FCB67FFE91900C762"),
    "CompatibilityFallbackHandler": to_checksum_address("0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99"),
    "MultiSendCallOnlyV150": to_checksum_address("0xA83c336B20401Af773B6219BA5027174338D1836"),
}
"""What new Safes are made with, and where Safe has published it on most chains."""


@dataclass(frozen=True)
class Artifact:
    """What the compiler made of a contract."""

    name: str
    abi: list[dict[str, Any]]
    bytecode: bytes
    deployed: bytes

    def creation(self, arguments: Sequence[Any]) -> bytes:
        """The data of the transaction that deploys it with these constructor arguments."""
        for entry in self.abi:
            if entry["type"] == "constructor":
                return self.bytecode + encode(_types(entry["inputs"]), list(arguments))
        if arguments:
            raise ValueError(f"{self.name} takes no constructor arguments")
        return self.bytecode


@cache
def artifact(name: str) -> Artifact:
    """A contract's artifact by its name, as in `sandbox/contracts/artifacts/`."""
    source = files("sandbox.contracts") / "artifacts" / f"{name}.json"
    content = json.loads(source.read_text())
    return Artifact(
        name,
        content["abi"],
        bytes.fromhex(content["bytecode"][2:]),
        bytes.fromhex(content["deployedBytecode"][2:]),
    )


@dataclass(frozen=True)
class Contract:
    """A deployed contract."""

    chain: LocalChain
    address: ChecksumAddress
    abi: list[dict[str, Any]]

    def on(self, chain: LocalChain) -> Contract:
        """The same contract on another chain that has it."""
        return replace(self, chain=chain)

    def data(self, function: str, *arguments: Any) -> bytes:
        """Calldata for a function; an overloaded one is named with its types, `f(uint256)`."""
        entry = self._function(function, len(arguments))
        return _selector(entry) + encode(_types(entry["inputs"]), list(arguments))

    async def call(
        self, function: str, *arguments: Any, block: Any = "latest", sender: Account | None = None
    ) -> Any:
        """The decoded answer at a block: one value, or a tuple of several. Raises RpcError on a revert."""
        entry = self._function(function, len(arguments))
        call = {"to": self.address, "data": "0x" + self.data(function, *arguments).hex()}
        if sender is not None:
            call["from"] = sender.address
        place = hex(block) if isinstance(block, int) else block
        output = bytes.fromhex((await self.chain.request("eth_call", [call, place]))[2:])
        values = decode(_types(entry["outputs"]), output)
        return values[0] if len(values) == 1 else values

    async def send(
        self, function: str, *arguments: Any, sender: Account, value: int = 0, gas: int | None = None
    ) -> dict[str, Any]:
        """The receipt of a transaction that calls a function. Raises RpcError on a revert."""
        return await self.chain.send(sender, self.address, value, self.data(function, *arguments), gas)

    def logs(self, receipt: dict[str, Any], event: str) -> list[dict[str, Any]]:
        """The arguments of an event's logs by this contract in a receipt."""
        entry = next(each for each in self.abi if each["type"] == "event" and each["name"] == event)
        topic = "0x" + keccak(text=_signature(entry)).hex()
        found = [log for log in receipt["logs"] if log["topics"][0] == topic]
        return [_event(entry, log) for log in found if to_checksum_address(log["address"]) == self.address]

    def _function(self, name: str, count: int) -> dict[str, Any]:
        for entry in self.abi:
            if entry["type"] != "function":
                continue
            if _signature(entry) == name or (entry["name"] == name and len(entry["inputs"]) == count):
                return entry
        raise ValueError(f"no function {name} with {count} arguments")


def _types(inputs: Sequence[dict[str, Any]]) -> list[str]:
    return [collapse_if_tuple(each) for each in inputs]


def _signature(entry: dict[str, Any]) -> str:
    return f"{entry['name']}({','.join(_types(entry['inputs']))})"


def _selector(entry: dict[str, Any]) -> bytes:
    return keccak(text=_signature(entry))[:4]


def _event(entry: dict[str, Any], log: dict[str, Any]) -> dict[str, Any]:
    indexed = [each for each in entry["inputs"] if each["indexed"]]
    plain = [each for each in entry["inputs"] if not each["indexed"]]
    topics = [bytes.fromhex(topic[2:]) for topic in log["topics"][1:]]
    values: dict[str, Any] = {}
    for each, topic in zip(indexed, topics, strict=True):
        # What doesn't fit into a word is indexed by its hash.
        dynamic = each["type"] in ("string", "bytes") or each["type"].endswith("]") or "components" in each
        values[each["name"]] = topic if dynamic else decode([each["type"]], topic)[0]
    decoded = decode(_types(plain), bytes.fromhex(log["data"][2:]))
    values.update(zip((each["name"] for each in plain), decoded, strict=True))
    return values
