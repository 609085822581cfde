"""A member in the bot's pages: a link of the bot leads there, and the wallet sends what the page has prepared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import aiohttp
from aiohttp import hdrs
from yarl import URL

from sandbox.chain import Account, LocalChain
from sandbox.discord import CannotDo, Discord, Person

SENT = "executing"
"""The form of the page that holds the prepared transaction."""


@dataclass(frozen=True)
class Prepared:
    """A transaction that the page has prepared for the wallet of whoever reads it."""

    to: str
    value: int
    data: bytes

    async def send(self, chain: LocalChain, sender: Account) -> dict[str, Any]:
        """The receipt. Raises RpcError where the chain refuses it."""
        return await chain.send(sender, self.to, self.value, self.data)


class MemberBrowser:
    """A browser with cookies of its own."""

    def __init__(self, discord: Discord, http: aiohttp.ClientSession) -> None:
        self._discord = discord
        self._http = http

    @classmethod
    @asynccontextmanager
    async def open(cls, discord: Discord) -> AsyncIterator[MemberBrowser]:
        """One that is closed after the block."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            yield cls(discord, http)

    async def prepared(self, link: str, member: Person) -> Prepared:
        """Follow the bot's link, log in with Discord as this member, and read what is to be sent now.

        Raises CannotDo where the page has nothing to be sent, or doesn't let the member in."""
        page = _read(await self._page_behind(link, member))
        offered = page.forms.get(SENT)
        if offered is None:
            raise CannotDo(f"the page has nothing to be sent now: {page.heading}")
        return Prepared(
            offered["data-to"],
            int(offered["data-value"], 16),
            bytes.fromhex(offered["data-data"].removeprefix("0x")),
        )

    async def _page_behind(self, link: str, member: Person) -> str:
        url = URL(link, encoded=True)
        async with self._http.get(url) as answer:
            entrance = _read(await answer.text())
        sent = self._http.post(
            url.origin() / "link",
            data=entrance.hidden,
            headers={hdrs.ORIGIN: str(url.origin())},
            allow_redirects=False,
        )
        async with sent as answer:
            if hdrs.LOCATION not in answer.headers:
                raise CannotDo(f"the link leads nowhere: {_read(await answer.text()).heading}")
            asked = answer.headers[hdrs.LOCATION]
        back = self._discord.authorization.approve(asked, member)
        async with self._http.get(URL(back, encoded=True)) as answer:
            return await answer.text()


@dataclass
class _Page(HTMLParser):
    hidden: dict[str, str] = field(default_factory=dict)
    """The hidden fields of its forms."""
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """The attributes of its forms, by their ids."""
    heading: str = ""
    _in_heading: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_heading = tag == "h1"
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")
        if tag == "form" and "id" in given:
            self.forms[given["id"]] = given

    def handle_endtag(self, tag: str) -> None:
        self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page
