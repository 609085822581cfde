"""The playground with everybody's wallet beside their windows, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape

import aiohttp
from yarl import URL

from sandbox.browser import Pages, Window
from sandbox.browser.wallet import WalletPanel, wallet_of
from sandbox.people import TOKEN, Residents, settle
from sandbox.stage import Stage

ORIGIN = "http://127.0.0.1:9"
"""Where the bot's pages are."""


@dataclass
class Playground:
    stage: Stage
    residents: Residents
    pages: Pages
    panel: WalletPanel
    http: aiohttp.ClientSession

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> AsyncIterator[Playground]:
        async with Stage.open(strict_limits=False) as stage, aiohttp.ClientSession() as http:
            residents = await settle(stage)
            panel = WalletPanel(await wallet_of(stage, residents), ORIGIN)
            async with Pages.serve(stage.discord, panels=[panel]) as pages, panel.live(pages):
                yield cls(stage, residents, pages, panel, http)

    @property
    def origin(self) -> str:
        """Of the windows."""
        return self.pages.url.rstrip("/")

    def window(self, name: str) -> Window:
        person = self.residents[name].person
        return Window(self.stage.discord.world, person, self.stage.guild, self.stage.announcements)

    def shown(self, name: str) -> str:
        """The panel in the window of this member, as text."""
        return " ".join(unescape(str(self.panel.html(self.window(name)).striptags())).split())

    async def shows(self, name: str, words: str) -> None:
        """Until a window of this member says so, which is told what changes."""
        async with self.http.get(f"{self.pages.url}wallet/{self.id(name)}") as read:
            assert read.status == 200
        events = f"{self.origin}{self.window(name).address}/events"
        async with asyncio.timeout(20), self.http.get(events) as told:
            await told.content.readuntil(b"\n\n")
            while words not in self.shown(name):
                await told.content.readuntil(b"\n\n")

    async def press(self, name: str, act: str, **form: str) -> str:
        """What is said when the form is sent."""
        status, said = await self.sent(self.id(name), act, form, Origin=self.origin)
        assert status in (200, 400), (status, said)
        return said

    async def sent(self, member: str, act: str, form: object, **headers: str) -> tuple[int, str]:
        """The status, and what is said, where something is."""
        url = URL(f"{self.origin}/wallet/{member}/{act}", encoded=True)
        async with self.http.post(url, data=form, headers=headers) as answer:
            is_json = answer.content_type == "application/json"
            said = await answer.json() if is_json else {}
            return answer.status, str(said.get("told") or said.get("refused") or "")

    def id(self, name: str) -> str:
        return str(self.residents[name].person.id)

    async def tokens(self, name: str) -> int:
        return int(await self.stage.token.call("balanceOf", self.residents[name].wallet.address)) // TOKEN

    async def votes(self, name: str) -> int:
        return int(await self.stage.token.call("getVotes", self.residents[name].wallet.address)) // TOKEN
