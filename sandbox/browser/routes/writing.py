"""Ordinary messages."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.browser.panels import refused
from sandbox.browser.parts import Parts
from sandbox.browser.windows import PREFIX
from sandbox.discord import SandboxError


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def say(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        form = await request.post()
        try:
            await window.person.say(window.place, str(form.get("text", "")))
        except SandboxError as refusal:
            return refused(str(refusal))
        return web.json_response({})

    return [web.post(f"{PREFIX}/say", say)]
