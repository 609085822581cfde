"""The first page: who one can be, and what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from aiohttp import web

from sandbox.browser.parts import Parts
from sandbox.browser.routes.channel import theme_of
from sandbox.browser.sidebar import avatar
from sandbox.browser.templates import files_of, rendered
from sandbox.browser.windows import Window, first_place


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def welcome(request: web.Request) -> web.StreamResponse:
        people = [
            (each, Window(parts.discord.world, each.person, each.person.guild, place).address)
            for each in parts.people()
            if (place := first_place(each.person)) is not None
        ]
        servers = [
            (guild, list(members)) for guild, members in groupby(people, lambda each: each[0].person.guild)
        ]
        panels = [(panel, panel.welcome()) for panel in parts.panels]
        return web.Response(
            text=rendered(
                "welcome.html",
                servers=servers,
                panels=panels,
                files=files_of,
                avatar=avatar,
                theme=theme_of(request),
            ),
            content_type="text/html",
        )

    return [web.get("/", welcome)]
