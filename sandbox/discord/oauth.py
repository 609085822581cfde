"""Discord's authorization server: OAuth 2 with codes, PKCE by S256, the scopes `identify` and `role_connections.write`.

https://discord.com/developers/docs/topics/oauth2. Who is logged in there is asked on the page; `login_hint` names the
member who is probably meant. Refusals of the token endpoint are those of RFC 6749.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import BasicAuth, hdrs, web
from yarl import URL

from sandbox.discord.errors import ApiError
from sandbox.discord.people.people import Person
from sandbox.discord.rules.role_connections import check_connection
from sandbox.discord.rules.schema import check_request

if TYPE_CHECKING:
    from sandbox.discord.faults import Faults
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.members import User
    from sandbox.discord.world.world import World

Json = dict[str, Any]
AUTHORIZE = "/oauth2/authorize"
TOKEN_PATHS = ("/api/oauth2/token", "/api/v10/oauth2/token")
ME_PATHS = ("/api/users/@me", "/api/v10/users/@me")
_LIFETIME = timedelta(minutes=1)
_SCOPES = ({"identify"}, {"identify", "role_connections.write"})
_CONNECTION = re.compile(r"/api(?:/v10)?/users/@me/applications/([0-9]+)/role-connection")


@dataclass
class Grant:
    """A code that was given out, and the token that it was exchanged for."""

    app: Application
    user: User
    redirect: str
    challenge: str | None
    until: datetime
    scopes: frozenset[str] = frozenset()
    token: str | None = None


class Refused(Exception):
    """A request that Discord answers with an error page or an error of RFC 6749."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


