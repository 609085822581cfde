"""A reverse proxy on the loopback before the bot's pages: all goes through as it is, but for the addresses of members
(`origins.py`), and pages get the wallet's script.

Nothing of what the bot tells the browser to keep to is changed: the script is of the same origin, as those of the
pages are.
"""

from __future__ import annotations

import aiohttp
from aiohttp import hdrs, web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from sandbox.browser.wallet.origins import Origins
from sandbox.browser.wallet.script_tag import with_script

LONGEST_PAGE = 4 * 2**20
"""Bytes of a page that gets the script."""
_OF_ONE_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_AWAY = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Away</title><h1>The bot is away</h1>"
    "<p>Nobody answers where its pages are. Start it again, or wait until it is up, and reload."
)


class Forwarding:
    """Hands requests on to the server at `upstream` (`host:port`)."""

    def __init__(self, http: aiohttp.ClientSession, upstream: str) -> None:
        self.origins = Origins("")
        """The addresses at which people have the pages."""
        self._http = http
        self._upstream = upstream

    @classmethod
    def session(cls) -> aiohttp.ClientSession:
        """Connections that change nothing of what passes: no cookies of their own, nothing unpacked, no end."""
        return aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
            skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
        )

    async def pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer of the server behind, or that it is away (502)."""
        if back := self.origins.leads_back(request.host, request.rel_url):
            return web.Response(status=302, headers={hdrs.LOCATION: back, hdrs.CACHE_CONTROL: "no-store"})
        headers = _kept(request.headers)
        # So that a page comes as text, into which the script can be put.
        headers.popall(hdrs.ACCEPT_ENCODING, None)
        headers[hdrs.ACCEPT_ENCODING] = "identity"
        self.origins.to_bot(headers)
        if request.remote:
            headers.add("X-Forwarded-For", request.remote)
        body = await request.read() if request.body_exists else None
        url = URL(f"http://{self._upstream}{request.raw_path}", encoded=True)
        try:
            asked = self._http.request(request.method, url, headers=headers, data=body, allow_redirects=False)
            async with asked as answer:
                return await self._answer(request, answer)
        except (aiohttp.ClientConnectionError, aiohttp.ServerDisconnectedError):
            return web.Response(status=502, text=_AWAY, content_type="text/html")

    async def _answer(self, request: web.BaseRequest, answer: aiohttp.ClientResponse) -> web.StreamResponse:
        headers = _kept(answer.headers)
        if member := self.origins.member(request.host):
            self.origins.from_bot(headers, member)
        if answer.content_type == "text/html" and request.method != hdrs.METH_HEAD:
            page = await answer.content.read(LONGEST_PAGE)
            while not answer.content.at_eof() and len(page) < LONGEST_PAGE:
                page += await answer.content.read(LONGEST_PAGE - len(page))
            headers.popall(hdrs.CONTENT_LENGTH, None)
            return web.Response(
                status=answer.status, reason=answer.reason, headers=headers, body=with_script(page)
            )
        passed = web.StreamResponse(status=answer.status, reason=answer.reason, headers=headers)
        await passed.prepare(request)
        async for part in answer.content.iter_any():
            await passed.write(part)
        await passed.write_eof()
        return passed


def _kept(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """All headers but those that are of one connection."""
    named = {
        each.strip().lower() for value in headers.getall(hdrs.CONNECTION, []) for each in value.split(",")
    }
    return CIMultiDict(
        (name, value) for name, value in headers.items() if name.lower() not in _OF_ONE_HOP | named
    )
