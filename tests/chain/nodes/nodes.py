"""Nodes before one local chain, each with its own faults and manners."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.chain.nodes.limits import Limits
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import ChainId
from bot.services.ports import UnitOfWork
from sandbox.chain.chain import LocalChain
from sandbox.chain.errors import RpcError
from sandbox.chain.faults import Faults
from sandbox.chain.front import Front
from sandbox.chain.server import RpcServer

PATIENT = Limits(timeout=10.0, attempts=2, wait=0.01, behind=0.01, call_gas=300_000, signature_gas=300_000)
"""For a machine that has much else to do."""
HASTY = replace(PATIENT, timeout=0.05)
"""For silence: a good answer may come too late for it."""


@dataclass(frozen=True)
class Node:
    url: str
    faults: Faults


class Follower:
    """Answers out of the local chain, past its own faults."""

    kind = "pyevm"

    def __init__(
        self,
        chain: LocalChain,
        *,
        takes_block_hashes: bool = True,
        multicall: bool = True,
        log_blocks: int | None = None,
        without: Sequence[str] = (),
        takes_overrides: bool = True,
        says: Mapping[str, Any] | None = None,
    ) -> None:
        """`log_blocks`: of so many it gives events at once. `without` are methods that it hasn't, `says` what it
        answers to others, whatever is asked."""
        self._chain = chain
        self._takes_block_hashes = takes_block_hashes
        self._multicall = multicall
        self._log_blocks = log_blocks
        self._without = without
        self._takes_overrides = takes_overrides
        self._says = says or {}

    async def request(self, method: str, params: Sequence[Any]) -> Any:
        if method in self._without:
            raise RpcError(-32601, f"the method {method} does not exist/is not available")
        if method in self._says:
            return self._says[method]
        if method == "eth_call" and not self._takes_overrides:
            params = params[:2]
        by_hash = any(isinstance(part, Mapping) and "blockHash" in part for part in params)
        if by_hash and not self._takes_block_hashes and method != "eth_getLogs":
            raise RpcError(-32602, "invalid argument 1: cannot unmarshal object into Go value of type string")
        if method == "eth_call" and not self._multicall and params[0]["to"] == self._chain.multicall3.address:
            return "0x"
        if method == "eth_getLogs" and self._log_blocks is not None:
            blocks = int(params[0]["toBlock"], 16) - int(params[0]["fromBlock"], 16) + 1
            if blocks > self._log_blocks:
                raise RpcError(-32600, f"up to a {self._log_blocks} block range")
        return await self._chain.request(method, list(params))

    async def mine(self, timestamp: int | None = None) -> None:
        await self._chain.mine(1, timestamp)

    async def reorganise(self, depth: int, drop: bool) -> None:
        await self._chain.reorg(depth, drop)

    async def automine(self, on: bool) -> None:
        await self._chain.automine(on)

    async def close(self) -> None:
        """The chain is closed by whoever started it."""


@asynccontextmanager
async def node(chain: LocalChain, *, finality: int = 2, **manners: Any) -> AsyncIterator[Node]:
    """One more endpoint of the chain."""
    front = Front(Follower(chain, **manners), finality)
    server = RpcServer(front, {})
    try:
        yield Node(await server.start(0), front.faults)
    finally:
        await server.stop()


@asynccontextmanager
async def node_without_batches(chain: LocalChain) -> AsyncIterator[str]:
    """The URL of an endpoint that takes one request at a time."""

    async def post(request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        if isinstance(asked, list):
            refusal = {"code": -32600, "message": "batch requests are not enabled"}
            return web.json_response({"jsonrpc": "2.0", "id": None, "error": refusal})
        async with session.post(chain.url, json=asked) as answer:
            return web.json_response(await answer.json())

    app = web.Application()
    app.router.add_post("/", post)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            yield f"http://{host}:{port}"
        finally:
            await runner.cleanup()


@asynccontextmanager
async def nodes(chain: LocalChain, count: int) -> AsyncIterator[tuple[Node, ...]]:
    """So many endpoints of the chain."""
    if count == 0:
        yield ()
        return
    async with node(chain) as first, nodes(chain, count - 1) as others:
        yield (first, *others)


def limits_for(kind: str) -> Limits:
    """So that a test of this fault is short."""
    return HASTY if kind == "timeout" else PATIENT


async def introduced(chain: EvmChain) -> BlockRef:
    """Its finalized block: asked for until it is there, where the limits are too short for a busy machine."""
    for _ in range(50):
        with suppress(ChainUnavailable):
            return await chain.finalized()
    return await chain.finalized()


def evm_chain(
    *urls: str, limits: Limits = PATIENT, uow: UnitOfWork | None = None, **options: Any
) -> EvmChain:
    """The bot's view of the local chain through these endpoints."""
    return EvmChain(ChainConfig("local", ChainId(31337), urls, limits=limits, **options), uow=uow)
