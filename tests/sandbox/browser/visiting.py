"""A member at the page, without a browser: what it asks for and sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox.browser import Pages
from sandbox.discord import Channel, Person
from tests.sandbox.browser.elements import Element, parsed

Json = dict[str, Any]


class Visitor:
    """A window of one member on one place."""

    def __init__(self, http: aiohttp.ClientSession, pages: Pages, person: Person, place: Channel) -> None:
        self._http = http
        self.origin = pages.url.rstrip("/")
        guild = place.guild.id if place.in_guild else "@me"
        self.address = f"/as/{person.id}/{guild}/{place.id}"

    async def get(self, path: str = "") -> Element:
        """The page, or a piece of it."""
        status, text = await self.asked(path)
        assert status == 200, (status, text)
        return parsed(text)

    async def asked(self, path: str = "", **headers: str) -> tuple[int, str]:
        """Status and text of the answer."""
        async with self._http.get(f"{self.origin}{self.address}{path}", headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, fields: Any = None, origin: str | None = None) -> tuple[int, Json]:
        """Status and JSON of the answer."""
        form = aiohttp.FormData(quote_fields=False)
        for name, value in fields.items() if isinstance(fields, dict) else fields or []:
            if isinstance(value, tuple):
                form.add_field(name, value[1], filename=value[0], content_type="application/octet-stream")
            else:
                form.add_field(name, str(value))
        headers = {"Origin": self.origin if origin is None else origin}
        url = f"{self.origin}{self.address}/{path}"
        async with self._http.post(url, data=form, headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if answer.content_type == "application/json" else {
                "html": text
            }

    async def done(self, path: str, fields: Any = None) -> Json:
        """What is answered to something that is taken."""
        status, said = await self.post(path, fields)
        assert status == 200, (status, said)
        return said

    async def refused(self, path: str, fields: Any = None) -> str:
        """Why it isn't."""
        status, said = await self.post(path, fields)
        assert status in (400, 504), (status, said)
        return str(said.get("refused") or said.get("failed"))

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[Stream]:
        """What the window is told, without what it is told at first."""
        async with self._http.get(f"{self.origin}{self.address}/events") as answer:
            assert answer.status == 200
            stream = Stream(answer.content)
            await stream.until("clock")
            yield stream


class Stream:
    """Server-sent events."""

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self._content = content

    async def next(self) -> tuple[str, Json]:
        """The next event: its kind and what it says."""
        kind = ""
        async for line in self._content:
            if line.startswith(b"event: "):
                kind = line[7:].decode().strip()
            elif line.startswith(b"data: "):
                return kind, json.loads(line[6:])
        raise EOFError

    async def until(self, kind: str, contains: str = "") -> Json:
        """The first event of a kind that has this in it."""
        async with asyncio.timeout(30):
            while True:
                found, data = await self.next()
                if found == kind and contains in json.dumps(data, ensure_ascii=False):
                    return data
