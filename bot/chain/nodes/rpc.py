"""JSON-RPC over HTTP: one request or batch out, and what came back. Nothing is believed here.

web3's own request path costs a millisecond and more per call, so reads go out as raw batches
(docs/decisions/0003-raw-json-rpc-reads.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
import orjson
from msgspec.structs import replace

from bot.bounded_bodies import bounded
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Meaning, Refusal
from bot.domain.secrecy import Redaction, secrets_of

_DEEPEST_DATA = 4
_ENVELOPE = 4096
"""Bytes of an answer beside its result: JSON-RPC's own, or the text of an error."""


class Request(msgspec.Struct, frozen=True):
    method: str
    params: Sequence[Any]
    most: int = 1024
    """The longest result in bytes of JSON that fits what is asked."""
    after: Sequence[Any] = ()
    """Parameters that come after the one that names a block."""


Answer = object
"""A JSON result, or a Refusal."""


@dataclass(eq=False)
class EndpointFailed(Exception):
    """The endpoint gave no usable answer. `passing` says that trying again may help."""

    endpoint: str
    why: str
    passing: bool = True
    wait: float | None = None
    """The seconds that it asks to be left alone."""
    meaning: Meaning = Meaning.OTHER
    lost: bool = False
    """Whether nothing was said at all: the connection or the server broke."""

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.why}"


class BatchRefused(msgspec.Struct, frozen=True):
    """A batch that was refused as a whole, whatever the words: smaller ones may be answered."""

    why: EndpointFailed


class LeftOut:
    """A request of a batch that has no answer in it."""


LEFT_OUT = LeftOut()


