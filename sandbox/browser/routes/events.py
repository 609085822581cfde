"""The stream of what changes in one window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from aiohttp import web
from markupsafe import Markup

from sandbox.browser import conversation, forum, sidebar
from sandbox.browser.clients import Client
from sandbox.browser.parts import Parts
from sandbox.browser.routes.channel import form_in
from sandbox.browser.streams import Stream, TooMany, event
from sandbox.browser.windows import PREFIX, Window
from sandbox.discord import Message
from sandbox.discord.world.channels import FORUM

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
        for told in _beginning(parts, stream):
            await response.write(told)
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


def _beginning(parts: Parts, stream: Stream) -> Iterator[bytes]:
    """All that the window shows, for it may have changed since it was loaded, or since the stream broke off."""
    window, client = stream.window, stream.client
    found = conversation.messages(window, client)
    yield event("present", {"ids": [str(message.id) for message in found]})
    yield from _events(parts, stream, found, {"channels", "form", "failures", "posts", "clock"})


def _events(parts: Parts, stream: Stream, messages: list[Message], changed: set[str]) -> Iterator[bytes]:
    window, client = stream.window, stream.client
    if messages:
        client.saw(window.place)
    for message in messages:
        gone = message.deleted or (
            message.ephemeral and message.id not in client.private.get(window.place.id, {})
        )
        html = None if gone else conversation.html(window, client, message)
        yield event("message", {"id": str(message.id), "html": html})
    for part in sorted(changed):
        html = _part(parts, window, client, part)
        if html is not None and stream.shown.get(part) != html:
            stream.shown[part] = html
            yield event("part", {"id": part, "html": html})
    if "clock" in changed:
        yield event("clock", {"now": int(window.world.clock.now().timestamp())})


def _part(parts: Parts, window: Window, client: Client, part: str) -> Markup | None:
    """A part of the page as it is now; None where this window has no such part."""
    if part == "channels":
        return sidebar.channels(window, client)
    if part == "members":
        return sidebar.members(window)
    if part == "form":
        return form_in(window, client)
    if part == "failures":
        return conversation.failures(window, client)
    if part == "posts":
        return forum.posts(window, client) if window.place.kind == FORUM else None
    return next((panel.html(window) for panel in parts.panels if part == f"panel-{panel.name}"), None)
