"""Slash commands: the picker, a command's options, suggestions while one types, and using it."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.browser.clients import Client, Failure
from sandbox.browser.commands import FIELD, filled, offered, the_command
from sandbox.browser.parts import Parts
from sandbox.browser.refusals import worded
from sandbox.browser.routes.interacting import took
from sandbox.browser.routes.writing import text
from sandbox.browser.templates import rendered
from sandbox.browser.windows import PREFIX, Window
from sandbox.discord import NoAnswer, User

NOT_ANSWERED = "The application did not respond"


def failed(parts: Parts, window: Window, client: Client, user: User, command: str) -> web.Response:
    """A command was not answered: only the member sees it, until they dismiss it."""
    client.fail(window.place, Failure(window.world.new_id(), user, command, NOT_ANSWERED))
    parts.streams.client_changed(client, "failures")
    return web.json_response({"failed": NOT_ANSWERED}, status=504)


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def commands(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        found = offered(window, request.query.get("search", "")[:100])
        return web.Response(text=rendered("commands.html", commands=found), content_type="text/html")

    @worded
    async def command(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        chosen = the_command(window, request.query.get("path", ""))
        page = rendered("command.html", window=window, chosen=chosen, prefix=FIELD)
        return web.Response(text=page, content_type="text/html")

    @worded
    async def use(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        chosen = the_command(window, text(given, "path"))
        try:
            reply = await window.person.slash(window.place, chosen.path, **filled(chosen, given))
        except NoAnswer:
            return failed(parts, window, client, chosen.bot, chosen.path)
        return took(parts, window, client, reply)

    @worded
    async def suggestions(request: web.Request) -> web.StreamResponse:
        """What the application suggests for the option that is being typed."""
        window, _ = parts.window(request)
        given = await request.post()
        chosen, focused = the_command(window, text(given, "path")), text(given, "focused")
        options = dict(filled(chosen, given, partly=True))
        options.pop(focused, None)
        try:
            found = await window.person.autocomplete(
                window.place, chosen.path, focused=focused, value=text(given, FIELD + focused), **options
            )
        except NoAnswer:
            return web.Response(text=rendered("suggestions.html", choices=None), content_type="text/html")
        return web.Response(text=rendered("suggestions.html", choices=found), content_type="text/html")

    return [
        web.get(f"{PREFIX}/commands", commands),
        web.get(f"{PREFIX}/command", command),
        web.post(f"{PREFIX}/use", use),
        web.post(f"{PREFIX}/suggestions", suggestions),
    ]
