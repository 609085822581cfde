"""Conversations with bots."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.browser.parts import Parts
from sandbox.browser.windows import PREFIX


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def direct(request: web.Request) -> web.StreamResponse:
        """To the conversation with a bot; with the first bot of the server where none is named."""
        window, _ = parts.window(request)
        named = request.query.get("user", "")
        apps = [
            app
            for guild in window.world.guilds.values()
            if window.person.id in guild.members
            for app in guild.apps.values()
            if not named or str(app.user.id) == named
        ]
        if not apps:
            raise web.HTTPNotFound
        place = window.world.direct_channel(apps[0], window.person.user)
        raise web.HTTPSeeOther(window.at(place))

    return [web.get(f"{PREFIX}/direct", direct)]
