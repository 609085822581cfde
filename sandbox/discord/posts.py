"""HTTP requests as Discord posts them to applications: one after the other on connections that stay.

aiohttp reads the answers. Its client makes so many objects for each request that Discord would be busy with them for as
long as the bot with the click, and bench/web.py would measure that.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

import aiohttp
from aiohttp import hdrs
from aiohttp.client_proto import ResponseHandler
from yarl import URL

_HEAD = "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n"
_PATIENCE = 3.0
"""Seconds in which an answer must be there."""


class Posts:
    """Connections that stay, by where they lead."""

    def __init__(self) -> None:
        self._idle: defaultdict[URL, list[ResponseHandler]] = defaultdict(list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer; 0 where there is none."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._post(URL(url), body, headers)
        except (aiohttp.ClientError, aiohttp.http.HttpProcessingError, OSError, TimeoutError, ValueError):
            return 0, "", b""

    async def _post(self, url: URL, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        idle = self._idle[url.origin()]
        connection = await self._connection(idle, url)
        try:
            head = _HEAD.format(path=url.raw_path_qs, host=url.authority, length=len(body))
            head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            connection.set_response_params(read_until_eof=True, auto_decompress=False)
            assert connection.transport is not None, "it is connected"
            connection.transport.write(f"{head}\r\n".encode() + body)
            answer, content = await connection.read()
            said = await content.read()
        except BaseException:
            connection.abort()
            raise
        if answer.should_close:
            connection.close()
        else:
            idle.append(connection)
        kind = answer.headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip().lower()
        return answer.code, kind, said

    async def _connection(self, idle: list[ResponseHandler], url: URL) -> ResponseHandler:
        while idle:
            connection = idle.pop()
            if connection.is_connected():
                return connection
        if url.host is None or url.port is None:
            raise aiohttp.InvalidURL(url)
        loop = asyncio.get_running_loop()
        secured = True if url.scheme == "https" else None
        _, made = await loop.create_connection(lambda: ResponseHandler(loop), url.host, url.port, ssl=secured)
        return made

    def close(self) -> None:
        for connection in (each for idle in self._idle.values() for each in idle):
            with suppress(OSError):
                connection.close()
        self._idle.clear()
