"""The pages over the services alone: a parliament whose votes are read over HTTP, without a Discord."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp

from bot.domain.accounts.sign_in_text import Site
from bot.domain.ids import GuildId, MemberId
from bot.domain.spaces.space import PagesFor
from bot.services.limiter import Pace
from bot.web.requests.limits import WebLimits
from bot.web.server import WebServer, serve_pages
from tests.harness import GUILD, ServiceHarness
from tests.web.site import Answer

_EASY = Pace(100_000, every=timedelta(milliseconds=1))
LIMITS = WebLimits(of_address=_EASY, of_member=_EASY, costly_of_one=_EASY, made_again_seconds=0)


class ReadingRoom:
    """A stranger with a browser, at the pages of a parliament."""

    def __init__(self, harness: ServiceHarness, origin: str, http: aiohttp.ClientSession) -> None:
        self.harness = harness
        self.origin = origin
        self.http = http

    async def get(self, path: str, **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.get(self.origin + path, headers=given, allow_redirects=False) as answer:
            return Answer(answer.status, answer.headers, await answer.text(), ())

    async def show_pages_to(self, pages: PagesFor, guild: GuildId = GUILD) -> None:
        async with self.harness.services.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(guild)
            await repositories.spaces.show_pages_to(space.id, pages)


async def _a_member_of_nothing(guild: GuildId, member: MemberId) -> bool:
    return False


@asynccontextmanager
async def reading_room(
    harness: ServiceHarness,
    limits: WebLimits = LIMITS,
    pages: PagesFor = PagesFor.EVERYBODY,
    *,
    proxies: str = "",
) -> AsyncIterator[ReadingRoom]:
    """The pages of the harness's server, for whom it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{free.getsockname()[1]}"
    server = WebServer(
        Site(at, "http"),
        listen=at,
        proxies=proxies,
        client_secret="secret",
        api="http://127.0.0.1:9",
        limits=limits,
    )
    async with (
        serve_pages(server, harness.services, lambda: 1, _a_member_of_nothing),
        aiohttp.ClientSession() as http,
    ):
        room = ReadingRoom(harness, f"http://{at}", http)
        await room.show_pages_to(pages)
        yield room
