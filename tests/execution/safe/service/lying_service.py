"""A transaction service that answers whatever a test has it answer."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.domain.executors import Confirmation, SafeTransaction
from bot.domain.ids import Address, TransactionHash
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits

SAFE = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
HASH = TransactionHash("0x" + "5a" * 32)
TRANSACTION = SafeTransaction(HASH, 7, TO, 10**18, "0xdeadbeef", 0, 100, 2)
SIGNED = Confirmation(TO, "0x" + "ab" * 65)
LIMITS = ServiceLimits(timeout=0.4, attempts=2, wait=0.001, answer_bytes=64 * 1024)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[[SafeService], Awaitable[object]]


def transaction(**changed: Any) -> dict[str, Any]:
    """What an honest service answers, but for what is changed."""
    honest = {
        "safe": SAFE,
        "to": TO,
        "value": str(10**18),
        "data": "0xdeadbeef",
        "operation": 0,
        "nonce": "7",
        "safeTxHash": HASH,
        "confirmations": [],
        "trusted": True,
    }
    return {**honest, **changed}


@asynccontextmanager
async def service(
    handler: Handler, token: str | None = None, limits: ServiceLimits = LIMITS
) -> AsyncIterator[SafeService]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    client = SafeService(f"http://{host}:{port}/api", token, limits=limits)
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


def answering(body: Any, status: int = 200, **headers: str) -> Handler:
    """Always the same: JSON of what isn't bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, status=status, headers=headers, content_type="application/json")

    return handler


async def propose(client: SafeService) -> object:
    return await client.propose(SAFE, TRANSACTION, TO, b"\1" * 65, "origin")


async def confirm(client: SafeService) -> object:
    return await client.confirm(TRANSACTION, SIGNED)


ASKED: dict[str, Ask] = {
    "queue": lambda client: client.queue(SAFE, 5),
    "shown": lambda client: client.shown(TRANSACTION),
    "propose": propose,
    "confirm": confirm,
    "delegators": lambda client: client.delegators(SAFE, TO),
    "tokens": lambda client: client.tokens(SAFE),
}


OTHERS: dict[str, dict[str, Any]] = {
    "another hash": {"safeTxHash": "0x" + "66" * 32},
    "no hash": {"safeTxHash": None},
    "another receiver": {"to": SAFE},
    "no receiver": {"to": None},
    "another value": {"value": "1"},
    "other calldata": {"data": "0xdeadbeee"},
    "no calldata": {"data": None},
    "a delegatecall": {"operation": 1},
    "another nonce": {"nonce": "8"},
    "a list for a receiver": {"to": [TO]},
    "an object for calldata": {"data": {"0x": 1}},
}
