"""HTTP requests to Discord of which nobody wants to know more than whether they were taken.

The receipt of a ballot is one. aiohttp's client makes some dozen objects for each request, which takes it more than
three times as long as all that happens here (docs/decisions/0084).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import deque
from functools import cached_property
from typing import cast

import msgspec
from yarl import URL

SECONDS = 5.0
"""So long an answer may take to come. Discord takes an answer to a click for three."""
CONNECTING = 1.0
"""So many seconds a connection may take to be made: then another way has the time that is left."""
MOST_CONNECTIONS = 256
"""Further requests wait until one of these is answered."""
IDLE_SECONDS = 15.0
"""A connection that was not used for so long is not used again: Discord may be about to close it."""
LONGEST_HEAD = 16 * 1024

_PATH = re.compile(r"/[!-~]*", re.ASCII)
_FIRST = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})[ \r]")
_SWITCHES, _FINAL, _NO_CONTENT = 101, 200, 204


class Answer(msgspec.Struct, frozen=True):
    status: int
    ends: bool
    """Whether it ends here for certain, so that the connection may be used again."""


def read_answer(data: bytes) -> Answer | None:
    """The answer with which `data` begins; None as long as its head isn't whole.

    No body is read: an answer that may have one ends the connection. Raises ValueError for what is no HTTP.
    """
    begins = 0
    while True:
        head_ends = data.find(b"\r\n\r\n", begins)
        if head_ends < 0:
            if len(data) - begins > LONGEST_HEAD:
                raise ValueError("the head of the answer is too long")
            return None
        first = _FIRST.match(data, begins)
        if first is None:
            raise ValueError("the answer is no HTTP")
        version, status = first[1], int(first[2])
        head = data[begins:head_ends].lower()
        begins = head_ends + 4
        if status < _FINAL and status != _SWITCHES:
            continue  # Something comes before the answer.
        plain = version == b"1" and status == _NO_CONTENT and begins == len(data)
        return Answer(status, plain and not (b"\nconnection:" in head and b"close" in head))


class PlainPosts:
    """Requests to one host, on connections that stay."""

    def __init__(
        self, base: str, user_agent: str, seconds: float = SECONDS, connecting: float = CONNECTING
    ) -> None:
        """`base`: where all paths begin, such as `https://discord.com/api/v10`. `seconds` are those of an answer,
        `connecting` those of a connection."""
        self._seconds, self._connecting = seconds, connecting
        url = URL(base)
        if url.host is None or url.port is None:
            raise ValueError(f"{base!r} names no host")
        self._host, self._port, self._secured = url.host, url.port, url.scheme == "https"
        self._prefix = url.raw_path.rstrip("/")
        self._headers = (
            f" HTTP/1.1\r\nHost: {url.authority}\r\nUser-Agent: {user_agent}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self._turns = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: deque[_Connection] = deque()
        self._closed = False

    async def post(self, path: str, body: bytes) -> int:
        """The status of the answer to this JSON. Raises OSError (TimeoutError among them) where none came, ValueError
        for a path that can't stand in a request and for an answer that is no HTTP."""
        if _PATH.fullmatch(path) is None:
            raise ValueError(f"{path!r} is no path")
        request = f"POST {self._prefix}{path}{self._headers}{len(body)}\r\n\r\n".encode() + body
        async with self._turns:
            connection = self._idle_one() or await self._connect()
            answer = await connection.ask(request, self._seconds)
        if answer.ends and not self._closed:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            connection.close()
        return answer.status

    def close(self) -> None:
        """End all connections. One on which an answer is awaited ends with it; so does one for what is still posted."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _idle_one(self) -> _Connection | None:
        """The one that was used last."""
        fresh = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._idle and (self._idle[0].lost or self._idle[0].idle_since < fresh):
            self._idle.popleft().close()
        while self._idle:
            if not (connection := self._idle.pop()).lost:
                return connection
        return None

    async def _connect(self) -> _Connection:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._connecting):
            _, connection = await loop.create_connection(
                _Connection, self._host, self._port, ssl=self._tls if self._secured else None
            )
        return connection

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context


class _Connection(asyncio.Protocol):
    """One request after the other, each with its answer."""

    def __init__(self) -> None:
        self.lost = False
        self.idle_since = 0.0
        """By the loop's clock."""
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        """Of the request that is under way."""
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # That of uvloop is one by what it does, not by its class.
        self._transport = cast("asyncio.Transport", transport)

    async def ask(self, request: bytes, seconds: float) -> Answer:
        """Raises OSError and ValueError; then the connection is at its end."""
        assert self._transport is not None, "it is connected"
        loop = asyncio.get_running_loop()
        self._answer, self._received = loop.create_future(), b""
        late = loop.call_later(seconds, self._fail, TimeoutError("no answer"))
        try:
            self._transport.write(request)
            return await self._answer
        except BaseException:
            self._transport.abort()
            raise
        finally:
            late.cancel()
            self._answer = None

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None, "it is connected"
        if self._answer is None or self._answer.done():
            # Nobody has asked: whatever comes next, it is not to be taken for the answer to another request.
            self._end()
            return
        self._received += data
        try:
            answer = read_answer(self._received)
        except ValueError as why:
            self._fail(why)
            return
        if answer is not None:
            self._answer.set_result(answer)

    def eof_received(self) -> bool | None:
        self._end()
        return None

    def connection_lost(self, why: Exception | None) -> None:
        self._end(why)

    def close(self) -> None:
        self.lost = True
        if self._transport is not None:
            self._transport.close()

    def _end(self, why: Exception | None = None) -> None:
        self.close()
        self._fail(why if isinstance(why, OSError) else ConnectionResetError("connection closed"))

    def _fail(self, why: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(why)
