"""At an https address, as operators have it behind a reverse proxy: what a browser keeps, it sends over TLS alone."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar
from yarl import URL

from sandbox.stage import Stage
from tests.main_job.job import PERIODS
from tests.main_job.living import LivingBot, MovableClock, with_pages
from tests.web.site import hidden_fields

ORIGIN = "https://gov.example"


class Behind:
    """A browser beyond a proxy that ends TLS: it keeps what it is given, and the proxy hands on what it sends."""

    def __init__(self, http: ClientSession, listen: str) -> None:
        self._http = http
        self._listen = listen
        self.kept: dict[str, Morsel[str]] = {}
        """Each cookie that it ever got, by its name."""
        self.lifted: list[Morsel[str]] = []
        """Cookies that it was told to forget."""

    async def asks(self, method: str, path: str, **form: str) -> tuple[int, str, str | None]:
        """Status, text, and where it is sent on."""
        cookies = "; ".join(f"{name}={each.value}" for name, each in self.kept.items())
        headers = {"Host": URL(ORIGIN).host or "", "Origin": ORIGIN, "Cookie": cookies}
        url = URL(f"http://{self._listen}{path}", encoded=True)
        sent = self._http.request(method, url, headers=headers, data=form or None, allow_redirects=False)
        async with sent as answer:
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
            for line in answer.headers.getall("Set-Cookie", []):
                for name, cookie in SimpleCookie(line).items():
                    if cookie["max-age"] == "0":
                        self.lifted.append(cookie)
                        self.kept.pop(name, None)
                    else:
                        self.kept[name] = cookie
            return answer.status, await answer.text(), answer.headers.get("Location")


def path_of(address: str | None) -> str:
    assert address is not None
    assert address.startswith(ORIGIN), address
    return address.removeprefix(ORIGIN)


@pytest.mark.attack("web")
async def test_every_cookie_is_bound_to_the_host_and_to_tls(tmp_path: Path) -> None:
    clock = MovableClock()
    async with (
        Stage.open(clock=clock, strict_limits=False) as stage,
        ClientSession(cookie_jar=DummyCookieJar()) as http,
    ):
        settings = with_pages(stage, FOLKMOOT_WEB_URL=ORIGIN)
        stage.app.redirects.add(f"{ORIGIN}/login")
        bot = LivingBot(stage, clock, tmp_path / "folkmoot.db", **settings)
        await bot.start()
        try:
            await stage.finalize()
            ada = stage.guild.create_member("ada")
            # Nobody logs in for a page that can't link anything.
            early = await (await ada.slash(stage.announcements, "wallet link")).settled()
            assert "not set up in this server yet" in early.text
            assert early.buttons == []
            assert "is set up" in await stage.set_up(**PERIODS, quorum="4%", threshold="1")
            linking, reading = (Behind(http, settings["FOLKMOOT_WEB_LISTEN"]) for _ in range(2))

            asked = await ada.slash(stage.announcements, "wallet link")
            (link,) = (await asked.settled()).buttons
            _, page, _ = await linking.asks("GET", path_of(link.url))
            _, _, discord = await linking.asks("POST", "/link", **hidden_fields(page))
            assert set(linking.kept) == {"__Host-folkmoot-login"}
            back = stage.discord.authorization.approve(discord or "", ada)
            assert (await linking.asks("GET", path_of(back)))[0] == 303
            assert set(linking.kept) == {"__Host-folkmoot"}
            assert (await linking.asks("GET", "/wallet"))[0] == 200

            _, page, _ = await reading.asks("GET", "/spaces/1")
            _, _, discord = await reading.asks("POST", "/login", **hidden_fields(page))
            back = stage.discord.authorization.approve(discord or "", ada)
            assert (await reading.asks("GET", path_of(back)))[0] == 303
            assert set(reading.kept) == {"__Host-folkmoot-reader"}
            assert (await reading.asks("GET", "/spaces/1"))[0] == 200
        finally:
            await bot.stop()
    for browser in (linking, reading):
        assert browser.lifted
        for cookie in (*browser.kept.values(), *browser.lifted):
            # What a browser asks of a cookie of this prefix, also where it is taken back: else it stays.
            assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), cookie
            assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), cookie
