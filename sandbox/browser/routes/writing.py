"""Ordinary messages: writing, changing, deleting, reacting; threads and posts."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web
from aiohttp.web import FileField

from sandbox.browser.commands import Given
from sandbox.browser.panels import refused
from sandbox.browser.parts import Parts
from sandbox.browser.refusals import worded
from sandbox.browser.typed import typed
from sandbox.browser.windows import PREFIX
from sandbox.discord import CannotDo, DirectChannel

DONE = {"done": True}


def text(given: Given, name: str) -> str:
    """A text field; empty if there is none."""
    value = given.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    @worded
    async def say(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        written = typed(window, client, text(given, "text"))
        files = [
            (file.filename, file.file.read())
            for file in given.getall("files", [])
            if isinstance(file, FileField) and file.filename
        ]
        answered = parts.message(window, text(given, "reply_to")) if given.get("reply_to") else None
        if isinstance(window.place, DirectChannel):
            if files or answered:
                raise CannotDo("In the sandbox, messages to a bot have neither files nor replies.")
            await window.person.write_to(window.place.app, written)
        else:
            await window.person.say(window.place, written, files=files, reply_to=answered)
        return web.json_response(DONE)

    @worded
    async def edit(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        changed = typed(window, client, text(given, "text"), again=True)
        await window.person.edit(parts.message(window, text(given, "message")), changed)
        return web.json_response(DONE)

    @worded
    async def delete(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        parts.message(window, text(await request.post(), "message")).delete_by(window.person)
        return web.json_response(DONE)

    async def dismiss(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        written = text(await request.post(), "message")
        if not written.isdecimal():
            raise web.HTTPBadRequest
        client.dismiss(window.place, int(written))
        parts.streams.dismissed(client, window.place, int(written))
        return web.json_response(DONE)

    @worded
    async def react(request: web.Request) -> web.StreamResponse:
        """Add a reaction, or take one's own back."""
        window, _ = parts.window(request)
        given = await request.post()
        message, emoji = parts.message(window, text(given, "message")), text(given, "emoji")
        if parts.reacted(message, window.person, emoji):
            await window.person.unreact(message, emoji)
        else:
            await window.person.react(message, emoji)
        return web.json_response(DONE)

    @worded
    async def thread(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        given = await request.post()
        name = text(given, "name").strip()
        if not name:
            return refused("A thread needs a name.")
        on = parts.message(window, text(given, "message")) if given.get("message") else None
        made = await window.person.open_thread(window.place, name[:100], on)
        return web.json_response({"go": window.at(made)})

    @worded
    async def post(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        name = text(given, "name").strip()
        if not name:
            return refused("A post needs a title.")
        written = typed(window, client, text(given, "text"))
        tags = tuple(str(tag) for tag in given.getall("tag", []))
        made = await window.person.open_post(window.place, name[:100], written, tags)
        return web.json_response({"go": window.at(made)})

    return [
        web.post(f"{PREFIX}/say", say),
        web.post(f"{PREFIX}/edit", edit),
        web.post(f"{PREFIX}/delete", delete),
        web.post(f"{PREFIX}/dismiss", dismiss),
        web.post(f"{PREFIX}/react", react),
        web.post(f"{PREFIX}/thread", thread),
        web.post(f"{PREFIX}/post", post),
    ]
