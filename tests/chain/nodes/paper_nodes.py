"""A node that stands on paper: blocks and balances by a rule, so that what is tried is how it behaves at its port."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aiohttp import web
from eth_abi.abi import decode, encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from bot.chain.calls.multicall import MULTICALL3
from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.chain.nodes.limits import Limits
from bot.domain.blocks import BlockRef, Value
from bot.domain.ids import Address, BlockHash, ChainId, address
from bot.domain.power import Erc20

CHAIN = ChainId(31337)
TOKEN = Erc20(chain=CHAIN, contract=Address("0x5FbDB2315678afecb367f032d93F642f64180aa3"))
HEAD = 1_000
BEGAN = 1_780_000_000
SECONDS = 12
QUICK = Limits(timeout=2.0, total=8.0, attempts=3, wait=0.001, behind=0.001, longest_wait=0.2)
CALL_FAILED = bytes.fromhex("08c379a0") + encode(["string"], ["Multicall3: call failed"])

Json = dict[str, Any]
Refuse = Callable[[Json], Json | None]
"""The error for one request, or None where it is answered."""
Whole = Callable[[list[Json]], "Reply | None"]
"""What comes back for a whole HTTP request, or None where its requests are answered one by one."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class PaperNode:
    """Person n holds n + 1 of TOKEN at every block."""

    refuse: Refuse = lambda request: None
    whole: Whole = lambda requests: None
    chain: int = CHAIN
    head: int = HEAD
    multicall: bool = True
    logs_at: tuple[int, ...] = ()
    """Blocks with one event each."""
    url: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    batches: list[int] = field(default_factory=list)
    """How many requests each HTTP request had."""
    times: list[float] = field(default_factory=list)
    """When each HTTP request came, by the loop's clock."""
    asked: list[Json] = field(default_factory=list)
    _transports: list[asyncio.Transport] = field(default_factory=list)

    def close_connections(self) -> None:
        """As a load balancer does that moves its clients to another node."""
        for transport in self._transports:
            transport.close()

    @asynccontextmanager
    async def serve(self) -> AsyncIterator["PaperNode"]:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/{path:.*}", self._post)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            self.url = f"http://{host}:{port}"
            yield self
        finally:
            await runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            self._transports.append(request.transport)
        given = json.loads(await request.read())
        asked = given if isinstance(given, list) else [given]
        self.batches.append(len(asked))
        self.times.append(asyncio.get_running_loop().time())
        self.asked += asked
        self.requests.update(each["method"] for each in asked)
        reply = self.whole(asked)
        if reply is None:
            answers = [self.answer(each) for each in asked]
            reply = Reply(answers if isinstance(given, list) else answers[0])
        if reply.status == 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        if reply.headers.get("Transfer-Encoding") == "chunked":
            return await _chunked(request, body)
        return web.Response(
            body=body, status=reply.status, headers={"Content-Type": "application/json", **reply.headers}
        )

    def answer(self, request: Json) -> Json:
        """What it says to one request."""
        error = self.refuse(request)
        if error is not None:
            return {"jsonrpc": "2.0", "id": request["id"], "error": error}
        return {"jsonrpc": "2.0", "id": request["id"], "result": self.result(request)}

    def result(self, request: Json) -> Any:
        """The truth."""
        method, params = request["method"], request["params"]
        if method == "eth_chainId":
            return hex(self.chain)
        if method == "eth_getBlockByNumber":
            place = params[0]
            number = (
                self.head if place == "latest" else self.head - 2 if place == "finalized" else int(place, 16)
            )
            return None if number > self.head else block(number)
        if method == "eth_getLogs":
            since, until = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
            return [log(params[0], number) for number in self.logs_at if since <= number <= until]
        if method == "eth_getCode":
            return "0x01"
        number = self.number_of(params[1])
        return "0x" + self.called(params[0]["to"], bytes.fromhex(params[0]["data"][2:]), number).hex()

    def number_of(self, place: Any) -> int:
        """The block of a parameter."""
        if isinstance(place, dict):
            return NUMBERS[place["blockHash"]]
        return self.head if place == "latest" else int(place, 16)

    def called(self, to: str, data: bytes, number: int) -> bytes:
        if to == MULTICALL3 and not self.multicall:
            return b""
        if data[:4] == bytes.fromhex("82ad56cb"):
            (calls,) = decode(["(address,bool,bytes)[]"], data[4:])
            results = [
                (False, CALL_FAILED)
                if inner[:4] == bytes.fromhex("82ad56cb")
                else (True, self.called(address(target), inner, number))
                for target, _, inner in calls
            ]
            return encode(["(bool,bytes)[]"], [results])
        if data[:4] == bytes.fromhex("0f28c97d"):
            return (BEGAN + SECONDS * number).to_bytes(32, "big")
        if data[:4] == bytes.fromhex("3408e470"):
            return self.chain.to_bytes(32, "big")
        if data[:4] == bytes.fromhex("18160ddd"):
            return (10**9).to_bytes(32, "big")
        return int.from_bytes(data[4:], "big").to_bytes(32, "big")


