"""The loopback Discord as one object: a server to connect to, and the world behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import hdrs, web

from sandbox import loopback
from sandbox.discord.api import PREFIX, Api, Hook, Request
from sandbox.discord.clock import Clock, TellsTime, clock_of
from sandbox.discord.control.control import Control
from sandbox.discord.endpoints import Endpoints
from sandbox.discord.faults import Faults
from sandbox.discord.gateway.gateway import Gateway
from sandbox.discord.oauth import Authorization
from sandbox.discord.rules.rate_limits import RateLimits
from sandbox.discord.world.applications import Application
from sandbox.discord.world.guilds import Guild
from sandbox.discord.world.world import World


class Discord:
    """A Discord of one's own.

    `violations` collects what this server said that Discord's own document doesn't allow, and requests that Discord
    knows and the sandbox doesn't: it must stay empty.
    """

    def __init__(self, clock: TellsTime | None = None, *, strict_limits: bool = False) -> None:
        self.clock: Clock = clock_of(clock)
        self.world = World(self.clock)
        self.violations: list[str] = []
        self.faults = Faults()
        self.limits = RateLimits(self.clock, strict_limits)
        self.gateway = Gateway(self.world, self.violations)
        self.world.gateway = self.gateway
        self.world.endpoints = Endpoints(self.world)
        self.api = Api(self.world, self.faults, self.limits, self.violations)
        self.authorization = Authorization(self.world, self.faults)
        self.control = Control(self)
        self._runner: web.ServerRunner | None = None
        self.port = 0
        self._host = ""

    @classmethod
    async def start(
        cls,
        port: int = 0,
        clock: TellsTime | None = None,
        *,
        strict_limits: bool = False,
        host: str = "127.0.0.1",
    ) -> Self:
        """A running server; port 0 takes a free one."""
        discord = cls(clock, strict_limits=strict_limits)
        runner = web.ServerRunner(web.Server(discord._handle, access_log=None), shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        await site.start()
        discord._runner = runner
        discord._host = host
        discord.port = runner.addresses[0][1]
        discord.world.base_url = f"http://{host}:{discord.port}"
        discord.world.gateway_url = f"ws://{host}:{discord.port}/gateway"
        return discord

    async def stop(self) -> None:
        """Close all connections and the port."""
        self.gateway.disconnect(resumable=False)
        self.gateway.faults.stop()
        await self.world.endpoints.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @classmethod
    @asynccontextmanager
    async def serve(
        cls, port: int = 0, clock: TellsTime | None = None, *, strict_limits: bool = False
    ) -> AsyncIterator[Self]:
        """A server that runs as long as the block."""
        discord = await cls.start(port, clock, strict_limits=strict_limits)
        try:
            yield discord
        finally:
            await discord.stop()

    @property
    def api_url(self) -> str:
        """For `discord.http.Route.BASE`."""
        return f"{self.world.base_url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """For `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY`."""
        return self.world.gateway_url

    def create_application(self, name: str, *, privileged_intents: int = 0) -> Application:
        """An application with a bot; `privileged_intents` are the bits that are switched on in its settings."""
        return self.world.create_application(name, privileged_intents)

    def create_guild(self, name: str, *, locale: str = "en-US") -> Guild:
        """A server with an owner."""
        return self.world.create_guild(name, locale)

    @property
    def requests(self) -> list[Request]:
        """What arrived at the API, oldest first."""
        return self.api.requests

    @property
    def on_request(self) -> Hook | None:
        """Called with each request before it is handled; it may wait, or never return."""
        return self.api.on_request

    @on_request.setter
    def on_request(self, hook: Hook | None) -> None:
        self.api.on_request = hook

    @property
    def invalid_requests(self) -> int:
        """Answers of 401, 403 and 429 in the last ten minutes."""
        return self.limits.invalid_in_window

    def check_everything(self, on: bool) -> None:
        """Switch the checks of answers and events on or off (a benchmark measures the bot, not these)."""
        self.api.check_answers = self.gateway.check_events = self.api.keep_requests = on

    def disconnect_gateways(self, resumable: bool = True) -> int:
        """Cut all gateway connections; with `resumable` the clients may RESUME. Returns how many there were."""
        return self.gateway.disconnect(resumable)

    async def connected(self, app: Application) -> None:
        """Until the application's bot is connected to the gateway."""
        await self.gateway.connected(app)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if refused := loopback.refusal(request, self._host):
            return refused
        path = request.rel_url.raw_path
        authorization = request.headers.get(hdrs.AUTHORIZATION, "")
        if self.authorization.answers(request.method, path, authorization):
            return await self.authorization.handle(request)
        if path.startswith(PREFIX):
            return await self.api.handle(request)
        if path.rstrip("/") == "/gateway":
            return await self.gateway.handle(request)
        if path.startswith("/attachments/"):
            return self._file(path)
        if path.startswith("/control/"):
            return await self.control.handle(request)
        return web.Response(status=404)

    def _file(self, path: str) -> web.Response:
        part: Any = path.split("/")[3:4]
        file = self.world.files.get(int(part[0])) if part and part[0].isdigit() else None
        if file is None:
            return web.Response(status=404)
        kind = file.content_type or "application/octet-stream"
        headers = {hdrs.CONTENT_TYPE: kind}
        if not kind.startswith("image/"):
            # It is saved, under the name that its address ends with: a browser stays where it is.
            headers[hdrs.CONTENT_DISPOSITION] = "attachment"
        return web.Response(body=file.content, headers=headers)
