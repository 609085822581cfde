"""Buttons, menus and forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from sandbox.browser.clients import Client, OpenForm
from sandbox.browser.forms import answers
from sandbox.browser.panels import refused
from sandbox.browser.parts import Parts
from sandbox.browser.refusals import worded
from sandbox.browser.routes.writing import DONE, text
from sandbox.browser.windows import PREFIX, Window
from sandbox.discord import Message, NoAnswer, Reply
from sandbox.discord.errors import FAILED

FORM_FAILED = "Something went wrong. Try again."


def took(parts: Parts, window: Window, client: Client, reply: Reply) -> web.Response:
    """An application has answered: a form opens before the member, everything else is seen in the channel."""
    if reply.modal is not None:
        client.form = OpenForm(reply.modal, window.place)
        parts.streams.client_changed(client, "form")
    return web.json_response(DONE)


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def on_message(
        window: Window, client: Client, message: Message, act: Callable[[], Awaitable[Reply]]
    ) -> web.StreamResponse:
        """Something on a message; where it isn't answered the message says so."""
        try:
            reply = await act()
        except NoAnswer:
            client.tried(message, failed=True)
            parts.streams.for_client(client, message)
            return web.json_response({"failed": FAILED}, status=504)
        if message.id in client.failed:
            client.tried(message, failed=False)
            parts.streams.for_client(client, message)
        return took(parts, window, client, reply)

    @worded
    async def click(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        message, custom_id = parts.message(window, text(given, "message")), text(given, "custom_id")
        return await on_message(
            window, client, message, lambda: window.person.click(message, custom_id=custom_id)
        )

    @worded
    async def select(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        given = await request.post()
        message, custom_id = parts.message(window, text(given, "message")), text(given, "custom_id")
        values = [str(value) for value in given.getall("values", [])]
        return await on_message(
            window, client, message, lambda: window.person.select(message, custom_id, values=values)
        )

    @worded
    async def submit(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        if client.form is None or client.form.place is not window.place:
            return refused("The form is not open any more.")
        form = client.form
        try:
            reply = await form.modal.submit(answers(form.modal, await request.post()))
        except NoAnswer:
            return refused(FORM_FAILED, status=504)
        if client.form is form:
            client.form = None
            parts.streams.client_changed(client, "form")
        return took(parts, window, client, reply)

    async def close(request: web.Request) -> web.StreamResponse:
        _, client = parts.window(request)
        client.form = None
        parts.streams.client_changed(client, "form")
        return web.json_response(DONE)

    return [
        web.post(f"{PREFIX}/click", click),
        web.post(f"{PREFIX}/select", select),
        web.post(f"{PREFIX}/submit", submit),
        web.post(f"{PREFIX}/close", close),
    ]
