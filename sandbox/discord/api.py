"""The HTTP API: reads a request, finds who answers it, checks what goes in and out."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formatdate
from inspect import isawaitable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import orjson
from aiohttp import BodyPartReader, hdrs, web

from sandbox.discord.errors import ApiError, not_found, unauthorized
from sandbox.discord.people.posting import Upload
from sandbox.discord.routes import applications as routes_applications
from sandbox.discord.routes import channels as routes_channels
from sandbox.discord.routes import guilds as routes_guilds
from sandbox.discord.routes import interactions as routes_interactions
from sandbox.discord.routes import messages as routes_messages
from sandbox.discord.routes import reactions as routes_reactions
from sandbox.discord.routes import scheduled_events as routes_scheduled_events
from sandbox.discord.routes import threads as routes_threads
from sandbox.discord.routes.routing import Answer, Call, Route, Router
from sandbox.discord.rules.rate_limits import INVALID_ALLOWED, RateLimited, RateLimits
from sandbox.discord.rules.schema import check_request, faults_of_answer, knows_route

if TYPE_CHECKING:
    from sandbox.discord.faults import Faults
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.world import World

Json = dict[str, Any]

PREFIX = "/api/v10/"
_MAJOR = ("channel_id", "guild_id", "webhook_id", "application_id")
_JSON: dict[str, str] = {hdrs.CONTENT_TYPE: "application/json"}


@dataclass(slots=True)
class Request:
    """What arrived, for the log: `path` starts after /api/v10; `status` is None until it was answered."""

    method: str
    path: str
    body: Any
    at: datetime
    status: int | None = None
    files: tuple[str, ...] = ()


Hook = Callable[[Request], Awaitable[None]]


class Api:
    """Answers under /api/v10."""

    def __init__(self, world: World, faults: Faults, limits: RateLimits, violations: list[str]) -> None:
        self._world = world
        self._faults = faults
        self.limits = limits
        self._violations = violations
        self.arrived = 0
        """How many requests came so far."""
        self.unanswered = 0
        """How many of them are being answered now."""
        self.requests: list[Request] = []
        self.keep_requests = True
        self.check_answers = True
        self.on_request: Hook | None = None
        self.date_ahead = timedelta(0)
        """How far the Date of answers is ahead of the clock by which ids are made."""
        self._router = Router(
            routes_interactions.routes,
            routes_messages.routes,
            routes_reactions.routes,
            routes_threads.routes,
            routes_channels.routes,
            routes_guilds.routes,
            routes_scheduled_events.routes,
            routes_applications.routes,
        )

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request."""
        self.unanswered += 1
        try:
            return await self._handle(request)
        finally:
            self.unanswered -= 1

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path[len(PREFIX) - 1 :]
        method = request.method
        entry = Request(method, path, None, self._world.clock.now())
        self.arrived += 1
        if self.keep_requests:
            self.requests.append(entry)
        try:
            body, uploads = await _read(request)
            entry.body = body
            entry.files = tuple(upload.filename for upload in uploads.values())
            if self.on_request is not None:
                await self.on_request(entry)
            fault = await self._faults.take(method, path) if self._faults.waiting else None
            if fault is not None and not fault.after:
                if fault.status is None:
                    return _hang_up(request)
                entry.status = fault.status
                shown = fault.body or {"message": f"{fault.status}: by order of the test", "code": 0}
                headers = {"Via": "1.1 sandbox", "Retry-After": "0"} if fault.status == 429 else {}
                return self._response(fault.status, shown, headers)
            answer, headers, template = await self._answer(request, method, path, body, uploads)
        except ApiError as refusal:
            answer, headers, template, fault = Answer(refusal.status, refusal.body()), {}, None, None
        except RateLimited as limited:
            shown = {
                "message": "You are being rate limited.",
                "retry_after": limited.retry_after,
                "global": limited.scope == "global",
                "code": 0,
            }
            answer, template, fault = Answer(429, shown), None, None
            headers = {"Via": "1.1 sandbox", "Retry-After": f"{limited.retry_after:.3f}", **limited.headers}
        except (LookupError, ValueError, TypeError, AttributeError):
            self._violations.append(f"{method} {path} broke the sandbox:\n{traceback.format_exc()}")
            answer, headers, template, fault = (
                Answer(500, {"message": "500: the sandbox broke", "code": 0}),
                {},
                None,
                None,
            )
        entry.status = answer.status
        if answer.status in (401, 403, 429):
            self.limits.note_invalid(answer.status)
        elif template is not None and self.check_answers and answer.body is not None:
            self._violations += faults_of_answer(method, template, answer.status, answer.body)
        if fault is not None:
            return _hang_up(request)
        return self._response(answer.status, answer.body, headers)

    def _response(self, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        """With the Date of this Discord's own clock, or what a test says that it names."""
        now = self._world.clock.now() + self.date_ahead
        date = {hdrs.DATE: formatdate(now.timestamp(), usegmt=True)}
        if body is None:
            return web.Response(status=status, headers=date | headers)
        return web.Response(status=status, body=orjson.dumps(body), headers=date | _JSON | headers)

    async def _answer(
        self, request: web.BaseRequest, method: str, path: str, body: Any, uploads: dict[int, Upload]
    ) -> tuple[Answer, dict[str, str], str]:
        if self.limits.strict and self.limits.invalid_in_window >= INVALID_ALLOWED:
            raise ApiError(403, 0, "The address is banned: 10,000 invalid requests in ten minutes")
        segments = path.strip("/").split("/")
        if "%" in path:
            segments = [unquote(segment) for segment in segments]
        matched = self._router.match(method, segments)
        if matched is None:
            self._note_missing(method, path, segments)
            raise not_found()
        route, params = matched
        sender = self._sender(request, route)
        headers: dict[str, str] = {}
        if self.limits.strict:
            major = next((params[name] for name in _MAJOR if name in params), "")
            renaming = (
                route.template == "/channels/{channel_id}" and method == "PATCH" and "name" in (body or {})
            )
            app_id = sender.id if sender else 0
            headers = self.limits.take(app_id, method, route.template, major, renaming=renaming)
        if route.schema is not None:
            check_request(route.schema, {} if body is None else body)
            body = {} if body is None else body
        call = Call(self._world, sender, route.template, params, request.query, body, uploads)
        found = route.handler(call)
        if isawaitable(found):
            found = await found
        answer = found if isinstance(found, Answer) else Answer(204 if found is None else 200, found)
        return answer, headers, route.template

    def _sender(self, request: web.BaseRequest, route: Route) -> Application | None:
        if route.public:
            return None
        token = request.headers.get(hdrs.AUTHORIZATION, "").removeprefix("Bot ")
        app = self._world.tokens.get(token)
        if app is None:
            raise unauthorized()
        return app

    def _note_missing(self, method: str, path: str, segments: list[str]) -> None:
        if knows_route(method, segments):
            self._violations.append(f"{method} {path}: Discord knows this, the sandbox does not")


async def _read(request: web.BaseRequest) -> tuple[Any, dict[int, Upload]]:
    if not request.can_read_body:
        return None, {}
    kind = request.content_type
    if kind.startswith("multipart/"):
        return await _read_form(request)
    raw = await request.read()
    if not raw:
        return None, {}
    if kind != "application/json":
        raise ApiError(
            400, 50035, "Invalid Form Body", {"_errors": [{"code": "CONTENT_TYPE_INVALID", "message": kind}]}
        )
    try:
        return orjson.loads(raw), {}
    except orjson.JSONDecodeError as error:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from error


async def _read_form(request: web.BaseRequest) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    uploads: dict[int, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = orjson.loads(content)
        elif part.name.startswith("files[") and part.name.endswith("]"):
            kind = part.headers.get(hdrs.CONTENT_TYPE)
            uploads[int(part.name[6:-1])] = Upload(part.filename or "unknown", content, kind)
    return body, uploads


def _hang_up(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)
