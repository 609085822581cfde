"""The stream of what changes in one window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from aiohttp import web

from sandbox.browser import conversation, sidebar
from sandbox.browser.parts import Parts
from sandbox.browser.streams import Stream, TooMany, event
from sandbox.browser.windows import PREFIX
from sandbox.discord import Message

BEAT_SECONDS = 15


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def events(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        try:
            with parts.streams.opened(window) as stream:
                return await _told(parts, stream, request)
        except TooMany:
            raise web.HTTPServiceUnavailable from None

    return [web.get(f"{PREFIX}/events", events)]


async def _told(parts: Parts, stream: Stream, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"},
    )
    await response.prepare(request)
    await response.write(b": open\n\n")
    beat = asyncio.create_task(_beat(response))
    try:
        async for messages, changed in stream.changes():
            for told in _events(parts, stream, messages, changed):
                await response.write(told)
    except ConnectionResetError:
        return response
    finally:
        beat.cancel()
    return response


async def _beat(response: web.StreamResponse) -> None:
    """So that a browser that is gone is noticed."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        await response.write(b": beat\n\n")


def _events(parts: Parts, stream: Stream, messages: list[Message], changed: set[str]) -> Iterator[bytes]:
    window, client = stream.window, stream.client
    if messages:
        client.saw(window.place)
    for message in messages:
        html = None if message.deleted else conversation.html(window, message)
        yield event("message", {"id": str(message.id), "html": html})
    if "channels" in changed:
        yield event("part", {"id": "channels", "html": sidebar.channels(window, client)})
    for panel in parts.panels:
        if f"panel-{panel.name}" in changed:
            yield event("part", {"id": f"panel-{panel.name}", "html": panel.html(window)})
