"""`POST /interactions`: Discord's interactions, each signed by Discord.

A request is checked before anything of it is read: whose signature it bears, over what and when. Then it goes the way
of those that come over the gateway, with what proves it beside it. The answer to it is given by REST, as there.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import hdrs, web

from bot.bounded_bodies import bounded
from bot.domain.discord_json import read_interaction
from bot.domain.elections.evidence import Countersignature
from bot.domain.elections.evidence.countersignature import LONGEST_BODY, SALT_BYTES
from bot.domain.elections.evidence.ed25519 import is_signed
from bot.services.ports import Clock
from bot.web.requests.whole_requests import ACCEPTED, Answer, WholeRequest, is_signature, is_timestamp

WINDOW = timedelta(seconds=15)
"""How far the time of a signature may be from now, either way. The machine's clock may be ten seconds off before
anything else stands still; Discord waits for an answer for three, names whole seconds, and a request is under way for
one."""
_WINDOW_SECONDS = WINDOW.total_seconds()
_REMEMBERED = 200_000
"""Signatures; so many come in the window only if thousands of members click in every second of it."""
_JSON = "application/json"
_PING = 1
_PONG = Answer(HTTPStatus.OK, orjson.dumps({"type": 1}))
_MALFORMED = Answer(HTTPStatus.BAD_REQUEST)
_UNSIGNED = Answer(HTTPStatus.UNAUTHORIZED)
_UNREADY = Answer(HTTPStatus.SERVICE_UNAVAILABLE)

_log = structlog.get_logger(__name__)


class TakesInteractions(Protocol):
    """The connection to Discord."""

    @property
    def application_id(self) -> int | None:
        """None before the bot has logged in."""
        ...

    @property
    def public_key(self) -> str | None:
        """With which Discord signs for the application; None before the bot has logged in."""
        ...

    @property
    def listens(self) -> bool:
        """Whether an interaction is answered now."""
        ...

    def take(self, interaction: dict[str, Any], countersignature: Countersignature) -> None:
        """Handle it as one that came over the gateway."""
        ...


class InteractionsEndpoint:
    def __init__(self, discord: TakesInteractions, clock: Clock, *, body_seconds: float) -> None:
        self._discord = discord
        self._clock = clock
        self._body_seconds = body_seconds
        self._seen: OrderedDict[str, timedelta] = OrderedDict()
        """The signatures of the last moments, with the steady time at which each came."""

    async def handle(self, request: web.Request) -> web.Response:
        """Answers what aiohttp has read: an interaction that was written, or came, in another way than usual."""
        answer = await self._read_and_answered(request)
        return web.Response(
            status=answer.status, body=answer.body or None, content_type=_JSON if answer.body else None
        )

    async def _read_and_answered(self, request: web.Request) -> Answer:
        signature, timestamp = _signed_with(request)
        if signature is None or timestamp is None:
            return _UNSIGNED
        if request.content_type != _JSON or hdrs.CONTENT_ENCODING in request.headers:
            return Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            body = await self._read(request)
        except TimeoutError:
            return Answer(HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        (answer,) = self.answer_all([WholeRequest(signature, timestamp, body)])
        return answer

    def answer_all(self, requests: Sequence[WholeRequest]) -> list[Answer]:
        """401 for what Discord has not just signed; 202 for what is handled.

        All signatures are checked before any body is read: the processor is quicker at the same again.
        """
        checked = self._checked(requests)
        return [self._answered(each) if isinstance(each, Countersignature) else each for each in checked]

    def _checked(self, requests: Sequence[WholeRequest]) -> list[Countersignature | Answer]:
        """The signature over each; what is answered where Discord hasn't just given one for the first time."""
        application, public_key = self._discord.application_id, self._discord.public_key
        if application is None or public_key is None:
            return [_UNREADY for _ in requests]
        # Of all that came together the time is asked once.
        now, steady = self._clock.now().timestamp(), self._clock.steady()
        self._forget(steady)
        checked: list[Countersignature | Answer] = []
        for request in requests:
            countersignature = Countersignature(
                application=str(application),
                public_key=public_key,
                timestamp=request.timestamp,
                signature=request.signature,
                body=request.body,
                salt=secrets.token_hex(SALT_BYTES),
            )
            holds = (
                is_signed(public_key, request.signature, countersignature.signed)
                and _is_fresh(request.timestamp, now)
                and self._is_new(request.signature, steady)
            )
            checked.append(countersignature if holds else _UNSIGNED)
        return checked

    def _answered(self, countersignature: Countersignature) -> Answer:
        try:
            return self._take(countersignature)
        except Exception:  # noqa: BLE001 - logged, and told as a fault of ours
            # Discord has signed what discord.py can't read. There are other interactions.
            _log.exception("interactions.failed")
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _read(self, request: web.Request) -> bytes | None:
        """The body to the byte; None for one that is too long, of which no more is read. Raises TimeoutError."""
        if (request.content_length or 0) > LONGEST_BODY:
            return None
        async with asyncio.timeout(self._body_seconds):
            return await bounded(request.content, LONGEST_BODY)

    def _take(self, countersignature: Countersignature) -> Answer:
        try:
            interaction = read_interaction(countersignature.body)
        except orjson.JSONDecodeError:
            return _MALFORMED
        if not isinstance(interaction, dict):
            return _MALFORMED
        if interaction.get("application_id") != countersignature.application:
            return _UNSIGNED
        if interaction.get("type") == _PING:
            return _PONG
        if not _is_whole(interaction):
            return _MALFORMED
        if not self._discord.listens:
            return _UNREADY
        self._discord.take(interaction, countersignature)
        return ACCEPTED

    def _is_new(self, signature: str, now: timedelta) -> bool:
        """Whether it comes for the first time, as far back as it would be fresh."""
        if signature in self._seen:
            _log.warning("interactions.replayed")
            return False
        self._seen[signature] = now
        return True

    def _forget(self, now: timedelta) -> None:
        """What is no longer fresh need not be known."""
        while self._seen:
            oldest = next(iter(self._seen))
            if len(self._seen) <= _REMEMBERED and now - self._seen[oldest] <= 2 * WINDOW:
                break
            del self._seen[oldest]


def _is_fresh(timestamp: str, now: float) -> bool:
    off = now - int(timestamp)
    fresh = abs(off) <= _WINDOW_SECONDS
    if not fresh:
        _log.warning("interactions.stale", seconds=round(off))
    return fresh


def _signed_with(request: web.Request) -> tuple[str | None, str | None]:
    """Signature and time of the headers; None for what is missing, there twice, or has another form."""
    signatures = request.headers.getall("X-Signature-Ed25519", [])
    timestamps = request.headers.getall("X-Signature-Timestamp", [])
    if len(signatures) != 1 or len(timestamps) != 1:
        return None, None
    signature, timestamp = signatures[0].lower(), timestamps[0]
    if not is_signature(signature) or not is_timestamp(timestamp):
        return None, None
    return signature, timestamp


def _is_whole(interaction: Mapping[str, Any]) -> bool:
    """Whether it has what every interaction has, so that it can be told apart and answered."""
    number, token = interaction.get("id"), interaction.get("token")
    return (
        isinstance(number, str)
        and number.isascii()
        and number.isdecimal()
        and isinstance(token, str)
        and isinstance(interaction.get("data"), dict)
    )
