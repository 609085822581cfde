"""Reads the JSON API of a bot: as a stranger, who sees what is public and nothing else."""

import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bot.wording import mcp as words
from bot.wording.language import Language

ROOT = "/api/v1"
MOST_BYTES = 32 * 1024 * 1024
"""Of one answer: a record of 100,000 ballots fits."""
_PATIENCE = aiohttp.ClientTimeout(total=30)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_QUERY = re.compile(r"[A-Za-z0-9=&%._~+-]{1,300}")


class NotAnswered(Exception):
    """In words for the assistant: why there is no answer."""


def origin_of(url: str) -> str | None:
    """The address of the pages, without a slash at its end; None for what is none, or can be read on the way there."""
    try:
        found = urlsplit(url.strip())
        host, _ = found.hostname, found.port
    except ValueError:
        return None
    safe = found.scheme == "https" or (found.scheme == "http" and host in _LOOPBACK)
    if not (safe and host) or found.path not in ("", "/") or found.query or found.fragment or found.username:
        return None
    return f"{found.scheme}://{found.netloc}"


class Reader(msgspec.Struct, frozen=True):
    """One bot's API. Only paths below it are read, and no redirect leads elsewhere."""

    origin: str
    http: aiohttp.ClientSession
    say: Language
    most_bytes: int = MOST_BYTES

    async def document(self, path: str, page: str | None = None) -> dict[str, Any]:
        """What stands at a path of the API, or at the next `page` of it, as the answer before named that. Raises
        NotAnswered."""
        found = msgspec.json.decode(await self.content(path, page))
        if not isinstance(found, dict):
            raise NotAnswered(words.another_program(self.say))
        return found

    async def content(self, path: str, page: str | None = None) -> bytes:
        """The bytes of it. Raises NotAnswered."""
        full = f"{ROOT}{path}"
        if page is not None:
            beginning, _, query = page.partition("?")
            if beginning != full or _QUERY.fullmatch(query) is None:
                raise NotAnswered(words.not_the_next_page(self.say))
            full = page
        try:
            return await self._content(full)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotAnswered(words.pages_away(type(error).__name__, self.say)) from error

    async def _content(self, path: str) -> bytes:
        url = f"{self.origin}{path}"
        async with self.http.get(url, allow_redirects=False, timeout=_PATIENCE) as answer:
            if answer.status == 404:
                raise NotAnswered(words.not_public(self.say))
            if answer.status == 429:
                seconds = answer.headers.get("Retry-After", "some")[:10]
                raise NotAnswered(words.asked_too_often(seconds, self.say))
            if answer.status != 200:
                raise NotAnswered(words.status_said(answer.status, self.say))
            found = await answer.content.read(self.most_bytes + 1)
            while len(found) <= self.most_bytes and (more := await answer.content.read(self.most_bytes)):
                found += more
        if len(found) > self.most_bytes:
            raise NotAnswered(words.too_long(self.say))
        return found
