"""Anvil as a child process, mined by us so that both backends keep the same time."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.chain.clock import BlockClock
from sandbox.chain.errors import RpcError

BINARY = Path(__file__).parent / "node_modules" / "@foundry-rs" / "anvil-linux-amd64" / "bin" / "anvil"
START_SECONDS = 20


class AnvilBackend:
    """JSON-RPC by anvil. Blocks are mined when a transaction comes (automine) or when asked."""

    kind = "anvil"
    plenty: int | None = None

    def __init__(self, process: asyncio.subprocess.Process, url: str, clock: BlockClock) -> None:
        self._process = process
        self.url = url
        self._clock = clock
        self._automine = True
        self._session = aiohttp.ClientSession()
        self._drain: asyncio.Task[None] | None = None
        self._number = 0

    @classmethod
    async def start(
        cls,
        *,
        chain_id: int,
        clock: BlockClock,
        balances: Mapping[str, int],
        codes: Mapping[str, bytes],
        gas_limit: int,
    ) -> AnvilBackend:
        """A running anvil. Without the binary: FileNotFoundError that says how to get it."""
        if not BINARY.exists():
            raise FileNotFoundError(f"no anvil at {BINARY}: run `npm ci` in {Path(__file__).parent}")
        process = await asyncio.create_subprocess_exec(
            str(BINARY),
            *("--host", _address(), "--port", "0", "--no-cors"),
            *("--chain-id", str(chain_id), "--accounts", "0", "--no-mining"),
            *("--gas-limit", str(gas_limit), "--hardfork", "prague", "--timestamp", str(clock.genesis_time)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        backend = cls(process, await asyncio.wait_for(_listening(process), START_SECONDS), clock)
        backend._drain = asyncio.create_task(_drain(process))
        for address, wei in balances.items():
            await backend.request("anvil_setBalance", [address, hex(wei)])
        for address, code in codes.items():
            await backend.request("anvil_setCode", [address, "0x" + code.hex()])
        return backend

    async def request(self, method: str, params: Sequence[Any]) -> Any:
        """The result of a method; raises RpcError."""
        result = await self._ask(method, params)
        if method == "eth_sendRawTransaction" and self._automine:
            await self.mine()
        return result

    async def carry_out(self, raw: str) -> str | None:
        """Never asked: there is no plenty."""
        return None

    async def mine(self, timestamp: int | None = None) -> None:
        """Seal one block."""
        head = await self._ask("eth_getBlockByNumber", ["latest", False])
        parent = int(head["timestamp"], 16)
        time = self._clock.next_after(parent) if timestamp is None else timestamp
        if time <= parent:
            raise RpcError(-32602, f"timestamp {time} is not after the parent's {parent}")
        if timestamp is None:
            self._clock.used()
        await self._ask("evm_setNextBlockTimestamp", [time])
        await self._ask("evm_mine", [])

    async def reorganise(self, depth: int, drop: bool) -> None:
        """Replace the newest blocks, each transaction again in the block it was in, unless dropped."""
        head = int(await self._ask("eth_blockNumber", []), 16)
        if not 0 < depth <= head:
            raise RpcError(-32602, f"cannot reorganise {depth} of {head} blocks")
        again = []
        for place in range(0 if drop else depth):
            block = await self._ask("eth_getBlockByNumber", [hex(head - depth + 1 + place), True])
            for transaction in block["transactions"]:
                again.append([await self._ask("debug_getRawTransaction", [transaction["hash"]]), place])
        await self._ask("anvil_reorg", [depth, again])

    async def automine(self, on: bool) -> None:
        """Whether a transaction is mined as it comes."""
        self._automine = on

    async def close(self) -> None:
        """End the process."""
        await self._session.close()
        self._process.terminate()
        await self._process.wait()
        if self._drain is not None:
            await self._drain

    async def _ask(self, method: str, params: Sequence[Any]) -> Any:
        self._number += 1
        question = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": list(params)}
        async with self._session.post(self.url, json=question) as response:
            answer = await response.json()
        if "error" in answer:
            raise RpcError.of(answer["error"])
        return answer["result"]


def _address() -> str:
    """One of this machine's sixteen million own addresses, by chance: anvil does what any page of any site has its
    visitor's browser send, under whichever name and as whichever kind of body, and a page can send nothing where it
    can't guess the address."""
    return ".".join(["127", *(str(secrets.randbelow(254) + 1) for _ in range(3))])


async def _listening(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said: list[str] = []
    while line := (await process.stdout.readline()).decode():
        said.append(line)
        if found := re.search(r"Listening on ([\d.:]+)", line):
            return f"http://{found.group(1)}"
    raise RuntimeError(f"anvil ended: {''.join(said)}")


async def _drain(process: asyncio.subprocess.Process) -> None:
    # A full pipe would stop anvil.
    assert process.stdout is not None
    while await process.stdout.read(2**16):
        pass
