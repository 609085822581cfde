"""Serves the page on the loopback, to browsers of this machine alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Self

from aiohttp import web

from sandbox.browser.introductions import Introduced, introductions_of
from sandbox.browser.panels import Panel
from sandbox.browser.parts import Parts
from sandbox.browser.routes import ALL
from sandbox.browser.streams import Streams
from sandbox.browser.templates import content_type, static_files
from sandbox.discord import Discord

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST = 12 * 1024 * 1024
"""Bytes of a request: what Discord takes as a file, and the rest of a form."""


class Pages:
    """The page of one sandbox."""

    def __init__(self, discord: Discord, people: Introduced, panels: Sequence[Panel]) -> None:
        self._discord = discord
        self._runner: web.AppRunner | None = None
        self.streams = Streams()
        self.url = ""
        """Where the first page is, with a slash at its end."""
        self.parts = Parts(discord, self.streams, lambda: introductions_of(discord, people()), tuple(panels))

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        discord: Discord,
        *,
        port: int = 0,
        people: Introduced = tuple,
        panels: Sequence[Panel] = (),
    ) -> AsyncIterator[Self]:
        """The page of this Discord as long as the block; port 0 takes a free one. `people`: who is introduced on the
        first page; where that is nobody, the first members of each server are."""
        pages = cls(discord, people, panels)
        await pages._start(port)
        discord.world.watchers.append(pages.streams)
        try:
            yield pages
        finally:
            discord.world.watchers.remove(pages.streams)
            await pages._stop()

    def changed(self, panel: str) -> None:
        """A panel has something else to show."""
        self.streams.all_changed(f"panel-{panel}")

    def clock_moved(self) -> None:
        """The sandbox's clock leapt: open windows say anew how long ago things were."""
        self.streams.all_changed("clock")

    async def _start(self, port: int) -> None:
        app = web.Application(middlewares=[self._admit], client_max_size=LARGEST)
        app.on_response_prepare.append(self._restrain)
        for room in ALL:
            app.add_routes(room(self.parts))
        for panel in self.parts.panels:
            app.add_routes(panel.routes())
        for path, file in static_files().items():
            app.router.add_get(path, _file_handler(file.read_bytes(), content_type(file)))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def _stop(self) -> None:
        self.streams.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def _origin(self) -> str:
        return self.url.rstrip("/")

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only this machine's own address, so that no other site's name leads here; only forms of these pages."""
        if f"http://{request.host}" != self._origin:
            raise web.HTTPMisdirectedRequest
        if request.method not in ("GET", "HEAD") and request.headers.get("Origin") != self._origin:
            raise web.HTTPForbidden
        return await handler(request)

    async def _restrain(self, request: web.Request, response: web.StreamResponse) -> None:
        """Say what a browser may do with an answer, whatever it is."""
        response.headers.update(self.headers())

    def headers(self) -> dict[str, str]:
        """What a browser may do with an answer."""
        files = self._discord.world.base_url
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
            f"img-src 'self' {files} data: https:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        }


def _file_handler(content: bytes, kind: str) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=content, content_type=kind, charset="utf-8")

    return answer