class Authorization:
    """Codes and tokens."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}

    def answers(self, method: str, path: str, authorization: str) -> bool:
        """Whether this request is one for the authorization server."""
        if path == AUTHORIZE or path in TOKEN_PATHS:
            return True
        if not authorization.startswith("Bearer "):
            return False
        return (path in ME_PATHS and method == "GET") or _CONNECTION.fullmatch(path) is not None

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request."""
        path = request.rel_url.raw_path
        try:
            if path == AUTHORIZE:
                return await self._page(request)
            fault = await self._faults.take(request.method, path.removeprefix("/api/v10"))
            if fault is not None:
                if fault.status is None:
                    assert request.transport is not None
                    request.transport.abort()
                return _json(
                    fault.status or 502, fault.body or {"message": "by order of the test", "code": 0}
                )
            if path in TOKEN_PATHS:
                return _json(200, self._exchange(request, dict(await request.post())))
            if (connection := _CONNECTION.fullmatch(path)) is not None:
                return _json(200, await self._connection(request, int(connection[1])))
            return _json(200, self._me(request))
        except Refused as refusal:
            return _json(refusal.status, {"error": refusal.error})
        except ApiError as refusal:
            return _json(refusal.status, refusal.body())

    def approve(self, url: str, person: Person | User) -> str:
        """Log in as somebody and press Authorize on the page at this address; where the browser is sent then."""
        app, query = self._asked(URL(url))
        code = secrets.token_urlsafe(22)
        user = person.user if isinstance(person, Person) else person
        until = self._world.clock.now() + _LIFETIME
        self._codes[code] = Grant(
            app, user, query["redirect_uri"], query.get("code_challenge"), until, _scopes(query)
        )
        return _back(query, code=code)

    def cancel(self, url: str) -> str:
        """Press Cancel; where the browser is sent then."""
        _, query = self._asked(URL(url))
        return _back(query, error="access_denied", error_description="The resource owner denied the request")

    def _asked(self, url: URL) -> tuple[Application, dict[str, str]]:
        query = dict(url.query)
        app = self._world.applications.get(int(query.get("client_id", "0")))
        if app is None:
            raise Refused("invalid_client")
        if query.get("redirect_uri") not in app.redirects:
            raise Refused("invalid_redirect_uri")
        if query.get("response_type") != "code":
            raise Refused("unsupported_response_type")
        if _scopes(query) not in _SCOPES:
            raise Refused("invalid_scope")
        if "code_challenge" in query and query.get("code_challenge_method") != "S256":
            raise Refused("invalid_request")
        return app, query

    async def _page(self, request: web.BaseRequest) -> web.StreamResponse:
        url = str(request.rel_url)
        app, query = self._asked(request.rel_url)
        if request.method == "POST":
            form = dict(await request.post())
            user = self._world.users[int(str(form["user"]))]
            target = self.approve(url, user) if form.get("answer") == "authorize" else self.cancel(url)
            return web.Response(status=302, headers={hdrs.LOCATION: target})
        people = {
            person.user.id: person.name
            for guild in self._world.guilds.values()
            for person in guild.members.values()
            if isinstance(person, Person)
        }
        hinted = query.get("login_hint", "")
        options = "".join(
            f'<option value="{number}"{" selected" if str(number) == hinted else ""}>{escape(name)}</option>'
            for number, name in people.items()
        )
        body = (
            f"<!doctype html><title>Discord</title><h1>{escape(app.name)} wants to know who you are</h1>"
            f'<form method="post"><label>You are <select name="user">{options}</select></label>'
            '<button name="answer" value="authorize">Authorize</button>'
            '<button name="answer" value="cancel">Cancel</button></form>'
        )
        return web.Response(text=body, content_type="text/html")

    def _exchange(self, request: web.BaseRequest, form: Json) -> Json:
        header = request.headers.get(hdrs.AUTHORIZATION)
        if header:
            basic = BasicAuth.decode(header)
            client, secret = basic.login, basic.password
        else:
            client, secret = str(form.get("client_id", "")), str(form.get("client_secret", ""))
        app = self._world.applications.get(int(client)) if client.isdecimal() else None
        if app is None or not secrets.compare_digest(app.client_secret, secret):
            raise Refused("invalid_client", 401)
        if form.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type")
        grant = self._codes.pop(str(form.get("code", "")), None)
        if (
            grant is None
            or grant.app is not app
            or grant.redirect != form.get("redirect_uri")
            or self._world.clock.now() > grant.until
            or not _verified(grant.challenge, str(form.get("code_verifier", "")))
        ):
            raise Refused("invalid_grant")
        grant.token = secrets.token_urlsafe(22)
        self._tokens[grant.token] = grant
        return {
            "token_type": "Bearer",
            "access_token": grant.token,
            "expires_in": 604800,
            "refresh_token": secrets.token_urlsafe(22),
            "scope": " ".join(sorted(grant.scopes)),
        }

    def _granted(self, request: web.BaseRequest) -> Grant:
        token = request.headers[hdrs.AUTHORIZATION].removeprefix("Bearer ")
        if token not in self._tokens:
            raise Refused("401: Unauthorized", 401)
        return self._tokens[token]

    async def _connection(self, request: web.BaseRequest, app_id: int) -> Json:
        """What the application tells of the account for linked roles: read, or written anew as a whole."""
        grant = self._granted(request)
        if grant.app.id != app_id or "role_connections.write" not in grant.scopes:
            raise Refused("403: Forbidden", 403)
        connections = grant.app.role_connections
        if request.method == "PUT":
            sent = orjson.loads(await request.read())
            check_request("UpdateApplicationUserRoleConnectionRequest", sent)
            check_connection(sent, grant.app.role_connections_metadata)
            connections[grant.user.id] = {
                "platform_name": None,
                "platform_username": None,
                "metadata": {},
                **sent,
            }
        return connections.get(grant.user.id, {"metadata": {}})

    def _me(self, request: web.BaseRequest) -> Json:
        told = self._granted(request).user.own_payload()
        return {name: value for name, value in told.items() if name not in ("email", "verified")}


def _verified(challenge: str | None, verifier: str) -> bool:
    if challenge is None:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return challenge == base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _scopes(query: Json) -> frozenset[str]:
    return frozenset(str(query.get("scope", "")).split())


def _back(query: Json, **told: str) -> str:
    """The address that the application named, with what it is told."""
    if "state" in query:
        told["state"] = query["state"]
    return str(URL(query["redirect_uri"]).update_query(told))


def _json(status: int, body: Json) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps(body), headers={hdrs.CONTENT_TYPE: "application/json"}
    )