async def _chunked(request: web.Request, body: bytes) -> web.StreamResponse:
    """The body without its length, as far as anybody reads it."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for start in range(0, len(body), 2**16):
            await response.write(body[start : start + 2**16])
    return response


def unknown(request: Json) -> Json | None:
    """go-ethereum's refusal of a block that nobody has."""
    place = request["params"][-1] if request["params"] else None
    if isinstance(place, dict) and "blockHash" in place and place["blockHash"].startswith("0xf01c"):
        return {"code": -32000, "message": "header for hash not found"}
    return None


def refusing(error: Json, *methods: str, times: int = 1 << 30) -> Refuse:
    """Refuses these methods so often, and invented hashes always."""
    left = times

    def refuse(request: Json) -> Json | None:
        nonlocal left
        if (found := unknown(request)) is not None:
            return found
        if request["method"] not in methods or left <= 0:
            return None
        left -= 1
        return error

    return refuse


@cache
def block_hash(number: int) -> str:
    return "0x" + keccak(number.to_bytes(8, "big")).hex()


@cache
def transaction_hash(block: int) -> str:
    return "0x" + keccak(b"transaction" + block.to_bytes(8, "big")).hex()


NUMBERS = {block_hash(number): number for number in range(HEAD + 1)}


def block(number: int) -> Json:
    return {
        "number": hex(number),
        "hash": block_hash(number),
        "parentHash": block_hash(max(number - 1, 0)),
        "timestamp": hex(BEGAN + SECONDS * number),
        "transactions": [],
    }


def ref(number: int = HEAD - 2) -> BlockRef:
    return BlockRef(CHAIN, number, BlockHash(block_hash(number)), BEGAN + SECONDS * number)


def now(number: int = HEAD) -> datetime:
    return datetime.fromtimestamp(BEGAN + SECONDS * number, UTC)


def log(wanted: Json, number: int) -> Json:
    return {
        "address": wanted["address"],
        "topics": [wanted["topics"][0][0]],
        "data": "0x",
        "blockNumber": hex(number),
        "blockHash": block_hash(number),
        "logIndex": "0x0",
        "transactionHash": transaction_hash(number),
    }


@cache
@cache
def person(number: int) -> Address:
    return Address(to_checksum_address(f"0x{number + 1:040x}"))


def evm_chain(
    *nodes: PaperNode, limits: Limits = QUICK, now: Callable[[], datetime] | None = None, **options: Any
) -> EvmChain:
    """The bot's view of the chain through these nodes."""
    urls = tuple(node.url for node in nodes)
    return EvmChain(ChainConfig("paper", CHAIN, urls, limits=limits, **options), now)


async def powers(chain: EvmChain, people: int, at: BlockRef | None = None) -> Sequence[object]:
    return await chain.powers([(TOKEN, person(number)) for number in range(people)], at or ref())


def true_powers(people: int) -> list[Value]:
    return [Value(number + 1) for number in range(people)]
