"""Serves the bot's pages with a wallet in them: the pages by a reverse proxy, the wallet beside them, on one origin.

Keys stay here. Only pages of this origin reach them: whoever asks by another name of this machine, or from another
site, is refused.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import hdrs, web

from sandbox.browser.wallet.errors import ProviderError, invalid_params
from sandbox.browser.wallet.origins import Origins
from sandbox.browser.wallet.proxy import Forwarding
from sandbox.browser.wallet.script_tag import PATH, SCRIPT, sandbox_script
from sandbox.browser.wallet.wallet import Wallet
from sandbox.discord import Application

LONGEST_BODY = 512 * 1024
_HEADERS = 16 * 1024
_JSON = "application/json"

Json = dict[str, Any]


@dataclass
class PagesWithWallet:
    """Where the pages are, for people and for the settings of the bot."""

    origin: str
    """FOLKMOOT_WEB_URL: where people come in. Each has an origin of their own beside it (`origins.py`)."""
    listen: str
    """Where the bot is to serve them: FOLKMOOT_WEB_LISTEN."""

    @classmethod
    @asynccontextmanager
    async def serve(cls, wallet: Wallet, listen: str = "", port: int = 0) -> AsyncIterator[PagesWithWallet]:
        """The pages of the bot that listens, or is to listen, at `host:port`, as long as the block. Without one, a free
        port is found for it."""
        listen = listen or free_address()
        async with Forwarding.session() as http:
            serving = _Serving(wallet, Forwarding(http, listen))
            # A page that is closed ends the request for its stream.
            runner = web.AppRunner(
                serving.application(),
                access_log=None,
                handler_cancellation=True,
                max_field_size=_HEADERS,
                shutdown_timeout=0.1,
            )
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", port).start()
                host, bound = runner.addresses[0][:2]
                serving.serve_at(origins := Origins(f"{host}:{bound}"))
                yield cls(origins.usual, listen)
            finally:
                await runner.cleanup()

    def settings(self, app: Application) -> dict[str, str]:
        """Those with which the bot serves its pages here; it may send members to Discord and back."""
        app.redirects.add(f"{self.origin}/login")
        return {
            "FOLKMOOT_WEB_URL": self.origin,
            "FOLKMOOT_WEB_LISTEN": self.listen,
            "FOLKMOOT_DISCORD_CLIENT_SECRET": app.client_secret,
        }


def free_address() -> str:
    """`host:port` on the loopback where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


class _Serving:
    def __init__(self, wallet: Wallet, forwarding: Forwarding) -> None:
        self._wallet = wallet
        self._forwarding = forwarding
        self._origins = Origins("")

    def serve_at(self, origins: Origins) -> None:
        """These are the addresses from now on."""
        self._origins = self._forwarding.origins = origins

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_get(SCRIPT, self._checked(self._script))
        app.router.add_get(f"{PATH}/holders", self._checked(self._holders))
        for name, act in (("ask", self._ask), ("approve", self._approve), ("reject", self._reject)):
            app.router.add_post(f"{PATH}/{name}", self._checked(self._asked(act)))
        app.router.add_route("*", "/{path:.*}", self._checked(self._forwarding.pass_on))
        return app

    def _checked(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """A name of this machine that another site has is not ours (DNS rebinding)."""

        async def handle(request: web.Request) -> web.StreamResponse:
            names = request.headers.getall(hdrs.HOST, [])
            if len(names) != 1 or not self._origins.known(names[0]):
                return web.Response(status=421, text="This server has another name.")
            return await handler(request)

        return handle

    async def _script(self, request: web.Request) -> web.Response:
        text = sandbox_script(list(self._wallet.chains))
        return _answer(text.encode(), "text/javascript")

    async def _holders(self, request: web.Request) -> web.Response:
        told = [
            {"id": each.id, "name": each.name, "role": each.role, "address": each.account.address}
            for each in self._wallet.holders
        ]
        return _answer(orjson.dumps(told), _JSON)

    def _asked(
        self, act: Callable[[Json], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """From our own pages, by their script, alone: a browser lets no other site send this without asking first."""

        async def handle(request: web.Request) -> web.StreamResponse:
            if request.headers.getall(hdrs.ORIGIN, []) != [f"http://{request.host}"]:
                return web.Response(status=403, text="This is for the pages of this server alone.")
            if request.content_type != _JSON:
                return web.Response(status=415, text="JSON is expected.")
            try:
                said = orjson.loads(await request.read())
                if not isinstance(said, dict):
                    raise invalid_params("an object is expected")
                answer = await act(said)
            except orjson.JSONDecodeError:
                answer = {"error": invalid_params("this is no JSON").as_json()}
            except ProviderError as refusal:
                answer = {"error": refusal.as_json()}
            return _answer(orjson.dumps(answer), _JSON)

        return handle

    async def _ask(self, said: Json) -> Json:
        params = said.get("params")
        if not isinstance(params, list):
            raise invalid_params("params are a list")
        chain = said.get("chain")
        if not isinstance(chain, int):
            raise invalid_params("chain is a number")
        holder, method = str(said.get("holder")), str(said.get("method"))
        number, request = await self._wallet.ask(self._origins.usual, holder, chain, method, params)
        account = self._wallet.holder(holder).account
        return {"request": number, "review": request.review.as_json(), "note": account.note}

    async def _approve(self, said: Json) -> Json:
        return {"result": await self._wallet.approve(str(said.get("request")))}

    async def _reject(self, said: Json) -> Json:
        self._wallet.reject(str(said.get("request")))
        return {"result": None}


def _answer(body: bytes, kind: str) -> web.Response:
    headers = {
        hdrs.CONTENT_TYPE: kind,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.Response(body=body, headers=headers)
