"""Serves the pages over HTTP. TLS is the affair of a reverse proxy before it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import msgspec
import structlog
from aiohttp import web

from bot.domain.accounts.sign_in_text import Site
from bot.domain.errors.operators.configuration import ListenRefused
from bot.services.container import Services
from bot.web.application import build_application
from bot.web.errors import CannotListen
from bot.web.event_streams import EventStreams
from bot.web.interactions import InteractionsEndpoint, TakesInteractions
from bot.web.login.discord_login import DiscordLogin
from bot.web.login.members import AskDiscord, Members
from bot.web.login.sessions import Sessions
from bot.web.page import Parts
from bot.web.pages.login import REDIRECT_PATH
from bot.web.pages.reading.events import standing_event
from bot.web.pages.registry import PAGES
from bot.web.requests.addresses import networks
from bot.web.requests.connections import Connections
from bot.web.requests.limits import WebLimits
from bot.web.requests.made_pages import MadePages

_LINGERING = 1.0
"""Seconds in which the rest of a body that was refused is thrown away, so that the client hears why."""
_LONGEST_LINE = 8190
_HEADERS = 16 * 1024

_log = structlog.get_logger(__name__)


class WebServer(msgspec.Struct, frozen=True):
    """Where and how the pages are served."""

    site: Site
    listen: str
    """`host:port`."""
    proxies: str
    client_secret: str
    api: str
    """The base of Discord's API; empty for Discord's own."""
    limits: WebLimits


@asynccontextmanager
async def serve_pages(
    server: WebServer,
    services: Services,
    application_id: Callable[[], int | None],
    ask: AskDiscord,
    *,
    interactions: TakesInteractions | None = None,
) -> AsyncIterator[None]:
    """The pages are there as long as the block. `application_id` is that of the bot, once it is connected; `ask` says
    who is a member of a server; `interactions` takes Discord's, where they come by HTTP. Raises CannotListen."""
    async with aiohttp.ClientSession() as http:
        login = DiscordLogin(
            http,
            api=server.api,
            application=application_id,
            secret=server.client_secret,
            redirect=f"{server.site.origin}{REDIRECT_PATH}",
        )
        proxies = networks(server.proxies)
        endpoint = None
        if interactions is not None:
            endpoint = InteractionsEndpoint(
                interactions, services.clock, body_seconds=server.limits.body_seconds
            )
        connections = Connections(server.limits, proxies, server.site.domain, endpoint)
        streams = EventStreams(services, server.limits, standing_event)
        parts = Parts(
            services,
            server.site,
            Sessions(services.clock, server.site),
            login,
            Members(ask, services.clock, server.limits),
            connections,
            streams,
            MadePages(services.clock, server.limits.made_again_seconds),
            server.limits,
        )
        application = build_application(parts, PAGES, services.clock, server.limits, proxies, endpoint)
        runner = web.AppRunner(
            application,
            access_log=None,
            lingering_time=_LINGERING,
            max_line_size=_LONGEST_LINE,
            max_field_size=_HEADERS,
        )
        await runner.setup()
        try:
            assert runner.server is not None
            host, _, port = server.listen.rpartition(":")
            try:
                loop = asyncio.get_running_loop()
                listening = await loop.create_server(
                    connections.making(runner.server), host.strip("[]"), int(port)
                )
            except OSError as why:
                raise CannotListen(ListenRefused(server.listen, str(why))) from None
            _log.info("pages.listen", at=server.listen, site=server.site.origin)
            sending = asyncio.create_task(streams.run(), name="event streams")
            try:
                yield
            finally:
                listening.close()
                sending.cancel()
                streams.close()
                await asyncio.gather(sending, return_exceptions=True)
        finally:
            await runner.cleanup()
