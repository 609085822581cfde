"""Interactions by HTTP: signed with the application's key and posted to the endpoint that it has registered."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from aiohttp import hdrs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.discord.encoding import encoded
from sandbox.discord.errors import ApiError, invalid_form
from sandbox.discord.people.responding import acknowledge
from sandbox.discord.posts import Posts

if TYPE_CHECKING:
    from sandbox.discord.people.interactions import Interaction
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.world import World

Json = dict[str, Any]

PING = PONG = 1
_JSON = "application/json"
_SENT_BY = "Discord-Interactions/1.0 (+https://discord.com)"


class Watch(Protocol):
    """Whatever looks at a request before it is posted, and may hold it up or change it."""

    def __call__(self, body: bytes, headers: dict[str, str], /) -> None: ...


class Endpoints:
    """Registers endpoints, and posts to them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._posts = Posts()
        self._under_way: set[asyncio.Task[None]] = set()
        self.seen: Watch | None = None

    async def register(self, app: Application, url: str | None) -> None:
        """Take this endpoint for the application's interactions, or none: then they go over the gateway.

        Raises `ApiError` 50035 unless the endpoint answers a PING, and refuses a wrong signature.
        """
        if url is not None and not await self._is_safe(app, url):
            raise invalid_form(
                ("interactions_endpoint_url",),
                "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
                "The specified interactions endpoint url could not be verified.",
            )
        app.interactions_endpoint_url = url

    async def _is_safe(self, app: Application, url: str) -> bool:
        body = self._ping(app)
        status, kind, answer = await self._posts.post(url, body, self.sign(app.key, body))
        if status != 200 or kind != _JSON or orjson.loads(answer or b"null") != {"type": PONG}:
            return False
        body = self._ping(app)
        status, _, _ = await self._posts.post(url, body, self.sign(Ed25519PrivateKey.generate(), body))
        return status == 401

    def _ping(self, app: Application) -> bytes:
        return orjson.dumps(
            {
                "application_id": str(app.id),
                "entitlements": [],
                "id": str(self._world.new_id()),
                "token": secrets.token_urlsafe(24),
                "type": PING,
                "user": app.owner.payload,
                "version": 1,
            }
        )

    def sign(self, key: Ed25519PrivateKey, body: bytes) -> dict[str, str]:
        """The headers of a request with this body, signed now."""
        timestamp = str(int(self._world.clock.now().timestamp()))
        return {
            hdrs.CONTENT_TYPE: _JSON,
            hdrs.USER_AGENT: _SENT_BY,
            "X-Signature-Ed25519": key.sign(timestamp.encode() + body).hex(),
            "X-Signature-Timestamp": timestamp,
        }

    def deliver(self, interaction: Interaction, url: str) -> None:
        """Post an interaction; what is answered at once acknowledges it."""
        delivery = asyncio.get_running_loop().create_task(self._deliver(interaction, url))
        self._under_way.add(delivery)
        delivery.add_done_callback(self._under_way.discard)

    async def _deliver(self, interaction: Interaction, url: str) -> None:
        body = encoded(interaction.payload())
        headers = self.sign(interaction.app.key, body)
        if self.seen is not None:
            self.seen(body, headers)
        status, kind, answer = await self._posts.post(url, body, headers)
        if status == 202:
            return
        try:
            if status != 200 or kind != _JSON:
                raise ApiError(status or 502, 0, f"the endpoint answered {status} ({kind})")
            acknowledge(interaction, orjson.loads(answer), {})
        except (ApiError, orjson.JSONDecodeError) as why:
            refused = why if isinstance(why, ApiError) else ApiError(502, 0, f"the endpoint's answer: {why}")
            interaction.fail(refused)

    async def stop(self) -> None:
        """Break off what is under way."""
        for delivery in self._under_way:
            delivery.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._posts.close()
