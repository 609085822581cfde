"""The window itself, and more of what it shows: older messages, other members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from markupsafe import Markup

from sandbox.browser import conversation, forum, sidebar
from sandbox.browser.clients import Client
from sandbox.browser.parts import Parts
from sandbox.browser.templates import files_of, rendered
from sandbox.browser.windows import PREFIX, Window
from sandbox.discord import Thread
from sandbox.discord.html import form_html
from sandbox.discord.world.channels import FORUM
from sandbox.discord.world.permissions import P

THEME = "theme"
"""The cookie that keeps which of light and dark one chose."""
_THEMES = ("light", "dark")


def number(request: web.Request, name: str) -> int | None:
    """A number in the query; raises HTTPBadRequest for anything else."""
    written = request.query.get(name)
    if written is None:
        return None
    if not written.isdecimal() or len(written) > 20:
        raise web.HTTPBadRequest
    return int(written)


def theme_of(request: web.Request) -> str:
    """Light or dark, as one chose; empty where the system says it."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in _THEMES else ""


def form_in(window: Window, client: Client) -> Markup:
    """The form that is open before the member, if it was asked for here."""
    if client.form is None or client.form.place is not window.place:
        return Markup("")
    return Markup(form_html(client.form.modal, conversation.reading(window, client)))


def closed(window: Window) -> str:
    """Why the member can't write here, in Discord's words; empty if they can."""
    place, person = window.place, window.person
    if not place.in_guild:
        return ""
    allowed = person.permissions_in(place)
    if isinstance(place, Thread) and place.locked and not allowed & P.MANAGE_THREADS:
        return "This thread is locked. Only moderators can write here."
    needed = P.SEND_MESSAGES_IN_THREADS if isinstance(place, Thread) else P.SEND_MESSAGES
    return "" if allowed & needed else "You do not have permission to send messages in this channel."


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def show(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        client.saw(window.place)
        before = number(request, "before")
        values: dict[str, Any] = {
            "window": window,
            "name": sidebar.name_of(window, window.place),
            "sign": sidebar.sign(window.place),
            "theme": theme_of(request),
            "channels": sidebar.channels(window, client),
            "members": sidebar.members(window),
            "form": form_in(window, client),
            "now": int(window.world.clock.now().timestamp()),
            "closed": closed(window),
            "avatar": sidebar.avatar,
            "files": files_of,
            "panels": [(panel, panel.html(window)) for panel in parts.panels],
        }
        if window.place.kind == FORUM:
            page = rendered("forum.html", posts=forum.posts(window, client, number(request, "tag")), **values)
        else:
            page = rendered(
                "window.html",
                messages=conversation.conversation(window, client, before),
                failures=conversation.failures(window, client),
                before=before,
                **values,
            )
        return web.Response(text=page, content_type="text/html")

    async def older(request: web.Request) -> web.StreamResponse:
        window, client = parts.window(request)
        shown = conversation.conversation(window, client, number(request, "before"))
        return web.Response(text=shown, content_type="text/html")

    async def members(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        shown = sidebar.members(window, number(request, "after") or 0, request.query.get("search", ""))
        return web.Response(text=shown, content_type="text/html")

    return [
        web.get(PREFIX, show),
        web.get(f"{PREFIX}/older", older),
        web.get(f"{PREFIX}/members", members),
    ]
