"""What a page is, and what it gets to see of a request."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson
from aiohttp import web

from bot.domain.accounts.sign_in_text import Site
from bot.domain.errors import NotLoggedIn, PageUnknown, RequestMalformed
from bot.services.container import Services
from bot.services.pages.access import Viewer
from bot.web.event_streams import EventStreams
from bot.web.login.discord_login import DiscordLogin
from bot.web.login.members import Members
from bot.web.login.sessions import Reader, Session, Sessions
from bot.web.rendering.templates import rendered
from bot.web.requests.connections import Connections
from bot.web.requests.limits import WebLimits
from bot.web.requests.made_pages import FORM_TOKEN, MadePages
from bot.wording.language import Language
from bot.wording.pages.layout import layout_words

_LONGEST_VALUE = 200
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def is_number(text: str) -> bool:
    """Whether it can be a number of ours, as we write it."""
    return _NUMBER.fullmatch(text) is not None


def number_of(text: str) -> int:
    """Raises PageUnknown for what is no number of ours."""
    if not is_number(text):
        raise PageUnknown
    return int(text)


class Parts(msgspec.Struct, frozen=True):
    """What all pages share."""

    services: Services
    site: Site
    sessions: Sessions
    login: DiscordLogin
    members: Members
    connections: Connections
    streams: EventStreams
    made: MadePages
    limits: WebLimits


class Preview(msgspec.Struct, frozen=True):
    """What programs show that preview links, in words without marks."""

    title: str
    line: str
    url: str


@dataclass
class Visit:
    """One request."""

    parts: Parts
    request: web.Request
    say: Language
    """In the visitor's language, with the markup of pages."""
    address: str
    """From which it comes, for limits."""
    session: Session | None
    """Of who came by a link of their own, and may act."""
    reader: Reader | None
    """Of who logged in to read."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that every answer has."""
    form: Mapping[str, str] = field(default_factory=dict)
    """What was sent; each field once."""

    @property
    def services(self) -> Services:
        return self.parts.services

    @property
    def member(self) -> Session:
        """Who is logged in. Raises NotLoggedIn, and HandedOver where another Folkmoot runs their server."""
        if self.session is None:
            raise NotLoggedIn
        self.services.handing_over.require_here(self.session.actor.guild)
        return self.session

    @property
    def signed_in(self) -> Session | Reader | None:
        return self.session or self.reader

    @property
    def viewer(self) -> Viewer:
        """Who reads, as far as they have logged in."""
        who = self.signed_in
        return Viewer(who.member if who else None, self.parts.members)

    def asked(self, name: str) -> str:
        """A value of the query, empty where there is none. Raises RequestMalformed for one that is there twice, or is
        longer than any that our pages lead to."""
        values = self.request.query.getall(name, [""])
        if len(values) != 1 or len(values[0]) > _LONGEST_VALUE:
            raise RequestMalformed
        return values[0]

    @property
    def by_script(self) -> bool:
        """Whether a program asks, ours in a page or another one, which reads JSON."""
        return self.request.path.startswith("/api/") or "application/json" in self.request.headers.get(
            "Accept", ""
        )

    def show(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        token = self.signed_in.form_token if self.signed_in else ""
        return _page(self._html(template, token, status=status, **values), status)

    async def show_to_all(
        self, template: str, values: Callable[[], Awaitable[dict[str, Any]]]
    ) -> web.Response:
        """A page that is the same for all who may read it, in one language; whether this one may was asked before."""
        token = self.signed_in.form_token if self.signed_in else ""

        async def make() -> str:
            return self._html(template, FORM_TOKEN if token else "", status=200, **await values())

        key = (self.request.path_qs, str(self.say.locale), bool(token))
        return _page((await self.parts.made.get(key, make)).replace(FORM_TOKEN, token), 200)

    async def send_to_all(
        self, content_type: str, make: Callable[[], Awaitable[bytes]], charset: str | None = None
    ) -> web.Response:
        """What programs ask for again and again, the same for all who may read it, in one language; whether this one
        may was asked before."""
        key = (self.request.path_qs, str(self.say.locale))
        return self.unless_known(await self.parts.made.get(key, make), content_type, charset)

    def _html(
        self, template: str, form_token: str, *, status: int, preview: Preview | None = None, **values: Any
    ) -> str:
        return rendered(
            template,
            status=status,
            layout=layout_words(self.say),
            lang=str(self.say.locale).replace("_", "-"),
            preview=preview,
            form_token=form_token,
            **values,
        )

    def send(self, said: Mapping[str, Any], *, status: int = 200) -> web.Response:
        """JSON for our script."""
        return web.Response(body=orjson.dumps(said), content_type="application/json", status=status)

    def unless_known(self, body: bytes, content_type: str, charset: str | None = None) -> web.Response:
        """Nothing but that it hasn't changed, where they have it. No cache that several share keeps it: not all may
        read it."""
        tag = hashlib.sha256(body).hexdigest()[:32]
        known = self.request.if_none_match or ()
        if any(each.value in (tag, "*") for each in known):
            response = web.Response(status=304)
        else:
            response = web.Response(body=body, content_type=content_type, charset=charset)
        response.etag = tag
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response

    def go_to(self, path: str) -> web.Response:
        """Have the browser open one of our own pages, or Discord's login page: never an address that somebody gave."""
        return web.Response(status=303, headers={"Location": path})


def _page(html: str, status: int) -> web.Response:
    return web.Response(text=html, content_type="text/html", status=status)


Handler = Callable[[Visit, Mapping[str, str]], Awaitable[web.StreamResponse]]
"""With the parts of the path that the route names."""


class Route(msgspec.Struct, frozen=True):
    method: str
    path: str
    """`{name}` stands for one part of it."""
    handle: Handler
    for_members: bool = False
    """Whether only who is logged in comes here; what they send has to be a form of their own session."""
    costly: bool = False
    """Whether it asks a chain."""


class Page(msgspec.Struct, frozen=True):
    name: str
    routes: tuple[Route, ...]
