"""The window itself."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.browser import sidebar
from sandbox.browser.conversation import conversation
from sandbox.browser.parts import Parts
from sandbox.browser.templates import rendered
from sandbox.browser.windows import PREFIX


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def show(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        client.saw(window.place)
        page = rendered(
            "window.html",
            window=window,
            channels=sidebar.channels(window, client),
            messages=conversation(window, client),
            panels=[(panel, panel.html(window)) for panel in parts.panels],
        )
        return web.Response(text=page, content_type="text/html")

    return [web.get(PREFIX, show)]
