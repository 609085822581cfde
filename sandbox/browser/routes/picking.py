"""What menus and options of people, roles and channels offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from aiohttp import web

from sandbox.browser.parts import Parts
from sandbox.browser.sidebar import sign
from sandbox.browser.templates import rendered
from sandbox.browser.windows import PREFIX, Window

MOST = 25
Choice = tuple[int, str, str]
"""Id, name, and what it is."""


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def pick(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        kind, search = request.query.get("kind", ""), request.query.get("search", "")[:100]
        types = {int(each) for each in request.query.get("types", "").split() if each.isdecimal()}
        found = islice(_choices(window, kind, search.strip().lstrip("@#").casefold(), types), MOST)
        return web.Response(text=rendered("picks.html", choices=list(found)), content_type="text/html")

    return [web.get(f"{PREFIX}/pick", pick)]


def _choices(window: Window, kind: str, search: str, types: set[int]) -> Iterator[Choice]:
    if kind in ("user", "mentionable"):
        members = window.guild.members.values() if window.guild else [window.person]
        for member in members:
            name = str(member.user.payload["global_name"] or member.name)
            if search in name.casefold() or search in member.name.casefold():
                yield member.id, name, member.name
    if window.guild is None:
        return
    if kind in ("role", "mentionable"):
        for role in window.guild.roles.values():
            if search in role.name.casefold():
                yield role.id, role.name, "role"
    if kind == "channel":
        for place in (*window.guild.channels.values(), *window.guild.all_threads.values()):
            fits = not types or place.kind in types
            if fits and search in place.name.casefold() and place.visible_to(window.person):
                yield place.id, f"{sign(place)} {place.name}", "channel"
