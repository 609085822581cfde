"""The HTTP side: routes, filters, pages, and a context manager that runs it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web
from eth_typing import ChecksumAddress
from eth_utils import is_checksum_address

from sandbox import bounded_json, loopback
from sandbox.safe_service.book import Book
from sandbox.safe_service.chain_view import ChainView
from sandbox.safe_service.faults import LIE, ServiceFaults, lied
from sandbox.safe_service.listing import page, selected
from sandbox.safe_service.records import confirmation_json
from sandbox.safe_service.refusals import Refusal, not_checksummed, not_found

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VERSION = "5.38.0"


class SafeService:
    """A running service. `url` is the base that ends in /api."""

    def __init__(self, book: Book, faults: ServiceFaults, api_key: str | None) -> None:
        self.url = ""
        self.faults = faults
        self._book = book
        self._api_key = api_key
        self._held: dict[str, dict[str, bool]] = {}

    def holds(self, safe: str, token: str, *, trusted: bool = True) -> None:
        """From now on the service says that the Safe holds this token, one that it trusts or not."""
        self._held.setdefault(safe, {})[token] = trusted

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        chain_url: str,
        *,
        chain_id: int = 31337,
        port: int = 0,
        now: Callable[[], datetime] | None = None,
        api_key: str | None = None,
    ) -> AsyncIterator[SafeService]:
        """A service that follows the chain behind this JSON-RPC address.

        `now`: the clock (aware datetimes) for submission dates and delegates' hours; the wall clock without it.
        `api_key`: the bearer token that requests must carry; without it any is accepted, and none.
        """
        async with aiohttp.ClientSession() as session:
            clock = now or (lambda: datetime.now(UTC))
            service = cls(Book(ChainView(chain_url, session), chain_id, clock), ServiceFaults(), api_key)
            runner = web.AppRunner(service._app(), access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", port).start()
                host, bound = runner.addresses[0][:2]
                service.url = f"http://{host}:{bound}/api"
                yield service
            finally:
                service.faults.clear()
                await runner.cleanup()

    @property
    def requests(self) -> Counter[str]:
        """How often each route was asked for, as "POST /api/v2/safes/{safe}/multisig-transactions/"."""
        return self.faults.requests

    def transactions(self, safe_address: str) -> list[dict[str, Any]]:
        """The transactions of a Safe as the service has last seen them, in the order they came; threshold 0."""
        return [each.as_json(0) for each in self._book.known(ChecksumAddress(safe_address))]  # type: ignore[arg-type]

    def _app(self) -> web.Application:
        # As Django does: a path without its last slash is sent on to the one with it.
        slash = web.normalize_path_middleware(redirect_class=web.HTTPMovedPermanently)
        app = web.Application(middlewares=[slash, self._guarded])
        add = app.router.add_route
        add("GET", "/api/v1/about/", self._about)
        add("GET", "/api/v1/safes/{safe}/", self._safe)
        add("GET", "/api/v2/safes/{safe}/balances/", self._balances)
        add("POST", "/api/v2/safes/{safe}/multisig-transactions/", self._propose)
        add("GET", "/api/v2/safes/{safe}/multisig-transactions/", self._list)
        add("GET", "/api/v2/multisig-transactions/{hash}/", self._transaction)
        add("POST", "/api/v1/multisig-transactions/{hash}/confirmations/", self._confirm)
        add("GET", "/api/v1/multisig-transactions/{hash}/confirmations/", self._confirmations)
        add("POST", "/api/v2/delegates/", self._add_delegate)
        add("GET", "/api/v2/delegates/", self._delegates)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if refused := loopback.refusal(request):
            return refused
        fault = self.faults.take(request)
        lies = fault is not None and fault.status == LIE
        if fault is not None and not fault.after and not lies:
            return await self.faults.answer(fault, request)
        try:
            self._check_key(request)
            response = await handler(request)
        except Refusal as refusal:
            response = web.json_response(refusal.body, status=refusal.status)
        except web.HTTPNotFound:
            response = web.json_response({"detail": "Not found."}, status=404)
        if fault is None:
            return response
        if lies:
            return _lying(response)
        return await self.faults.answer(fault, request)

    def _check_key(self, request: web.Request) -> None:
        given = request.headers.get("Authorization")
        if given is not None and not given.startswith("Bearer "):
            raise Refusal(401, {"detail": "Invalid token header."})
        if self._api_key is not None and given != f"Bearer {self._api_key}":
            raise Refusal(401, {"detail": "Authentication credentials were not provided."})

    async def _about(self, request: web.Request) -> web.Response:
        about = {"name": "Safe Transaction Service", "version": VERSION, "api_version": "v1", "secure": False}
        return web.json_response({**about, "settings": {}})

    async def _safe(self, request: web.Request) -> web.Response:
        return web.json_response((await self._book.safe(_address(request))).as_json())

    async def _balances(self, request: web.Request) -> web.Response:
        """The coin, whose address is null, and what `holds` named; the others only where they needn't be trusted."""
        held = self._held.get(_address(request), {})
        wanted = [
            token for token, trusted in held.items() if trusted or request.query.get("trusted") != "true"
        ]
        found: list[dict[str, Any]] = [{"tokenAddress": None, "token": None, "balance": "0"}]
        for token in wanted:
            told = {"name": "Token", "symbol": "TOKEN", "decimals": 18, "logoUri": ""}
            found.append({"tokenAddress": token, "token": told, "balance": "1"})
        return web.json_response(page(found, request))

    async def _propose(self, request: web.Request) -> web.Response:
        await self._book.propose(_address(request), await _body(request))
        return web.Response(status=201)

    async def _list(self, request: web.Request) -> web.Response:
        known, state = await self._book.of(_address(request))
        chosen = selected(known, request.query)
        answer = page([each.as_json(state.threshold) for each in chosen], request)
        return web.json_response({**answer, "countUniqueNonce": len({each.tx.nonce for each in known})})

    async def _transaction(self, request: web.Request) -> web.Response:
        return web.json_response(await self._book.transaction(_hash(request)))

    async def _confirm(self, request: web.Request) -> web.Response:
        signature = await self._book.confirm(_hash(request), await _body(request))
        return web.json_response({"signature": signature}, status=201)

    async def _confirmations(self, request: web.Request) -> web.Response:
        confirmations = self._book.confirmations(_hash(request))
        return web.json_response(page([confirmation_json(each) for each in confirmations], request))

    async def _add_delegate(self, request: web.Request) -> web.Response:
        return web.json_response((await self._book.add_delegate(await _body(request))).as_json(), status=201)

    async def _delegates(self, request: web.Request) -> web.Response:
        names = ("safe", "delegate", "delegator", "label")
        wanted = {name: request.query[name] for name in names if name in request.query}
        if not wanted:
            raise Refusal(400, ["At least one query param must be provided"])
        return web.json_response(page([each.as_json() for each in self._book.delegates(wanted)], request))


def _lying(response: web.StreamResponse) -> web.StreamResponse:
    if isinstance(response, web.Response) and response.text:
        return web.json_response(lied(json.loads(response.text)), status=response.status)
    return response


def _address(request: web.Request) -> ChecksumAddress:
    address = request.match_info["safe"]
    if not is_checksum_address(address):
        raise not_checksummed(address)
    return ChecksumAddress(address)  # type: ignore[arg-type]


def _hash(request: web.Request) -> bytes:
    try:
        digest = bytes.fromhex(request.match_info["hash"].removeprefix("0x"))
    except ValueError as problem:
        raise not_found() from problem
    if len(digest) != 32:
        raise not_found()
    return digest


async def _body(request: web.Request) -> Any:
    try:
        return bounded_json.loads(await request.read())
    except ValueError as problem:
        raise Refusal(400, {"detail": f"JSON parse error - {problem}"}) from problem