def tracing() -> aiohttp.TraceConfig:
    """Counts the connections that are opened, for the one whose request opens it."""
    config = aiohttp.TraceConfig()

    async def opened(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
        context.trace_request_ctx.connections += 1

    config.on_connection_create_end.append(opened)
    return config


@dataclass(eq=False)
class Connection:
    """The way to one endpoint."""

    url: str = field(repr=False)
    """Often holds a secret, so that only the host is ever named."""
    limits: Limits
    session: Callable[[], aiohttp.ClientSession] = field(repr=False)
    """Opened with `tracing()`."""
    connections: int = 0
    """How many were opened: behind a new one may be another node."""

    def __post_init__(self) -> None:
        self.redacted = Redaction(secrets_of(self.url))
        """Some nodes say to whom they answer, and with what key."""

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or "endpoint"

    async def post(self, requests: Sequence[Request]) -> Sequence[Answer] | BatchRefused:
        """The answers in the order of the requests; LEFT_OUT for those that have none.

        Raises EndpointFailed when nothing came back that has to do with a single request.
        """
        body = [
            {"jsonrpc": "2.0", "id": number, "method": request.method, "params": request.params}
            for number, request in enumerate(requests)
        ]
        most = sum(request.most + _ENVELOPE for request in requests)
        try:
            answer = await self._send(orjson.dumps(body if len(body) > 1 else body[0]), most)
        except EndpointFailed as failure:
            if len(requests) > 1:
                return BatchRefused(failure)
            if failure.meaning is Meaning.TOO_MUCH:
                return [Refusal(413, failure.why)]
            raise
        found = [self._single(answer)] if len(requests) == 1 else self._many(answer, len(requests))
        if isinstance(found, BatchRefused):
            return found
        return [_found(request, each) for request, each in zip(requests, found, strict=True)]

    def _single(self, answer: object) -> Answer:
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        found = self._result(answer)
        # A refusal may come with any id; a result with another one belongs to somebody else's request.
        if isinstance(found, LeftOut) or not (isinstance(found, Refusal) or _number_of(answer) in (0, None)):
            raise EndpointFailed(self.name, "its answer is not JSON-RPC")
        return found

    def _many(self, answer: object, count: int) -> Sequence[Answer] | BatchRefused:
        items = answer if isinstance(answer, list) else [answer]
        by_number = {_number_of(item): self._result(item) for item in items}
        given = [by_number.get(number, LEFT_OUT) for number in range(count)]
        useful = sum(not isinstance(each, LeftOut) for each in given)
        first = self._result(items[0]) if items else LEFT_OUT
        # One error for all of them, with the id of the first, with none or with an empty list for an id.
        if useful == 0 or (len(items) == 1 and isinstance(first, Refusal)):
            if isinstance(first, Refusal):
                return BatchRefused(EndpointFailed(self.name, first.why, True, first.wait, first.meaning))
            return BatchRefused(EndpointFailed(self.name, "it answered a batch with something else"))
        if all(isinstance(each, Refusal) and each.meaning is Meaning.TOO_MUCH for each in given):
            assert isinstance(first, Refusal)
            return BatchRefused(EndpointFailed(self.name, first.why, meaning=Meaning.TOO_MUCH))
        return given

    def _result(self, answer: object) -> Answer:
        found = _result(answer)
        if isinstance(found, Refusal):
            return replace(found, message=self.redacted(found.message), data=self._without(found.data))
        return found

    def _without(self, data: object, depth: int = 0) -> object:
        """The same data, as deep as anybody looks into it."""
        if isinstance(data, str):
            return self.redacted(data)
        if isinstance(data, dict) and depth < _DEEPEST_DATA:
            return {name: self._without(each, depth + 1) for name, each in data.items()}
        return data

    async def _send(self, body: bytes, most: int) -> object:
        """The JSON that came back, whatever the status. Raises EndpointFailed."""
        try:
            async with self.session().post(
                self.url,
                data=body,
                headers={"Content-Type": "application/json"},
                timeout=aiohttp.ClientTimeout(total=self.limits.timeout),
                allow_redirects=False,
                trace_request_ctx=self,
            ) as response:
                raw = await self._body(response, most)
                status, wait = response.status, _retry_after(response.headers.get("Retry-After", ""))
        except TimeoutError:
            raise EndpointFailed(
                self.name, f"no answer within {self.limits.timeout:g} s", lost=True
            ) from None
        except aiohttp.ClientError as error:
            # The error's own text can hold the URL, and with it a secret.
            raise EndpointFailed(
                self.name, f"the connection failed ({type(error).__name__})", lost=True
            ) from None
        if status == 413:
            raise EndpointFailed(self.name, "the request is too large", meaning=Meaning.TOO_MUCH)
        if status == 429:
            raise EndpointFailed(self.name, "HTTP status 429", wait=wait, meaning=Meaning.BUSY)
        try:
            # Where other work waits, a long answer has to be parsed beside it.
            long = len(raw) > self.limits.parsed_at_once
            answer = await asyncio.to_thread(orjson.loads, raw) if long else orjson.loads(raw)
        except orjson.JSONDecodeError:
            if status >= 500:
                raise EndpointFailed(self.name, f"HTTP status {status}", wait=wait, lost=True) from None
            raise EndpointFailed(
                self.name, f"HTTP status {status}, and no JSON", passing=status == 200
            ) from None
        if status >= 500 and not _has_error(answer):
            raise EndpointFailed(self.name, f"HTTP status {status}", wait=wait)
        return answer

    async def _body(self, response: aiohttp.ClientResponse, most: int) -> bytes:
        told = (response.content_length or 0) <= most
        body = await bounded(response.content, most) if told else None
        if body is None:
            response.close()
            raise EndpointFailed(self.name, "its answer is too long", False, meaning=Meaning.TOO_MUCH)
        return body


def _found(request: Request, answer: Answer) -> Answer:
    """A block that isn't there is a refusal like others: behind a load balancer the next node may have it."""
    if answer is None and request.method.startswith("eth_getBlockBy"):
        return Refusal(0, "the node has no such block")
    return answer


def _result(answer: object) -> Answer:
    """The result or the Refusal in one answer; LEFT_OUT where there is neither."""
    if not isinstance(answer, dict):
        return LEFT_OUT
    error = answer.get("error")
    if error is None:
        return answer.get("result", LEFT_OUT)
    if isinstance(error, str):
        return Refusal(0, error)
    if not isinstance(error, dict):
        return LEFT_OUT
    code = error.get("code")
    code = int(code) if isinstance(code, int | str) and str(code).lstrip("-").isdecimal() else 0
    return Refusal(code, str(error.get("message", "")), error.get("data"))


def _number_of(answer: object) -> int | None:
    """The id of one answer, which some proxies make a text; None where it is no number."""
    number = answer.get("id") if isinstance(answer, dict) else None
    if isinstance(number, str) and len(number) < 10 and number.isdecimal():
        return int(number)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _has_error(answer: object) -> bool:
    items = answer if isinstance(answer, list) else [answer]
    return any(isinstance(_result(item), Refusal) for item in items)


def _retry_after(header: str) -> float | None:
    """The seconds of a Retry-After header, which may also name a time (RFC 9110)."""
    if header.strip().isdecimal():
        return float(header[:9])
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
