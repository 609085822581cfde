"""JSON-RPC over HTTP: single requests and batches, the controls of the sandbox, and answers that get lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import bounded_json, loopback
from sandbox.chain.errors import RpcError, invalid_params
from sandbox.chain.faults import BrokenAnswer
from sandbox.chain.front import Front

Control = Callable[..., Awaitable[Any]]
# With this header a request of the sandbox's own parts is neither counted nor faulty.
CALM = {"Folkmoot-Sandbox": "calm"}
log = logging.getLogger(__name__)


class RpcServer:
    """One loopback port. `controls` are methods beside the chain's own; they are never counted nor faulty."""

    def __init__(self, front: Front, controls: dict[str, Control]) -> None:
        self._front = front
        self._controls = controls
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def start(self, port: int) -> str:
        """Listen on the loopback address; returns the URL. Port 0 takes a free one."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        return f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Close the port, and with it every connection that waits."""
        self._front.faults.clear()
        await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if refused := loopback.refusal(request):
            return refused
        try:
            asked = bounded_json.loads(await request.read())
        except ValueError:
            return _json(_refusal(None, RpcError(-32700, "parse error")))
        calm = all(request.headers.get(name) == value for name, value in CALM.items())
        try:
            if isinstance(asked, list):
                return _json([await self._one(each, calm) for each in asked])
            return _json(await self._one(asked, calm))
        except BrokenAnswer as broken:
            return await self._break(request, broken)

    async def _one(self, asked: Any, calm: bool) -> dict[str, Any]:
        if not isinstance(asked, dict) or not isinstance(asked.get("method"), str):
            return _refusal(None, RpcError(-32600, "invalid request"))
        number, method, params = asked.get("id"), asked["method"], asked.get("params") or []
        try:
            if not isinstance(params, list):
                raise invalid_params("non-array args")
            if method in self._controls:
                result = await self._controls[method](*params)
            elif calm:
                result = await self._front.result(method, params)
            else:
                result = await self._front.answer(method, params)
        except RpcError as refusal:
            return _refusal(number, refusal)
        except BrokenAnswer:
            raise
        except Exception as problem:
            log.exception("%s failed", method)
            return _refusal(number, RpcError(-32603, f"internal error: {problem!r}"))
        return {"jsonrpc": "2.0", "id": number, "result": result}

    async def _break(self, request: web.Request, broken: BrokenAnswer) -> web.StreamResponse:
        kind = broken.kind
        if kind == "timeout":
            await self._front.faults.kept_waiting()
        if kind in ("timeout", "drop"):
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if kind == "429":
            headers = {"Retry-After": str(broken.pause)}
            return web.Response(status=429, headers=headers, text="too many requests")
        if kind == "500":
            return web.Response(status=500, text="internal server error")
        return web.Response(
            status=200, text="<html><body>Bad gateway</body></html>", content_type="text/html"
        )


def _json(answer: Any) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), content_type="application/json")


def _refusal(number: Any, refusal: RpcError) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": refusal.as_json()}
