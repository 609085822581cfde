"""HTTP with a Safe Transaction Service: each answer is bounded in time and size, and nothing in it is believed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
import orjson

from bot.bounded_bodies import bounded
from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import (
    AnswerTooLong,
    ConnectionFailed,
    HttpStatus,
    NoAnswerWithin,
    NotJson,
    OtherShape,
)
from bot.domain.fault import Fault
from bot.domain.secrecy import Redaction, secrets_of

_LONGEST_WHY = 300
_DEEPEST_WHY = 4
_MOST_DIGITS = 78
"""Those of the largest uint256."""


class ServiceLimits(msgspec.Struct, frozen=True):
    """Times are seconds."""

    timeout: float = 10.0
    """For one HTTP request."""
    attempts: int = 2
    """More would use up the calls that a free key has in a month: what fails is tried again later."""
    wait: float = 0.2
    """Before the second attempt; it doubles with each one."""
    answer_bytes: int = 4 * 1024 * 1024


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: Any
    """JSON, or text where a refusal is none."""


@dataclass
class ServiceRequests:
    """Close it when done."""

    url: str
    """Up to and with `/api`."""
    token: str | None = field(default=None, repr=False)
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or "Safe Transaction Service"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: object = None
    ) -> Answer:
        """One request. Raises ServiceUnavailable where another attempt may help: 429, 5xx, no answer that fits."""
        try:
            async with self._open_session().request(
                method,
                f"{self.url.rstrip('/')}/{path}",
                params=query,
                data=None if body is None else orjson.dumps(body),
                headers=self._headers(body),
                timeout=aiohttp.ClientTimeout(total=self.limits.timeout),
                allow_redirects=False,
            ) as response:
                raw = await self._bounded(response)
                status = response.status
        except TimeoutError:
            raise self.unavailable(NoAnswerWithin(self.limits.timeout)) from None
        except (aiohttp.ClientError, ValueError) as error:
            raise self.unavailable(ConnectionFailed(type(error).__name__)) from None
        if status in (408, 429) or status >= 500 or 300 <= status < 400:
            raise self.unavailable(HttpStatus(status))
        return Answer(status, self._json(raw, status))

    def unavailable(self, fault: Fault) -> ServiceUnavailable:
        return ServiceUnavailable(self.name, fault)

    def refused(self, answer: Answer) -> ServiceRefused:
        hidden = Redaction([self.token or "", *secrets_of(self.url)])
        return ServiceRefused(self.name, answer.status, hidden(_why(answer.body))[:_LONGEST_WHY])

    def as_object(self, answer: Any) -> dict[str, Any]:
        """Raises ServiceUnavailable for what is none."""
        if not isinstance(answer, dict):
            raise self.unavailable(OtherShape())
        return answer

    def as_list(self, answer: Any) -> list[Any]:
        """Raises ServiceUnavailable for what is none."""
        if not isinstance(answer, list):
            raise self.unavailable(OtherShape())
        return answer

    def as_number(self, given: object) -> int:
        """A uint256: the service gives those as text, and gave them as numbers before. Raises ServiceUnavailable."""
        text = str(given) if isinstance(given, int | str) and not isinstance(given, bool) else ""
        if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            raise self.unavailable(OtherShape())
        return int(text)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # A compressed answer could be far larger than what is read of it.
            self._session = aiohttp.ClientSession(auto_decompress=False)
        return self._session

    def _headers(self, body: object) -> dict[str, str]:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    async def _bounded(self, response: aiohttp.ClientResponse) -> bytes:
        body = await bounded(response.content, self.limits.answer_bytes)
        if body is None:
            raise self.unavailable(AnswerTooLong(self.limits.answer_bytes))
        return body

    def _json(self, raw: bytes, status: int) -> Any:
        if not raw and status < 300:
            return None
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            if status >= 400:
                return raw.decode("utf-8", "replace")
            raise self.unavailable(NotJson()) from None


def _why(body: Any, depth: int = 0) -> str:
    """The message in a refusal: the service puts it in `detail`, `message`, or under the field's name."""
    if depth > _DEEPEST_WHY:
        return "…"
    if isinstance(body, dict):
        for name in ("detail", "message"):
            if isinstance(body.get(name), str):
                return str(body[name])
        return "; ".join(f"{name}: {_why(value, depth + 1)}" for name, value in list(body.items())[:5])
    if isinstance(body, list):
        return ", ".join(_why(each, depth + 1) for each in body[:5])
    return str(body)[:_LONGEST_WHY]
