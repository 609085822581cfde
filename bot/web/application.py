"""The application: what each request goes through before a page sees it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qsl

from aiohttp import web

from bot.domain.errors import (
    FolkmootError,
    PageUnknown,
    RequestMalformed,
    RequestTooLarge,
    RequestTooSlow,
)
from bot.services.ports import Clock
from bot.web.interactions import InteractionsEndpoint
from bot.web.page import Page, Parts, Route, Visit
from bot.web.rendering.templates import STATIC
from bot.web.requests.addresses import AnyNetwork, address_of
from bot.web.requests.languages import language_for
from bot.web.requests.limits import RateLimit, WebLimits
from bot.web.requests.refusals import refused
from bot.web.requests.security_headers import ASKED_AGAIN, KEPT_FOR_LONG, SERVER_NAME, headers_of
from bot.web.requests.whole_requests import PATH as INTERACTIONS

_PATH = re.compile(r"/(?:[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*)?")
"""What a path of ours can be, as it is sent: nothing in it is escaped, empty or a way up."""
_FORM = "application/x-www-form-urlencoded"
_READING = ("GET", "HEAD")
_VISIT = web.RequestKey("visit", Visit)

_Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Doorkeeper:
    """Makes a visit of each request, or refuses it."""

    def __init__(
        self,
        parts: Parts,
        clock: Clock,
        limits: WebLimits,
        proxies: Sequence[AnyNetwork],
        *,
        interactions: bool,
    ) -> None:
        self._parts = parts
        self._by_http = interactions
        self._limits = limits
        self._proxies = proxies
        self._headers = headers_of(parts.site, parts.login.origin)
        self._of_addresses = RateLimit(clock, limits.of_address)
        self._of_members = RateLimit(clock, limits.of_member)
        self._costly = RateLimit(clock, limits.costly_of_one)

    def handler(self, route: Route) -> _Next:
        """Answers requests for this route."""

        async def handle(request: web.Request) -> web.StreamResponse:
            visit = request[_VISIT]
            await self._admit(visit, route)
            return await route.handle(visit, request.match_info)

        return handle

    @web.middleware
    async def admit(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        """Around every request, also one for a page that isn't there."""
        if self._is_interaction(request):
            return await self._admit_interaction(request, handler)
        forwarded = request.headers.getall("X-Forwarded-For", [])
        address = address_of(request.remote or "", forwarded, self._proxies)
        session = self._parts.sessions.of(request)
        reader = self._parts.sessions.reader_of(request)
        say = language_for(request, session or reader, self._parts.services.chain_pages)
        visit = request[_VISIT] = Visit(self._parts, request, say, address, session, reader, self._headers)
        response: web.StreamResponse
        try:
            self._of_addresses.take(address)
            self._check_target(request)
            response = await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            response = refused(visit, PageUnknown())
        except web.HTTPException:
            response = refused(visit, RequestMalformed())
        except FolkmootError as error:
            response = refused(visit, error)
        except Exception as fault:  # noqa: BLE001 - logged with its code, and told as one
            response = refused(visit, fault)
        if not response.prepared:
            response.headers.update(self._headers)
            response.force_close()
        if request.path in STATIC and response.status == web.HTTPOk.status_code:
            response.headers["Cache-Control"] = KEPT_FOR_LONG
        elif response.etag is not None:
            response.headers["Cache-Control"] = ASKED_AGAIN
        return response

    def _is_interaction(self, request: web.Request) -> bool:
        return self._by_http and request.method == "POST" and request.raw_path == INTERACTIONS

    async def _admit_interaction(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        """Of those nobody reads a page. They come from few addresses of Discord's, which are not limited, since some
        members would shut the others out; and one after the other on the same connection, as long as each is one that
        Discord signed."""
        response: web.StreamResponse
        try:
            self._check_host(request)
            response = await handler(request)
        except RequestMalformed:
            response = web.Response(status=web.HTTPBadRequest.status_code)
        response.headers["Server"] = SERVER_NAME
        if response.status == web.HTTPAccepted.status_code and request.keep_alive:
            self._parts.connections.prolong(request.transport, self._limits.signed_connection_seconds)
        else:
            response.force_close()
        return response

    def _check_target(self, request: web.Request) -> None:
        """Raises RequestMalformed for another host, and for a path of which two readers could think differently."""
        self._check_host(request)
        target = request.raw_path.partition("?")[0]
        if not _PATH.fullmatch(target) or any(part in (".", "..") for part in target.split("/")):
            raise RequestMalformed

    def _check_host(self, request: web.Request) -> None:
        """Raises RequestMalformed."""
        if request.headers.getall("Host", []) != [self._parts.site.domain]:
            raise RequestMalformed

    async def _admit(self, visit: Visit, route: Route) -> None:
        """Limits of a member, and what is sent: only from a page of our own, small, and in time."""
        request = visit.request
        if visit.signed_in is not None:
            self._of_members.take(visit.signed_in.member)
        if request.method in _READING:
            if request.can_read_body:
                raise RequestMalformed
        else:
            self._check_origin(request)
            visit.form = await self._form(request)
        if not route.for_members:
            if route.costly:
                self._costly.take(visit.address)
            return
        member = visit.member
        if request.method not in _READING:
            member.check_form(visit.form.get("form_token", ""))
            await visit.services.consenting.require(member.actor.guild, member.actor.member)
        if route.costly:
            self._costly.take(member.actor.member)

    def _check_origin(self, request: web.Request) -> None:
        """Raises RequestMalformed for what a page of another site sends. A browser always says which one it is."""
        if request.headers.getall("Origin", []) != [self._parts.site.origin]:
            raise RequestMalformed
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise RequestMalformed

    async def _form(self, request: web.Request) -> dict[str, str]:
        """Raises RequestTooLarge, RequestTooSlow, RequestMalformed."""
        if request.content_type != _FORM:
            raise RequestMalformed
        if (request.content_length or 0) > self._limits.body:
            raise RequestTooLarge(self._limits.body)
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            raise RequestTooLarge(self._limits.body) from None
        except TimeoutError:
            raise RequestTooSlow from None
        try:
            fields = parse_qsl(
                raw.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=bool(raw),
                max_num_fields=self._limits.fields,
                errors="strict",
            )
        except ValueError:
            raise RequestMalformed from None
        if len(dict(fields)) != len(fields):
            raise RequestMalformed
        return dict(fields)


async def _static(request: web.Request) -> web.StreamResponse:
    if request.path not in STATIC:
        raise PageUnknown
    content, kind = STATIC[request.path]
    return web.Response(body=content, content_type=kind, charset="utf-8")


def build_application(
    parts: Parts,
    pages: Sequence[Page],
    clock: Clock,
    limits: WebLimits,
    proxies: Sequence[AnyNetwork],
    endpoint: InteractionsEndpoint | None = None,
) -> web.Application:
    doorkeeper = Doorkeeper(parts, clock, limits, proxies, interactions=endpoint is not None)
    application = web.Application(middlewares=[doorkeeper.admit], client_max_size=limits.body)
    for page in pages:
        for route in page.routes:
            application.router.add_route(route.method, route.path, doorkeeper.handler(route))
    application.router.add_get("/static/{hash}/{name}", _static)
    if endpoint is not None:
        application.router.add_post(INTERACTIONS, endpoint.handle)
    return application
