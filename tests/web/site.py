"""The pages of a running bot, and browsers that visit them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from bot.web.requests.limits import WebLimits
from sandbox.chain import Account
from sandbox.discord import Message, Person
from sandbox.stage import Stage
from tests.main_job.job import PERIODS, TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock, with_pages

_numbers = count(1)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass(frozen=True)
class Answer:
    """What a browser got."""

    status: int
    headers: Mapping[str, str]
    text: str
    cookies: tuple[str, ...]
    """Each Set-Cookie."""

    @property
    def words(self) -> str:
        """The text as a reader sees it."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    @property
    def message(self) -> str:
        """The text to sign, to the letter."""
        return unescape(self.text.split("<pre", 1)[1].split(">", 1)[1].split("</pre>", 1)[0])

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        return hidden_fields(self.text)


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


class Browser:
    """A browser with cookies of its own, at an address of its own behind the reverse proxy. It follows no redirect by
    itself."""

    def __init__(self, site: Site) -> None:
        self.site = site
        number = next(_numbers)
        self.address = f"203.0.{number // 250}.{number % 250 + 1}"
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    def cookie(self) -> str:
        """The token of its session."""
        return self.cookies["folkmoot"]

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self._http.cookie_jar}

    def plant(self, name: str, value: str) -> None:
        """A cookie that somebody else had put there."""
        self._http.cookie_jar.update_cookies({name: value}, URL(self.site.origin))

    async def close(self) -> None:
        await self._http.close()

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.send("GET", path, headers=headers)

    async def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """As a form of our own pages is sent."""
        return await self.send("POST", path, data=dict(form), headers={"Origin": self.site.origin, **headers})

    async def send(self, method: str, path: str, *, headers: Mapping[str, str] = {}, **sent: Any) -> Answer:
        url = path if path.startswith("http") else self.site.origin + path
        given = {"X-Forwarded-For": self.address, **{k.replace("_", "-"): v for k, v in headers.items()}}
        request = self._http.request(
            method, URL(url, encoded=True), headers=given, allow_redirects=False, **sent
        )
        async with request as answer:
            text = await answer.text()
            return Answer(answer.status, answer.headers, text, tuple(answer.headers.getall("Set-Cookie", [])))

    # -- the way of a member -----------------------------------------------------------------------------------

    async def begin(self, link: str) -> str:
        """Open a link and press the button; the address of Discord's page."""
        answer = await self.get(link)
        assert answer.status == 200, answer.words
        begun = await self.post("/link", answer.fields)
        assert begun.status == 303, begun.words
        return begun.headers["Location"]

    async def log_in(self, link: str, person: Person) -> Answer:
        """Open the link and log in with Discord as this person."""
        back = self.site.stage.discord.authorization.approve(await self.begin(link), person)
        return await self.get(back)

    async def log_in_to_read(self, path: str, person: Person) -> Answer:
        """Log in from a page that isn't there for strangers; the answer that leads back to it."""
        shown = await self.get(path)
        begun = await self.post("/login", shown.fields)
        assert begun.status == 303, begun.words
        back = self.site.stage.discord.authorization.approve(begun.headers["Location"], person)
        return await self.get(back)

    async def read(self, path: str, person: Person) -> Answer:
        """The page, for somebody who logs in for it."""
        back = await self.log_in_to_read(path, person)
        assert (back.status, back.headers["Location"]) == (303, path), back.words
        return await self.get(path)

    async def wallet_page(self) -> Answer:
        answer = await self.get("/wallet")
        assert answer.status == 200, answer.words
        return answer

    async def message_for(self, account: str, chain: str = "") -> Answer:
        """Ask for the message as the form does; the page with it, or the refusal."""
        fields = (await self.wallet_page()).fields
        form = {"form_token": fields["form_token"], "address": account, "chain": chain}
        made = await self.post("/wallet/message", form)
        return await self.get(made.headers["Location"]) if made.status == 303 else made

    async def hand_in(self, page: Answer, signature: str) -> Answer:
        """Paste the signature on the page of a message; the page that follows, or the refusal."""
        done = await self.post("/wallet/signature", {**page.fields, "signature": signature})
        return await self.get(done.headers["Location"]) if done.status == 303 else done


@dataclass
class Site:
    stage: Stage
    clock: MovableClock
    bot: LivingBot
    origin: str
    port: int

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database: Path | str,
        limits: WebLimits,
        *,
        name: str = "The Well DAO",
        by_http: bool = False,
        proposer_key: bool = True,
        **options: Any,
    ) -> AsyncIterator[Site]:
        """A server that governs itself with the bot, whose pages are on a port of their own. `by_http`: interactions
        reach the bot there, too. `proposer_key`: whether the bot has one."""
        clock = MovableClock()
        async with Stage.open(clock=clock, strict_limits=False, name=name, **options) as stage:
            settings = with_pages(stage, FOLKMOOT_INTERACTIONS="http" if by_http else "gateway")
            settings["FOLKMOOT_LINKED_ROLES"] = str(stage.guild.id)
            if not proposer_key:
                settings["FOLKMOOT_PROPOSER_KEY"] = ""
            origin = settings["FOLKMOOT_WEB_URL"]
            port = int(origin.rpartition(":")[2])
            bot = LivingBot(stage, clock, database, **settings)
            bot.web_limits = limits
            await bot.start()
            try:
                if by_http:
                    await bot.register_endpoint()
                await stage.finalize()
                answer = await stage.set_up(prove=True, **PERIODS, quorum="4%", threshold="1")
                assert "is set up" in answer, answer
                yield cls(stage, clock, bot, origin, port)
            finally:
                await bot.stop()

    def member(self, name: str) -> Person:
        """A new member of the server."""
        return self.stage.guild.create_member(name)

    def account(self, name: str) -> Account:
        return self.stage.chain.account(f"{name} {next(_numbers)}")

    async def hold(self, account: str, tokens: int, *, delegated: bool = True) -> None:
        await self.stage.token.send(
            "airdrop", [account], [tokens * TOKEN], delegated, sender=self.stage.chain.deployer
        )
        await self.stage.finalize()

    async def offer(self, person: Person) -> Message:
        """What the bot answers to /wallet link."""
        return await (await person.slash(self.stage.announcements, "wallet link")).settled()

    async def link_for(self, person: Person) -> str:
        """The link that the bot gives a member."""
        (button,) = (await self.offer(person)).buttons
        assert button.url is not None
        return button.url

    async def raw(self, request: bytes) -> bytes:
        """What comes back over a connection on which these bytes are sent, until it ends."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()

    @property
    def job(self) -> Job:
        """What members do on its stage."""
        return Job(self.stage, self.bot)

    async def show_pages_to(self, whom: str) -> str:
        """What /gov pages answers to a moderator: `members`, `public` or `off`."""
        asked = await self.stage.moderator.slash(self.stage.announcements, "gov pages", visible=whom)
        return (await asked.settled()).text

    async def log_links(self, which: str) -> None:
        """What a moderator does with /gov log: `all` links of wallets are in the public log, or those that `moved`."""
        asked = await self.stage.moderator.slash(self.stage.announcements, "gov log", links=which)
        await asked.settled()

    @property
    def space(self) -> str:
        """The path of its space's page."""
        return "/spaces/1"

    def later(self, time: timedelta) -> None:
        """Let time pass."""
        self.clock.move(time)
