"""Logging in with Discord: OAuth 2, the authorization code flow with PKCE (RFC 7636), scope `identify`; for linked
roles also `role_connections.write`.

Discord is asked once who it is, or told once of the account; its token is kept nowhere.
"""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import msgspec
import orjson
import structlog
from yarl import URL

from bot.domain.errors import LoginInterrupted, LoginUnavailable
from bot.domain.ids import MemberId
from bot.domain.linked_roles import LinkedFigures

DISCORD_API = "https://discord.com/api/v10"
_SECONDS = 10
_MOST_BYTES = 64 * 1024
_BAD_REQUEST = 400
_FINE = 200
_LONGEST_NAME = 100

_log = structlog.get_logger(__name__)


class Challenge(msgspec.Struct, frozen=True):
    """What a login begins with: Discord is shown `state` and a hash of `verifier`."""

    state: str
    verifier: str

    @classmethod
    def new(cls) -> "Challenge":
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(48))

    @property
    def hashed(self) -> str:
        """Of the verifier, as S256 writes it."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class DiscordAccount(msgspec.Struct, frozen=True):
    id: MemberId
    locale: str
    """Empty where Discord tells none."""


class DiscordLogin:
    """`application` is asked for the id of the application once it is connected; `api` is the base of Discord's API."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        api: str,
        application: Callable[[], int | None],
        secret: str,
        redirect: str,
    ) -> None:
        self._http = http
        self._api = api or DISCORD_API
        self._application = application
        self._secret = secret
        self._redirect = redirect

    @property
    def origin(self) -> str:
        """Where the login page is."""
        return str(URL(self._api).origin())

    def page(self, challenge: Challenge, *, connects: bool = False) -> str:
        """Where the member logs in, and comes back from. Raises LoginUnavailable while there is no connection."""
        query = {
            "response_type": "code",
            "client_id": str(self._client_id()),
            "scope": "identify role_connections.write" if connects else "identify",
            "state": challenge.state,
            "redirect_uri": self._redirect,
            "code_challenge": challenge.hashed,
            "code_challenge_method": "S256",
        }
        return str(URL(self.origin).with_path("/oauth2/authorize").with_query(query))

    async def account(self, code: str, challenge: Challenge) -> DiscordAccount:
        """Who came back with this code. Raises LoginInterrupted for a code that Discord refuses, LoginUnavailable."""
        return await self._account(await self._token(code, challenge))

    async def connect(
        self, code: str, challenge: Challenge, figures: Callable[[MemberId], Awaitable[LinkedFigures]]
    ) -> None:
        """Tell Discord of who came back with this code what `figures` says of them. Raises what that raises, and what
        `account` does."""
        token = await self._token(code, challenge)
        told = await figures((await self._account(token)).id)
        status, _ = await self._asked(
            "PUT",
            f"/users/@me/applications/{self._client_id()}/role-connection",
            headers={"Authorization": f"Bearer {token}"},
            json={
                "platform_name": "Folkmoot",
                "platform_username": told.server[:_LONGEST_NAME],
                "metadata": told.values,
            },
        )
        if status != _FINE:
            _log.error("login.not_connected", status=status)
            raise LoginUnavailable

    async def _token(self, code: str, challenge: Challenge) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": challenge.verifier,
            "client_id": str(self._client_id()),
            "client_secret": self._secret,
        }
        status, granted = await self._asked("POST", "/oauth2/token", data=form)
        if status == _BAD_REQUEST and granted.get("error") == "invalid_grant":
            raise LoginInterrupted
        token = granted.get("access_token")
        if status != _FINE or not isinstance(token, str):
            # Such as a wrong secret, which only the operator can mend.
            _log.error("login.refused", status=status, error=str(granted.get("error"))[:100])
            raise LoginUnavailable
        return token

    async def _account(self, token: str) -> DiscordAccount:
        status, user = await self._asked("GET", "/users/@me", headers={"Authorization": f"Bearer {token}"})
        told = user.get("id")
        if status != _FINE or not (isinstance(told, str) and told.isdecimal()):
            _log.error("login.unknown", status=status)
            raise LoginUnavailable
        locale = user.get("locale")
        return DiscordAccount(MemberId(int(told)), locale if isinstance(locale, str) else "")

    def _client_id(self) -> int:
        found = self._application()
        if found is None:
            raise LoginUnavailable
        return found

    async def _asked(self, method: str, path: str, **sent: Any) -> tuple[int, dict[str, Any]]:
        try:
            async with (
                asyncio.timeout(_SECONDS),
                self._http.request(method, self._api + path, allow_redirects=False, **sent) as answer,
            ):
                raw = bytearray()
                async for chunk in answer.content.iter_chunked(_MOST_BYTES):
                    raw += chunk
                    if len(raw) > _MOST_BYTES:
                        raise aiohttp.ClientPayloadError
                said = orjson.loads(raw)
                return answer.status, said if isinstance(said, dict) else {}
        except (aiohttp.ClientError, OSError, TimeoutError, orjson.JSONDecodeError) as why:
            _log.warning("login.away", why=type(why).__name__)
            raise LoginUnavailable from None
